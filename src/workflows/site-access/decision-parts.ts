import type { Ask, Decision, DecisionContext, Refusal } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { type CommandData, commandData, type SiteCommand } from './command-data.ts';
import type { SiteEvent } from './events.ts';
import { evolveSite } from './evolve.ts';
import type { SiteRequest, SiteState } from './state.ts';

/** What a command comes to. */
export type Outcome = Decision<SiteEvent> | Refusal<SiteEvent>;

/** The request as it is after these events. */
export function after(state: SiteState, events: readonly SiteEvent[], { at, by }: DecisionContext): SiteRequest {
  const folded = events.reduce((before, event) => evolveSite(before, { event, at, by }), state);
  if (folded.status === 'none') throw new Error('a decision must leave a request behind');
  return folded;
}

/** Who asks. */
export function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends SiteCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}

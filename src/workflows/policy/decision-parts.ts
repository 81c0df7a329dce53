import type { Ask, Decision, DecisionContext, Refusal } from '../../domain/decider.ts';
import { decision } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { type CommandData, commandData, type PolicyCommand } from './command-data.ts';
import type { PolicyEvent } from './events.ts';
import { evolvePolicy } from './evolve.ts';
import type { Policy, PolicyState } from './state.ts';

/** What a command comes to. */
export type Outcome = Decision<PolicyEvent> | Refusal<PolicyEvent>;

/** A decision that changes nothing. */
export const nothing: Outcome = decision({ events: [], messages: [] });

/** The policy as it is after these events. */
export function after(state: PolicyState, events: readonly PolicyEvent[], { at, by }: DecisionContext): Policy {
  const folded = events.reduce((before, event) => evolvePolicy(before, { event, at, by }), state);
  if (folded.status === 'none') throw new Error('a decision must leave a policy behind');
  return folded;
}

/** Who asks. */
export function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends PolicyCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}

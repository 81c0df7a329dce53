import type { Ask, Decision, DecisionContext, Refusal } from '../../domain/decider.ts';
import { decision } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { type CommandData, commandData, type RollCommand } from './command-data.ts';
import type { RollEvent } from './events.ts';
import { evolveRoll, type Roll, type RollState } from './state.ts';

/** What a command comes to. */
export type Outcome = Decision<RollEvent> | Refusal<RollEvent>;

/** A decision that changes nothing. */
export const nothing: Outcome = decision({ events: [], messages: [] });

/** The roll as it is after these events. */
export function after(state: RollState, events: readonly RollEvent[], { at, by }: DecisionContext): Roll {
  const folded = events.reduce((before, event) => evolveRoll(before, { event, at, by }), state);
  if (folded.status === 'none') throw new Error('a decision must leave a roll behind');
  return folded;
}

/** Who asks. */
export function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends RollCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}

import type { Ask, Decision, DecisionContext, Refusal } from '../../domain/decider.ts';
import { decision } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { type CheckCommand, type CommandData, commandData } from './command-data.ts';
import type { CheckEvent } from './events.ts';
import { type Check, type CheckState, evolveCheck } from './state.ts';

/** What a command comes to. */
export type Outcome = Decision<CheckEvent> | Refusal<CheckEvent>;

/** A decision that changes nothing. */
export const nothing: Outcome = decision({ events: [], messages: [] });

/** The check as it is after these events. */
export function after(state: CheckState, events: readonly CheckEvent[], { at, by }: DecisionContext): Check {
  const folded = events.reduce((before, event) => evolveCheck(before, { event, at, by }), state);
  if (folded.status === 'none') throw new Error('a decision must leave a check behind');
  return folded;
}

/** Who asks. */
export function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends CheckCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}

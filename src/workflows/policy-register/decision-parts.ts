import type { Ask, Decision, DecisionContext, Refusal } from '../../domain/decider.ts';
import { decision } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { type CommandData, commandData, type RegisterCommand } from './command-data.ts';
import type { RegisterEvent } from './events.ts';

/** What a command comes to. */
export type Outcome = Decision<RegisterEvent> | Refusal<RegisterEvent>;

/** A decision that changes nothing. */
export const nothing: Outcome = decision({ events: [], messages: [] });

/** Who asks. */
export function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends RegisterCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}

import type { Ask, Decision, DecisionContext, Refusal } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { capital } from '../../domain/said-by-role.ts';
import { saidClock } from '../../domain/school-time.ts';
import { type CommandData, type ConcernCommand, commandData } from './command-data.ts';
import type { ConcernEvent } from './events.ts';
import { evolveConcern } from './evolve.ts';
import type { Concern, ConcernState } from './state.ts';
import { saidHandler } from './words.ts';

/** What a command comes to. */
export type Outcome = Decision<ConcernEvent> | Refusal<ConcernEvent>;

/** The concern as it is after these events. */
export function after(state: ConcernState, events: readonly ConcernEvent[], { at, by }: DecisionContext): Concern {
  const folded = events.reduce((before, event) => evolveConcern(before, { event, at, by }), state);
  if (folded.status === 'none') throw new Error('a decision must leave a concern behind');
  return folded;
}

/** A line of the thread: who did what and when, by role and without content. */
export function saidLine(concern: Concern, words: string, { school, at, by }: DecisionContext): string {
  return `${capital(saidHandler(concern, by, school))} ${words}, ${saidClock(school, at, at)}.`;
}

/** A line never edits another: its slot names the moment, and how far the case had come. */
export function lineSlot({ file }: Concern, what: string, at: string): string {
  return `line:${what}:${at}:${file.steps.length}`;
}

/** Who asks. */
export function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends ConcernCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}

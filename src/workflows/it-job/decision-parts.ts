import type { Ask, Decision, DecisionContext, Refusal } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { type CommandData, commandData, type JobCommand } from './command-data.ts';
import type { JobEvent } from './events.ts';
import { evolveJob } from './evolve.ts';
import type { Job, JobState } from './state.ts';

/** What a command comes to. */
export type Outcome = Decision<JobEvent> | Refusal<JobEvent>;

/** The record as it is after these events. */
export function after(state: JobState, events: readonly JobEvent[], { at, by }: DecisionContext): Job {
  const folded = events.reduce((before, event) => evolveJob(before, { event, at, by }), state);
  if (folded.status === 'none') throw new Error('a decision must leave a record behind');
  return folded;
}

/** Who asks. */
export function personIn({ by }: DecisionContext): PersonId {
  if (by.kind !== 'person') throw new Error('only a person can do this');
  return by.person;
}

/** What a command carries, as its schema gives it. */
export function dataOf<Type extends JobCommand>(command: Type, ask: Ask): CommandData<Type> {
  return commandData[command].parse(ask.data) as CommandData<Type>;
}

import type { PersonId } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { partsOf } from './access.ts';
import type { JobCommand } from './command-data.ts';
import { commandRules } from './command-rules.ts';
import type { RefusalCode } from './refusals.ts';
import type { JobState } from './state.ts';

/**
 * Why this person, or the clock, may not give this command now; undefined when they may. The one place that decides it:
 * buttons are offered where this is undefined, and presses are refused with its answer.
 */
export function refusalFor(
  state: JobState,
  command: JobCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const { who, when } = commandRules[command];
  const isWhen = when.includes(state.status);
  if (person === undefined) return who === 'clock' && isWhen ? undefined : 'not-now';
  if (who === 'clock' || state.status === 'none' || findPerson(school, person) === undefined) return 'not-yours';
  const parts = partsOf(state, person, school);
  if (!who.some((part) => parts.includes(part))) return 'not-yours';
  if (isWhen) return undefined;
  return state.status === 'done' ? 'already-done' : 'already-said';
}

/** What somebody is offered, the likely next step first. */
export function offered(state: JobState, person: PersonId, school: School): readonly JobCommand[] {
  return steps.filter((command) => refusalFor(state, command, person, school) === undefined);
}

/** The steps of a job, in the order in which their buttons stand. */
const steps: readonly JobCommand[] = ['it-job/done', 'it-job/cannot'];

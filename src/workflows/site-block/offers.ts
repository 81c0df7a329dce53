import type { PersonId } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { partsOf } from './access.ts';
import type { BlockCommand } from './command-data.ts';
import { commandRules } from './command-rules.ts';
import type { RefusalCode } from './refusals.ts';
import type { BlockState } from './state.ts';

/**
 * Why this person, or the clock, may not give this command now; undefined when they may. The one place that decides it:
 * buttons are offered where this is undefined, and presses are refused with its answer.
 */
export function refusalFor(
  state: BlockState,
  command: BlockCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const { who, when } = commandRules[command];
  const isWhen = when.includes(state.status);
  if (person === undefined) return who === 'clock' && isWhen ? undefined : 'not-now';
  if (who === 'clock' || findPerson(school, person) === undefined) return 'not-yours';
  if (state.status === 'none') return who === 'anybody' ? undefined : 'not-yours';
  const parts = partsOf(state, person, school);
  if (who === 'anybody') return parts.length === 0 ? 'not-yours' : 'already-reported';
  if (!who.some((part) => parts.includes(part))) return 'not-yours';
  return isWhen ? undefined : reasonFor(state, command);
}

/** What somebody is offered, the likely next step first. */
export function offered(state: BlockState, person: PersonId, school: School): readonly BlockCommand[] {
  return steps.filter((command) => refusalFor(state, command, person, school) === undefined);
}

/** The steps of a record, in the order in which their buttons stand. */
const steps: readonly BlockCommand[] = [
  'site-block/blocked',
  'site-block/lifted',
  'site-block/review',
  'site-block/cannot-block',
];

function reasonFor(state: BlockState, command: BlockCommand): RefusalCode {
  if (command === 'site-block/review') return state.status === 'none' ? 'not-now' : 'already-reviewed';
  if (state.status === 'lifting' && command !== 'site-block/lifted') return 'not-needed';
  if (state.status === 'closed') return command === 'site-block/lifted' ? 'not-to-lift' : 'already-done';
  return state.status === 'blocked' && command !== 'site-block/lifted' ? 'already-done' : 'not-to-lift';
}

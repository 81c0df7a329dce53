import { filteringParts, jobEscalation } from './filtering.ts';
import { HOUR, type Instant, later } from './instant.ts';
import type { PersonId } from './people.ts';
import { freeHolders, type School } from './school.ts';
import { instantOf, localDateTime, nextSchoolTime } from './school-time.ts';

/** Who hears that a job of IT's waits, when that was said `done` times before. */
export interface JobHearers {
  /** Who carries it out; from the second time on their delegate too. */
  readonly carryOut: readonly PersonId[];
  /** Who else has to know, by then. */
  readonly others: readonly PersonId[];
}

/** Who hears, for the time after the `done`th, that IT has not done a job; never one of `without`. */
export function jobHearers(done: number, without: readonly PersonId[], school: School): JobHearers {
  const { roles } = filteringParts.carriesOut;
  const free = (people: readonly PersonId[]) => people.filter((person) => !without.includes(person));
  const delegates = done === 0 ? [] : free(roles.map((role) => school.roles[role].delegate));
  const carryOut = [...new Set([...freeHolders(roles, without, school), ...delegates])];
  const row = jobEscalation[Math.min(done, jobEscalation.length - 1)] ?? [];
  return { carryOut, others: freeHolders(row, without, school).filter((person) => !carryOut.includes(person)) };
}

/** When the school opens next on a day after that of `at`. */
export function nextSchoolMorning(school: School, at: Instant): Instant {
  const noon = instantOf(school, localDateTime(school, at).date, '12:00');
  // A day later by the clock, also where the clock changes between.
  const { date } = localDateTime(school, later(noon, 24 * HOUR));
  return nextSchoolTime(school, instantOf(school, date, school.calendar.hours.from));
}

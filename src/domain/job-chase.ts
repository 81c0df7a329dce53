import { dayAfter } from './calendar-day.ts';
import { filteringParts, jobEscalation } from './filtering.ts';
import { HOUR, type Instant, later } from './instant.ts';
import type { PersonId } from './people.ts';
import { freeHolders, type School } from './school.ts';
import { instantOf, type LocalDate, localDateTime, nextWorkingTime } from './school-time.ts';

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

/** When the school opens next after `at`; where no further term is known, on a weekday. */
export function nextSchoolMorning(school: School, at: Instant): Instant {
  const { date } = localDateTime(school, at);
  const today = opensOn(school, date);
  return nextWorkingTime(school, today > at ? today : opensOn(school, dayAfter(date, 1)));
}

/**
 * Whether what has waited since `since` is shown about now to those who watch, as it is each morning: then they need
 * not hear besides that it waits.
 */
export function isMorningRound(school: School, since: Instant, at: Instant): boolean {
  const opens = opensOn(school, localDateTime(school, at).date);
  return since < opens && opens <= at && at < later(opens, HOUR);
}

function opensOn(school: School, day: LocalDate): Instant {
  return instantOf(school, day, school.calendar.hours.from);
}

import { HOUR, type Instant, later, MINUTE } from './instant.ts';
import { nextSchoolMorning } from './job-chase.ts';
import type { School } from './school.ts';
import { isSchoolToCome, nextSchoolTime, nextWorkingTime } from './school-time.ts';

/** What repeats does so at most once an hour, however short the school's ladder is: a record holds only so many. */
const REPEAT_MINUTES = HOUR / MINUTE;

/**
 * When to ask again that was asked at `since`, after it was asked again `done` times: `ladder` has minutes since then,
 * earliest first, and its last step repeats at its own length. Always while the school is open, and always after
 * `since`: nobody is woken for it. Where no further term is known, once on each weekday.
 */
export function nextChase(
  ladder: readonly number[],
  { since, done, school }: { readonly since: Instant; readonly done: number; readonly school: School },
): Instant {
  const last = Math.max(ladder.at(-1) ?? 24 * 60, REPEAT_MINUTES);
  const before = done === 0 ? 0 : (ladder[done - 1] ?? 0);
  const step = ladder[done];
  const minutes = step === undefined || step <= before ? last : step - before;
  const due = later(since, minutes * MINUTE);
  if (isSchoolToCome(school, due)) return nextSchoolTime(school, due);
  const morning = nextSchoolMorning(school, since);
  return due > morning ? nextWorkingTime(school, due) : morning;
}

import { type Instant, later, MINUTE } from './instant.ts';
import type { School } from './school.ts';
import { nextSchoolTime } from './school-time.ts';

/**
 * When to ask again that was asked at `since`, after it was asked again `done` times: `ladder` has minutes since then,
 * earliest first, and its last step repeats at its own length. Always while the school is open, and always after
 * `since`: nobody is woken for it.
 */
export function nextChase(
  ladder: readonly number[],
  { since, done, school }: { readonly since: Instant; readonly done: number; readonly school: School },
): Instant {
  const last = ladder.at(-1) ?? 24 * 60;
  const before = done === 0 ? 0 : (ladder[done - 1] ?? 0);
  const step = ladder[done];
  const minutes = step === undefined || step <= before ? last : step - before;
  return nextSchoolTime(school, later(since, minutes * MINUTE));
}

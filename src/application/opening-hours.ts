import type { Instant } from '../domain/instant.ts';
import type { School } from '../domain/school.ts';
import { closedUntil } from '../domain/school-time.ts';
import type { Clock } from './ports.ts';

/** Tells whether a school is open now. Its hours are of whole minutes, so that it is worked out once in each. */
export function createOpeningHours(clock: Pick<Clock, 'now'>): (school: School) => boolean {
  // By the school as its file had it: after another file its hours may be others.
  const known = new WeakMap<School, { readonly minute: string; readonly isOpen: boolean }>();
  return (school) => {
    const at = clock.now();
    const before = known.get(school);
    if (before?.minute === minuteOf(at)) return before.isOpen;
    const isOpen = closedUntil({ school, at }) === undefined;
    known.set(school, { minute: minuteOf(at), isOpen });
    return isOpen;
  };
}

function minuteOf(at: Instant): string {
  return at.slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

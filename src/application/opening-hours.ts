import type { Instant } from '../domain/instant.ts';
import type { School } from '../domain/school.ts';
import { closedUntil } from '../domain/school-time.ts';
import type { Clock } from './ports.ts';

/** Tells whether a school is open now. Its hours are of whole minutes, so that it is worked out once in each. */
export function createOpeningHours(clock: Pick<Clock, 'now'>): (school: School) => boolean {
  const known = new Map<string, { readonly minute: string; readonly isOpen: boolean }>();
  return (school) => {
    const at = clock.now();
    const before = known.get(school.id);
    if (before?.minute === minuteOf(at)) return before.isOpen;
    const isOpen = closedUntil({ school, at }) === undefined;
    known.set(school.id, { minute: minuteOf(at), isOpen });
    return isOpen;
  };
}

function minuteOf(at: Instant): string {
  return at.slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

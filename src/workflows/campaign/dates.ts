import { dayAfter } from '../../domain/calendar-day.ts';
import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { type LocalDate, localDateTime } from '../../domain/school-time.ts';
import { isPast } from './pace.ts';
import type { CampaignFile } from './state.ts';

// By when people are to have done it. Whoever is asked late has a date of their own, so that nobody is late at once.

/** So many days somebody has who is asked late; fewer only where everybody had fewer. */
const LEAST_DAYS = 7;
const DAY_MS = 86_400_000;

/** What is shared of an acknowledgement's dates. */
export interface Dated {
  readonly askedAt: Instant;
  readonly dueBy?: LocalDate | undefined;
}

type Dates = Pick<CampaignFile, 'dueBy' | 'begunAt' | 'goesOutAt'>;

/** By when somebody is to have done it who was asked then. */
export function dueFor({ dueBy, begunAt, goesOutAt }: Dates, askedAt: Instant, school: School): LocalDate {
  const dayOf = (at: Instant) => localDateTime(school, at).date;
  const askedOn = dayOf(askedAt);
  if (dueBy < askedOn) return dayAfter(askedOn, LEAST_DAYS);
  const had = Math.round((Date.parse(dueBy) - Date.parse(dayOf(goesOutAt ?? begunAt))) / DAY_MS);
  const own = dayAfter(askedOn, Math.max(0, Math.min(LEAST_DAYS, had)));
  return own > dueBy ? own : dueBy;
}

/** The last of the dates that anybody has. */
export function lastDue({ dueBy, lastDue: own = '' }: Pick<CampaignFile, 'dueBy' | 'lastDue'>): LocalDate {
  return own > dueBy ? own : dueBy;
}

/** Whether somebody's own date is past. */
export function isOverdue(
  { dueBy, askedAt }: Dated,
  file: Dates,
  moment: { readonly school: School; readonly at: Instant },
): boolean {
  return isPast(dueBy === undefined || dueBy === '' ? dueFor(file, askedAt, moment.school) : dueBy, moment);
}

/** The date of those who are asked now, where it is a later one than that of the others: an event keeps it. */
export function ownDue(
  file: Dates,
  asked: number,
  { school, at }: { readonly school: School; readonly at: Instant },
): { readonly dueBy?: LocalDate } {
  const dueBy = dueFor(file, at, school);
  return asked > 0 && dueBy > file.dueBy ? { dueBy } : {};
}

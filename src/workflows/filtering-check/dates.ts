import { DateTime } from 'luxon';
import type { CheckKind } from '../../domain/filtering.ts';
import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { instantOf, type LocalDate, localDateTime, nextWorkingTime } from '../../domain/school-time.ts';
import { checks, monthsBetween } from './checks.ts';

/** How long a school has for a check of which nobody has said when it was last made. */
const FIRST_WITHIN_DAYS = 30;
/** How long after somebody could first see to it a check is overdue. */
const OVERDUE_AFTER_DAYS = 14;

/** When a check is to be made next, and when somebody hears of it. */
export interface Due {
  readonly on: LocalDate;
  /** As school opens on that day. */
  readonly dueAt: Instant;
  /** Null where there is no notice before it, or it was given. */
  readonly noticeAt: Instant | null;
}

/** The due date that a day is. */
export function dueOn(
  kind: CheckKind,
  on: LocalDate,
  { school, at }: { readonly school: School; readonly at: Instant },
): Due {
  const { noticeDays } = checks[kind];
  const noticeAt = opensOn(school, moved(on, { days: -noticeDays }));
  return { on, dueAt: opensOn(school, on), noticeAt: noticeDays > 0 && noticeAt > at ? noticeAt : null };
}

/** When a check is first due: after the one that the school file knows of, or soon. */
export function firstDue(kind: CheckKind, of: { readonly school: School; readonly at: Instant }): Due {
  const { school, at } = of;
  const last = lastInFile(kind, of);
  if (last !== '') return dueOn(kind, moved(last, { months: monthsBetween(kind, school) }), of);
  const soon = opensOn(school, moved(localDateTime(school, at).date, { days: FIRST_WITHIN_DAYS }));
  return dueOn(kind, localDateTime(school, nextWorkingTime(school, soon)).date, of);
}

/** When the school file says that it was last made; '' where it says nothing, or a day that is still to come. */
export function lastInFile(
  kind: CheckKind,
  { school, at }: { readonly school: School; readonly at: Instant },
): LocalDate | '' {
  const last = school.checks[kind]?.lastDone ?? '';
  return last > localDateTime(school, at).date ? '' : last;
}

/** The day that is put forward for the next one, after one that was made on `date`. */
export function usualNext(kind: CheckKind, date: LocalDate, school: School): LocalDate {
  return moved(date, { months: monthsBetween(kind, school) });
}

/** The latest day for the next one, after one that was made on `date`. */
export function latestNext(kind: CheckKind, date: LocalDate): LocalDate {
  return moved(date, { months: checks[kind].atMostMonths });
}

/** From when a check that came due is overdue. What comes due in the holidays waits for school to begin. */
export function overdueFrom({ dueAt }: Pick<Due, 'dueAt'>, school: School): Instant {
  const { date } = localDateTime(school, nextWorkingTime(school, dueAt));
  return opensOn(school, moved(date, { days: OVERDUE_AFTER_DAYS }));
}

function opensOn(school: School, date: LocalDate): Instant {
  return instantOf(school, date, school.calendar.hours.from);
}

/** Days of the calendar, which have no time zone; the last of February after its 29th. */
function moved(date: LocalDate, by: { readonly days?: number; readonly months?: number }): LocalDate {
  return DateTime.fromISO(date, { zone: 'utc' }).plus(by).toFormat('yyyy-MM-dd');
}

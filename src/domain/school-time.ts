import { DateTime } from 'luxon';
import { type Instant, MINUTE } from './instant.ts';
import type { School } from './school.ts';

/** A day of the school's calendar, `2026-11-23`. */
export type LocalDate = string;
/** A time of the school's day, `14:05`. */
export type LocalTime = string;

/** The day and time it is in the school at `at`. */
export function localDateTime(school: School, at: Instant): { readonly date: LocalDate; readonly time: LocalTime } {
  const local = inSchool(school, at);
  return { date: local.toFormat('yyyy-MM-dd'), time: local.toFormat('HH:mm') };
}

/**
 * The instant at which it is that day and time in the school. A time that the clock change skips is moved an hour on; of
 * two that it makes, the first is meant.
 */
export function instantOf(school: School, date: LocalDate, time: LocalTime): Instant {
  const local = DateTime.fromISO(`${date}T${time}`, { zone: school.timeZone });
  // By itself luxon would choose between the two by the season in which it is asked.
  return toInstant(local.getPossibleOffsets()[0] ?? local);
}

/** A moment as people say it: `today 14:05`, `Mon 23 Nov, 14:05`, `23 Nov 2025, 14:05`. */
export function saidTime(school: School, at: Instant, now: Instant): string {
  const local = inSchool(school, at);
  const time = local.toFormat('HH:mm');
  if (local.hasSame(inSchool(school, now), 'day')) return `today ${time}`;
  return `${saidLocalDay(local, inSchool(school, now))}, ${time}`;
}

/** The clock time alone, `14:05`, when it is today; else as `saidTime`. For lines that are read at once. */
export function saidClock(school: School, at: Instant, now: Instant): string {
  const said = saidTime(school, at, now);
  return said.replace(/^today /, '');
}

/** A moment that is still right when it is read on another day: `Mon 23 Nov, 14:05`. */
export function saidDateTime(school: School, at: Instant): string {
  return inSchool(school, at).toFormat('ccc d LLL, HH:mm');
}

/** A day as people say it: `Mon 23 Nov`, with the year when it is another. */
export function saidDate(school: School, date: LocalDate, now: Instant): string {
  return saidLocalDay(DateTime.fromISO(date, { zone: school.timeZone }), inSchool(school, now));
}

/** A day in full, for what is kept for years: `Monday 23 November 2026`. */
export function saidFullDate(date: LocalDate): string {
  return DateTime.fromISO(date, { zone: 'utc', locale: 'en-GB' }).toFormat('cccc d LLLL yyyy');
}

/** How long something has lasted: `less than a minute`, `4 minutes`, `2 hours`, `3 days`. */
export function saidDuration(from: Instant, until: Instant): string {
  const inMinutes = Math.floor((Date.parse(until) - Date.parse(from)) / MINUTE);
  if (inMinutes < 1) return 'less than a minute';
  if (inMinutes < 120) return plural(inMinutes, 'minute');
  if (inMinutes < 48 * 60) return plural(Math.floor(inMinutes / 60), 'hour');
  return plural(Math.floor(inMinutes / (24 * 60)), 'day');
}

/** Whether the school is open at `at`: a weekday in term, not a closed day, within its hours. */
export function isSchoolTime(school: School, at: Instant): boolean {
  const local = inSchool(school, at);
  const time = local.toFormat('HH:mm');
  const { hours } = school.calendar;
  return isSchoolDay(school, local) && time >= hours.from && time < hours.until;
}

/** When school ends on the day of `at`; undefined on a day without school. */
export function endOfSchoolDay(school: School, at: Instant): Instant | undefined {
  const day = inSchool(school, at);
  return isSchoolDay(school, day)
    ? instantOf(school, day.toFormat('yyyy-MM-dd'), school.calendar.hours.until)
    : undefined;
}

/**
 * The first moment at or after `at` when the school is open. Where no further term is known, `at` itself: better an
 * untimely message than none.
 */
export function nextSchoolTime(school: School, at: Instant): Instant {
  return nextOpen(school, at, isSchoolDay) ?? at;
}

/**
 * The same for what can wait: where no further term is known, within the school's hours on a weekday, so that nobody is
 * disturbed at night or at a weekend because nobody has put in the next terms.
 */
export function nextWorkingTime(school: School, at: Instant): Instant {
  return nextOpen(school, at, isSchoolDay) ?? nextOpen(school, at, isWorkingDay) ?? at;
}

/** Whether school is known to be open at `at` or some time after it. */
export function isSchoolToCome(school: School, at: Instant): boolean {
  return nextOpen(school, at, isSchoolDay) !== undefined;
}

/** The last school day before that one; where none is known, the last weekday. */
export function schoolDayBefore(school: School, date: LocalDate): LocalDate {
  const start = DateTime.fromISO(date, { zone: school.timeZone });
  const before = DAYS_AHEAD.slice(1).map((days) => start.minus({ days }));
  const last = before.find((day) => isSchoolDay(school, day)) ?? before.find((day) => isWorkingDay(school, day));
  return (last ?? start).toFormat('yyyy-MM-dd');
}

/** Further than a year nobody plans: a term after a longer break is as good as none. */
const DAYS_AHEAD: readonly number[] = Array.from({ length: 371 }, (_, days) => days);

type IsDay = (school: School, day: DateTime) => boolean;

/** The first moment at or after `at` within the school's hours on such a day. */
function nextOpen(school: School, at: Instant, isDay: IsDay): Instant | undefined {
  const { hours } = school.calendar;
  const start = inSchool(school, at);
  const time = start.toFormat('HH:mm');
  if (isDay(school, start) && time >= hours.from && time < hours.until) return at;
  for (const days of DAYS_AHEAD) {
    const day = start.plus({ days });
    if (!isDay(school, day)) continue;
    const opens = instantOf(school, day.toFormat('yyyy-MM-dd'), hours.from);
    if (opens >= at) return opens;
  }
  return undefined;
}

function isSchoolDay(school: School, day: DateTime): boolean {
  const date = day.toFormat('yyyy-MM-dd');
  return isWorkingDay(school, day) && school.calendar.terms.some(({ from, until }) => from <= date && date <= until);
}

function isWorkingDay(school: School, day: DateTime): boolean {
  return day.weekday <= 5 && !school.calendar.closed.includes(day.toFormat('yyyy-MM-dd'));
}

function inSchool(school: School, at: Instant): DateTime {
  return DateTime.fromISO(at, { zone: school.timeZone, locale: 'en-GB' });
}

function toInstant(moment: DateTime): Instant {
  return new Date(moment.toMillis()).toISOString();
}

function saidLocalDay(day: DateTime, now: DateTime): string {
  return day.setLocale('en-GB').toFormat(day.year === now.year ? 'ccc d LLL' : 'd LLL yyyy');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

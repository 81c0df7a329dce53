import { DateTime, IANAZone } from 'luxon';
import { dayAfter, daysBetween } from './calendar-day.ts';
import { type Instant, MINUTE } from './instant.ts';
import type { School } from './school.ts';

/** A day of the school's calendar, `2026-11-23`. */
export type LocalDate = string;
/** A time of the school's day, `14:05`. */
export type LocalTime = string;

/** The day and time it is in the school at `at`. */
export function localDateTime(school: School, at: Instant): { readonly date: LocalDate; readonly time: LocalTime } {
  const moment = Date.parse(at);
  // As luxon would say it, at a hundredth of the cost: a round of asking looks at the days of thousands.
  const local = new Date(moment + zoneOf(school).offset(moment) * MINUTE).toISOString();
  return { date: local.slice(0, 10), time: local.slice(11, 16) };
}

/**
 * The instant at which it is that day and time in the school. A time that the clock change skips is moved an hour on; of
 * two that it makes, the first is meant.
 */
export function instantOf(school: School, date: LocalDate, time: LocalTime): Instant {
  const local = DateTime.fromISO(`${date}T${time}`, { zone: zoneOf(school) });
  // By itself luxon would choose between the two by the season in which it is asked.
  return toInstant(local.getPossibleOffsets()[0] ?? local);
}

/** A moment as people say it: `today 14:05`, `Mon 23 Nov, 14:05`, `23 Nov 2025, 14:05`. */
export function saidTime(school: School, at: Instant, now: Instant): string {
  const { date, time } = localDateTime(school, at);
  if (date === localDateTime(school, now).date) return `today ${time}`;
  return `${saidLocalDay(inSchool(school, at), inSchool(school, now))}, ${time}`;
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
  return saidLocalDay(DateTime.fromISO(date, { zone: zoneOf(school) }), inSchool(school, now));
}

/** The month of a moment, `June`, with the year when it is another. */
export function saidMonth(school: School, at: Instant, now: Instant): string {
  const local = inSchool(school, at);
  return local.toFormat(local.hasSame(inSchool(school, now), 'year') ? 'LLLL' : 'LLLL yyyy');
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
  const { date, time } = localDateTime(school, at);
  const { hours } = school.calendar;
  return isSchoolDay(school, date) && time >= hours.from && time < hours.until;
}

/** When school ends on the day of `at`; undefined on a day without school. */
export function endOfSchoolDay(school: School, at: Instant): Instant | undefined {
  const { date } = localDateTime(school, at);
  return isSchoolDay(school, date) ? instantOf(school, date, school.calendar.hours.until) : undefined;
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

/** When the school is at work next, where it is not now; undefined while it is. */
export function closedUntil({ school, at }: { readonly school: School; readonly at: Instant }): Instant | undefined {
  const opens = nextWorkingTime(school, at);
  return opens > at ? opens : undefined;
}

/** `Mon 23 Nov, 08:00, when the school opens`. The day is always said, for it is read on another one too. */
export function saidOpening(school: School, opens: Instant): string {
  return `${saidDateTime(school, opens)}, when the school opens`;
}

/** Whether school is known to be open at `at` or some time after it. */
export function isSchoolToCome(school: School, at: Instant): boolean {
  return nextOpen(school, at, isSchoolDay) !== undefined;
}

/** The last school day before that one; where none is known, the last weekday. */
export function schoolDayBefore(school: School, date: LocalDate): LocalDate {
  return dayBefore(school, date, isSchoolDay) ?? dayBefore(school, date, isWorkingDay) ?? date;
}

function dayBefore(school: School, date: LocalDate, isDay: IsDay): LocalDate | undefined {
  const days = DAYS_AHEAD.find((back) => back > 0 && isDay(school, dayAfter(date, -back)));
  return days === undefined ? undefined : dayAfter(date, -days);
}

/** Closed for so many days on end is a holiday; for fewer, a weekend, also a long one. */
const HOLIDAY = 5;

/**
 * How many days of the calendar lie between two days, without those of holidays: nobody is expected to do anything then.
 * After the last term that is known there are no holidays. None where the second day is the earlier one.
 */
export function daysWithoutHolidays(school: School, from: LocalDate, until: LocalDate): number {
  return until <= from ? 0 : countUntil(school, until) - countUntil(school, from);
}

/** How many days without holidays come after the first one, up to each of the next. */
interface Counted {
  readonly first: LocalDate;
  readonly counts: number[];
}

/** Each day of a calendar is looked at once. */
const counted = new WeakMap<School['calendar'], Counted>();
const YEAR = 366;

function countUntil(school: School, day: LocalDate): number {
  const known = counted.get(school.calendar);
  const { first, counts } = known !== undefined && known.first <= day ? known : startAt(school, day);
  const at = daysBetween(first, day);
  for (let next = counts.length; next <= at; next++)
    counts.push((counts[next - 1] ?? 0) + (isInHoliday(school, dayAfter(first, next)) ? 0 : 1));
  return counts[at] ?? 0;
}

function startAt(school: School, day: LocalDate): Counted {
  const fresh = { first: dayAfter(day, -YEAR), counts: [0] };
  counted.set(school.calendar, fresh);
  return fresh;
}

function isInHoliday(school: School, day: LocalDate): boolean {
  return closedAround(school, day) >= HOLIDAY;
}

/** How many days on end the school is closed around that day; of more than a holiday needs, not how many. */
function closedAround(school: School, day: LocalDate): number {
  const lastDay = school.calendar.terms.reduce((last, { until }) => (until > last ? until : last), '');
  const isClosed = (one: LocalDate) => !(one > lastDay ? isWorkingDay(school, one) : isSchoolDay(school, one));
  if (!isClosed(day)) return 0;
  const onEnd = (step: number): number => {
    let days = 0;
    while (days < HOLIDAY && isClosed(dayAfter(day, step * (days + 1)))) days += 1;
    return days;
  };
  return 1 + onEnd(-1) + onEnd(1);
}

/** Further than a year nobody plans: a term after a longer break is as good as none. */
const DAYS_AHEAD: readonly number[] = Array.from({ length: 371 }, (_, days) => days);

type IsDay = (school: School, day: LocalDate) => boolean;

/** The first moment at or after `at` within the school's hours on such a day. */
function nextOpen(school: School, at: Instant, isDay: IsDay): Instant | undefined {
  const { hours } = school.calendar;
  const { date, time } = localDateTime(school, at);
  if (isDay(school, date) && time >= hours.from && time < hours.until) return at;
  for (const days of DAYS_AHEAD) {
    const day = dayAfter(date, days);
    if (!isDay(school, day)) continue;
    const opens = instantOf(school, day, hours.from);
    if (opens >= at) return opens;
  }
  return undefined;
}

function isSchoolDay(school: School, date: LocalDate): boolean {
  return isWorkingDay(school, date) && school.calendar.terms.some(({ from, until }) => from <= date && date <= until);
}

function isWorkingDay(school: School, date: LocalDate): boolean {
  const weekday = new Date(`${date}T00:00:00.000Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !school.calendar.closed.includes(date);
}

function inSchool(school: School, at: Instant): DateTime {
  return DateTime.fromISO(at, { zone: zoneOf(school), locale: 'en-GB' });
}

/** Clocks change on a full quarter of an hour, in milliseconds. */
const QUARTER = 15 * MINUTE;
const MOST_OFFSETS = 20_000;

/** A time zone that remembers its offsets: to ask for one costs more than all else that is done with a time. */
class RememberingZone extends IANAZone {
  readonly #offsets = new Map<number, number>();

  override offset(at: number): number {
    const quarter = Math.floor(at / QUARTER);
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    const offset = super.offset(at);
    if (this.#offsets.size >= MOST_OFFSETS) this.#offsets.clear();
    this.#offsets.set(quarter, offset);
    return offset;
  }
}

const zones = new Map<string, RememberingZone>();

function zoneOf({ timeZone }: School): RememberingZone {
  const zone = zones.get(timeZone) ?? new RememberingZone(timeZone);
  zones.set(timeZone, zone);
  return zone;
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

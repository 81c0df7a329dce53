import { dayAfter } from '../../domain/calendar-day.ts';
import { HOUR, type Instant, later, MINUTE } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import {
  endOfSchoolDay,
  instantOf,
  isSchoolToCome,
  type LocalDate,
  localDateTime,
  nextSchoolTime,
  nextWorkingTime,
  schoolDayBefore,
} from '../../domain/school-time.ts';
import type { Period } from './command-data.ts';

/** Why a site cannot be asked for at such a time. */
export type PeriodProblem =
  | 'period-past'
  | 'ends-before-it-begins'
  | 'period-too-long'
  | 'not-a-school-day'
  | 'no-school-day'
  | 'not-a-school-time'
  | 'too-far-ahead';

/** From when until when a site is asked for. */
export type Span = { readonly kind: 'span'; readonly from: Instant; readonly until: Instant };

interface PeriodRefused {
  readonly kind: 'problem';
  readonly problem: PeriodProblem;
  readonly latest: Instant;
  /** The day on which it would end. */
  readonly day: LocalDate;
}

/** How long after the school day a lesson may last. */
export const HOURS_AFTER_SCHOOL = 2;

/** How long before it begins a site may be asked for. */
export const DAYS_AHEAD = 90;

interface At {
  readonly school: School;
  readonly at: Instant;
}

/**
 * The span that somebody means, in the school's own time, so that it is right on both sides of a clock change. What has
 * begun already begins now.
 */
export function spanOf(period: Period, of: At): Span | PeriodRefused {
  const { school, at } = of;
  const { begins, until } = askedSpan(period, school);
  const from = begins < at ? minuteOf(at) : begins;
  const problem = problemWith(period, { begins, from, until }, of);
  if (problem === undefined) return { kind: 'span', from, until };
  return { kind: 'problem', problem, latest: latestEnd(school, from), day: localDateTime(school, until).date };
}

function askedSpan(period: Period, school: School): { readonly begins: Instant; readonly until: Instant } {
  const { hours } = school.calendar;
  switch (period.period) {
    case 'lesson':
      return {
        begins: instantOf(school, period.date, period.from),
        until: instantOf(school, period.date, period.until),
      };
    case 'day':
      return {
        begins: instantOf(school, period.date, hours.from),
        until: instantOf(school, period.date, hours.until),
      };
    case 'study':
      return {
        begins: instantOf(school, period.fromDate, hours.from),
        until: instantOf(school, lastSchoolDay(period, school) ?? period.untilDate, hours.until),
      };
    default:
      return period satisfies never;
  }
}

function problemWith(
  period: Period,
  { begins, from, until }: { readonly begins: Instant; readonly from: Instant; readonly until: Instant },
  { school, at }: At,
): PeriodProblem | undefined {
  if (until <= begins) return 'ends-before-it-begins';
  if (until <= at) return 'period-past';
  if (period.period === 'study' && lastSchoolDay(period, school) === undefined) return 'no-school-day';
  if (period.period !== 'study' && endOfSchoolDay(school, until) === undefined) return 'not-a-school-day';
  if (period.period === 'lesson' && !isLessonTime(period, { begins, until }, school)) return 'not-a-school-time';
  if (begins > daysAfter(school, at, DAYS_AHEAD)) return 'too-far-ahead';
  return until > latestEnd(school, from) ? 'period-too-long' : undefined;
}

/**
 * The last day on which there is school, or where no further term is known, a weekday: nobody is there afterwards to
 * look, or to block it again.
 */
function lastSchoolDay({ fromDate, untilDate }: Extract<Period, { period: 'study' }>, school: School) {
  for (let date = untilDate; date >= fromDate; date = dayAfter(date, -1)) {
    const opens = instantOf(school, date, school.calendar.hours.from);
    if (nextWorkingTime(school, opens) === opens) return date;
  }
  return undefined;
}

/** Within the hours of the school, or soon after them, where clubs meet. */
function isLessonTime(
  { date }: { readonly date: LocalDate },
  { begins, until }: { readonly begins: Instant; readonly until: Instant },
  school: School,
): boolean {
  const { hours } = school.calendar;
  const latest = later(instantOf(school, date, hours.until), HOURS_AFTER_SCHOOL * HOUR);
  return begins >= instantOf(school, date, hours.from) && until <= latest;
}

/** The latest moment at which what begins at `from` may end. */
export function latestEnd(school: School, from: Instant): Instant {
  return daysAfter(school, from, school.sites.longestDays);
}

/** The same time of the school's day, so many days later. */
export function daysAfter(school: School, at: Instant, days: number): Instant {
  const { date, time } = localDateTime(school, at);
  return instantOf(school, dayAfter(date, days), time);
}

/**
 * When whoever asked is reminded that it ends: shortly before, and where it lasts for days, as its last school day
 * begins. Only what is still to come.
 */
export function endReminders(
  { from, until }: { readonly from: Instant; readonly until: Instant },
  { school, at }: At,
): readonly Instant[] {
  const shortly = later(until, -school.sites.remindBefore * MINUTE);
  const isToCome = (instant: Instant) => instant > at && instant > from && instant < until;
  return [...new Set([...lastMorning(from, until, school), shortly])].filter(isToCome).toSorted();
}

/** As the last school day begins that it is open on; none where it does not last beyond a day. */
export function lastMorning(from: Instant, until: Instant, school: School): readonly Instant[] {
  const first = localDateTime(school, from).date;
  for (let { date } = localDateTime(school, until); date > first; date = dayAfter(date, -1)) {
    const opens = instantOf(school, date, school.calendar.hours.from);
    if (endOfSchoolDay(school, opens) !== undefined && opens < until) return [opens];
  }
  return [];
}

/** When IT is first due to have opened it, at the earliest: an hour before it is needed, or when it was agreed. */
export function opensFrom(from: Instant, at: Instant): Instant {
  const hourBefore = later(from, -HOUR);
  return hourBefore > at ? hourBefore : at;
}

/** Whether that comes before the school day of `at` is over, so that somebody has to look at once. */
export function isToday(moment: Instant, { school, at }: At): boolean {
  const ends = endOfSchoolDay(school, at);
  return ends !== undefined && at < ends && moment <= ends;
}

/** From when a site may be opened that is wanted from then: as school opens on the last school day before. */
export function mayOpenFrom(from: Instant, school: School): Instant {
  const before = schoolDayBefore(school, localDateTime(school, from).date);
  return instantOf(school, before, school.calendar.hours.from);
}

/** The day of the school's next opening from then on, or the one that is on; undefined where none is known. */
export function nextSchoolDay(school: School, from: Instant): LocalDate | undefined {
  if (!isSchoolToCome(school, from)) return undefined;
  return localDateTime(school, nextSchoolTime(school, from)).date;
}

function minuteOf(at: Instant): Instant {
  return new Date(Math.floor(Date.parse(at) / MINUTE) * MINUTE).toISOString();
}

import { DateTime } from 'luxon';
import { dayAfter } from '../../domain/calendar-day.ts';
import { nextChase } from '../../domain/chase.ts';
import type { DecisionContext } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import { nextYearBegins } from '../../domain/policies.ts';
import type { School } from '../../domain/school.ts';
import {
  instantOf,
  type LocalDate,
  localDateTime,
  nextWorkingTime,
  schoolDayBefore,
} from '../../domain/school-time.ts';

/** How many days people usually have to read something. */
const USUAL_DAYS = 14;
/** The most days that people may have. */
const MOST_DAYS = 366;
/** How many days people have at least where signatures took longer than the day that was put, or a holiday comes before. */
const LEAST_DAYS = 7;
/** After how many days a publisher is asked again whether a version has been made known (R169). */
const MAKE_KNOWN_DAYS = 7;

/** A signature is asked for again after two days, then each school week; a review each school week. In minutes. */
const twoDays: readonly number[] = [2 * 24 * 60];
const weekly: readonly number[] = [7 * 24 * 60];

type When = Pick<DecisionContext, 'school' | 'at'>;

/** The day it is in the school. */
export function today({ school, at }: When): LocalDate {
  return localDateTime(school, at).date;
}

/** By when people are usually asked: on a school day, the last of two weeks; after the holidays where that is too soon. */
export function usualDue({ school, at }: When): LocalDate {
  const day = dayAfter(today({ school, at }), USUAL_DAYS);
  const before = schoolDayBefore(school, dayAfter(day, 1));
  const isTooSoon = before < dayAfter(today({ school, at }), LEAST_DAYS);
  return isTooSoon ? localDateTime(school, nextWorkingTime(school, opensOn(school, day))).date : before;
}

/** The latest day by which people may be asked. */
export function latestDue(school: School, at: Instant): LocalDate {
  return dayAfter(today({ school, at }), MOST_DAYS);
}

/** The day by which people are asked: later than was put, where signing or holidays took until after it. */
export function dueFrom(dueBy: LocalDate, when: When): LocalDate {
  const on = today(when);
  return dueBy < on ? dayAfter(on, LEAST_DAYS) : dueBy;
}

/** So many months after a day of the calendar; the last of February after its 29th. */
export function monthsAfter(date: LocalDate, months: number): LocalDate {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ months }).toFormat('yyyy-MM-dd');
}

/** When the owner hears that it is due for review: so many days before, in school hours, and not before now. */
export function reviewFrom(on: LocalDate, { school, at }: When): Instant {
  const opens = opensOn(school, dayAfter(on, -school.policies.reviewBefore));
  return nextWorkingTime(school, opens > at ? opens : at);
}

/** When a review is asked for again. */
export function nextReviewAsk({ school, at }: When): Instant {
  return nextChase(weekly, { since: nextWorkingTime(school, at), done: 0, school });
}

/** When signatures are asked for again: soon after they were first asked for, later less often. */
export function nextSignatureAsk(asked: 'first' | 'again', { school, at }: When): Instant {
  const ladder = asked === 'first' ? twoDays : weekly;
  return nextChase(ladder, { since: nextWorkingTime(school, at), done: 0, school });
}

/** When a publisher is reminded to make it known. */
export function makeKnownAt({ school, at }: When): Instant {
  return nextWorkingTime(school, opensOn(school, dayAfter(today({ school, at }), MAKE_KNOWN_DAYS)));
}

/** When everybody is asked again by itself: on the first school day of the month in which the next year begins. */
export function renewalAt(year: string, school: School): Instant {
  return nextWorkingTime(school, opensOn(school, nextYearBegins(year, school)));
}

function opensOn(school: School, date: LocalDate): Instant {
  return instantOf(school, date, school.calendar.hours.from);
}

import type { Instant } from '../../../src/domain/instant.ts';
import type { School } from '../../../src/domain/school.ts';
import { dayAfter, daysBetween, fromLondon, hasSchool, inLondon, schoolDay } from '../../support/london-days.ts';

/** What the forms of a request ask for. */
export type Asked = { readonly [question: string]: string };

/** From when until when somebody asks, by the answers to a request. */
export function periodOf(
  data: Asked,
  at: Instant,
  school: School,
): { readonly from: Instant; readonly until: Instant } {
  const { period, date = '', from = '', until = '', fromDate = '', untilDate = '' } = data;
  if (period === 'lesson') return { from: fromLondon(date, from), until: fromLondon(date, until) };
  if (period === 'study') {
    let last = untilDate;
    while (!hasSchool(school, last)) last = dayAfter(last, -1);
    return { from: schoolDay(school, fromDate).opens, until: schoolDay(school, last).ends };
  }
  const { opens, ends } = schoolDay(school, date);
  return { from: opens > at ? opens : at, until: ends };
}

/** The end that somebody who agrees puts in. */
export function untilOf({ untilDate = '', untilTime = '' }: Asked): Instant {
  return fromLondon(untilDate, untilTime);
}

/** For how many days a site is open, by the calendar. */
export function daysOpen(from: Instant, until: Instant): number {
  return daysBetween(inLondon(from).date, inLondon(until).date);
}

/** A moment as a card has it: `Mon 23 Nov, 14:05`. */
export function said(at: Instant): string {
  const { date, time } = inLondon(at);
  const day = new Date(`${date}T12:00:00.000Z`);
  const [weekday = ''] = day.toUTCString().split(',');
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'][
    day.getUTCMonth()
  ];
  return `${weekday} ${day.getUTCDate()} ${month}, ${time}`;
}

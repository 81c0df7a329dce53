import { HOUR, type Instant, later, MINUTE } from '../../src/domain/instant.ts';
import type { School } from '../../src/domain/school.ts';

// What time it is in London and when a school is open, worked out from the law on summer time alone: it shares nothing
// with the product, so that the product can be held to it.

/** A day as `2026-11-23` and a time as `14:05`, in London. */
export interface InLondon {
  readonly date: string;
  readonly time: string;
}

/** The clocks go forward and back at one o'clock (UTC) on the last Sunday of March and of October. */
function changes(year: number, month: 3 | 10): number {
  const last = new Date(Date.UTC(year, month, 0));
  return Date.UTC(year, month - 1, last.getUTCDate() - last.getUTCDay(), 1);
}

function isSummer(ms: number): boolean {
  const year = new Date(ms).getUTCFullYear();
  return changes(year, 3) <= ms && ms < changes(year, 10);
}

/** What day and time it is in London. */
export function inLondon(at: Instant): InLondon {
  const ms = Date.parse(at);
  const [date = '', time = ''] = new Date(ms + (isSummer(ms) ? HOUR : 0)).toISOString().split('T');
  return { date, time: time.slice(0, 5) };
}

/** When it is that day and time in London: the first of two, and an hour later than one that there is not. */
export function fromLondon(date: string, time: string): Instant {
  const ms = Date.parse(`${date}T${time}:00.000Z`);
  return new Date(isSummer(ms - HOUR) ? ms - HOUR : ms).toISOString();
}

/** So many days later by the calendar. */
export function dayAfter(date: string, days = 1): string {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) + days * 24 * HOUR).toISOString().slice(0, 10);
}

/** How many days the second is after the first, by the calendar. */
export function daysBetween(first: string, second: string): number {
  return (Date.parse(second) - Date.parse(first)) / (24 * HOUR);
}

/** Whether there is school on that day. */
export function hasSchool({ calendar }: School, date: string): boolean {
  const isWeekend = [0, 6].includes(new Date(`${date}T12:00:00.000Z`).getUTCDay());
  const isInTerm = calendar.terms.some(({ from, until }) => from <= date && date <= until);
  return !isWeekend && isInTerm && !calendar.closed.includes(date);
}

/** When school opens and ends on that day. */
export function schoolDay({ calendar: { hours } }: School, date: string): { readonly opens: Instant; ends: Instant } {
  return { opens: fromLondon(date, hours.from), ends: fromLondon(date, hours.until) };
}

/** Whether the school is open now. */
export function isOpen(school: School, at: Instant): boolean {
  const { date } = inLondon(at);
  const { opens, ends } = schoolDay(school, date);
  return hasSchool(school, date) && opens <= at && at < ends;
}

/** The last day of school before that one. */
export function schoolDayBefore(school: School, date: string): string {
  for (let days = 1; days < 400; days++) if (hasSchool(school, dayAfter(date, -days))) return dayAfter(date, -days);
  throw new Error(`no school before ${date}`);
}

/** The first moment from then on at which the school is open. */
export function whenOpen(school: School, at: Instant): Instant {
  if (isOpen(school, at)) return at;
  const { date } = inLondon(at);
  for (let days = 0; days < 400; days++) {
    const day = dayAfter(date, days);
    const { opens } = schoolDay(school, day);
    if (hasSchool(school, day) && opens >= at) return opens;
  }
  throw new Error(`no school after ${at}`);
}

/** The opening of each school day after the first and not after the second. */
export function openingsBetween(school: School, after: Instant, until: Instant): readonly Instant[] {
  const openings: Instant[] = [];
  for (let date = inLondon(after).date; date <= inLondon(until).date; date = dayAfter(date)) {
    const { opens } = schoolDay(school, date);
    if (hasSchool(school, date) && after < opens && opens <= until) openings.push(opens);
  }
  return openings;
}

/**
 * When to ask again at the latest, asked last `since`, after having asked again `done` times by this ladder; what
 * repeats does so once an hour at the most.
 */
export function askAgainBy(ladder: readonly number[], since: Instant, done: number, school: School): Instant {
  const steps = ladder.map((minutes, index) => minutes - (ladder[index - 1] ?? 0));
  return whenOpen(school, later(since, (steps[done] ?? Math.max(60, ladder.at(-1) ?? 0)) * MINUTE));
}

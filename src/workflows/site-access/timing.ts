import { nextChase } from '../../domain/chase.ts';
import { HOUR, type Instant, later, MINUTE } from '../../domain/instant.ts';
import { nextSchoolMorning } from '../../domain/job-chase.ts';
import type { School } from '../../domain/school.ts';
import { instantOf, localDateTime, nextWorkingTime, schoolDayBefore } from '../../domain/school-time.ts';
import type { SiteEvent } from './events.ts';
import { isToday, opensFrom } from './period.ts';
import type { SiteRequest } from './state.ts';

interface At {
  readonly school: School;
  readonly at: Instant;
}

/** When those who decide are asked again, after they were asked again `done` times. */
export function decideAgainBy({ school, at }: At, done: number): Instant {
  return nextChase(school.sites.chase.decide, { since: at, done, school });
}

/** How long somebody has at least before they are asked again. */
const LEAST_TO_ACT = 10 * MINUTE;

/**
 * When those who decide are first asked again. Where the school's ladder would be too late for `needed`, halfway to it,
 * as far as the school is open by then.
 */
export function decideBy(needed: Instant, of: At): Instant {
  const { school, at } = of;
  const next = decideAgainBy(of, 0);
  const half = (Date.parse(needed) - Date.parse(at)) / 2;
  const sooner = nextWorkingTime(school, later(at, Math.max(half, LEAST_TO_ACT)));
  return next >= needed && sooner < needed ? sooner : next;
}

/**
 * Whether it cannot wait until somebody looks: a lesson is on this school day, or what somebody needs for longer ends on
 * it.
 */
export function isPressing(request: SiteRequest, of: At): boolean {
  const { period, from } = request.file.requested;
  if (request.status === 'asked') return period === 'lesson' && isToday(from, of);
  return request.status === 'open' && request.extension !== null && isToday(request.until, of);
}

/** When a request has to be decided on: before it is wanted, or where it is wanted already, before it is over. */
export function neededBy({ from, until }: { readonly from: Instant; readonly until: Instant }, at: Instant): Instant {
  return from > at ? from : until;
}

/** When IT is asked again to open it; not before it is nearly needed, and the first time while there is time to do it. */
export function openBy(from: Instant, of: At, done = 0): Instant {
  const { school, at } = of;
  const next = nextChase(school.sites.chase.open, { since: at, done, school });
  const first = opensFrom(from, at);
  const usual = next > first ? next : nextWorkingTime(school, first);
  if (done > 0 || from <= at || usual < from) return usual;
  const dayBefore = schoolDayBefore(school, localDateTime(school, from).date);
  const towardsItsEnd = later(instantOf(school, dayBefore, school.calendar.hours.until), -HOUR);
  const soon = later(at, LEAST_TO_ACT);
  if (towardsItsEnd > soon) return nextWorkingTime(school, towardsItsEnd);
  const halfway = later(at, (Date.parse(from) - Date.parse(at)) / 2);
  const sooner = [halfway, soon].map((moment) => nextWorkingTime(school, moment > soon ? moment : soon));
  return sooner.find((moment) => moment < from) ?? usual;
}

/** When IT is asked again to block it. */
export function blockBy({ school, at }: At, done = 0): Instant {
  return nextChase(school.sites.chase.block, { since: at, done, school });
}

/** That it is over now, with when IT is asked again and when it is shown that it is still not blocked. */
export function accessEnded(how: Extract<SiteEvent, { type: 'AccessEnded' }>['how'], of: At, why?: string): SiteEvent {
  const next = { remindAt: blockBy(of), morningAt: nextSchoolMorning(of.school, of.at) };
  return { type: 'AccessEnded', how, ...next, ...(why === undefined ? {} : { why }) };
}

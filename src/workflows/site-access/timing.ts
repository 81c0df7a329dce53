import { nextChase } from '../../domain/chase.ts';
import type { Instant } from '../../domain/instant.ts';
import { nextSchoolMorning } from '../../domain/job-chase.ts';
import type { School } from '../../domain/school.ts';
import { nextSchoolTime } from '../../domain/school-time.ts';
import type { SiteEvent } from './events.ts';
import { opensFrom } from './period.ts';

interface At {
  readonly school: School;
  readonly at: Instant;
}

/** When those who decide are asked again, after they were asked again `done` times. */
export function decideBy({ school, at }: At, done = 0): Instant {
  return nextChase(school.sites.chase.decide, { since: at, done, school });
}

/** When IT is asked again to open it; not before it is nearly needed. */
export function openBy(from: Instant, { school, at }: At, done = 0): Instant {
  const next = nextChase(school.sites.chase.open, { since: at, done, school });
  const first = opensFrom(from, at);
  return next > first ? next : nextSchoolTime(school, first);
}

/** When IT is asked again to block it. */
export function blockBy({ school, at }: At, done = 0): Instant {
  return nextChase(school.sites.chase.block, { since: at, done, school });
}

/** That it is over now, with when IT is asked again and when it is shown that it is still not blocked. */
export function accessEnded(how: Extract<SiteEvent, { type: 'AccessEnded' }>['how'], of: At): SiteEvent {
  return { type: 'AccessEnded', how, remindAt: blockBy(of), morningAt: nextSchoolMorning(of.school, of.at) };
}

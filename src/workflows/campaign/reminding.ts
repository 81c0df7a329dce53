import type { DecisionContext } from '../../domain/decider.ts';
import { type LocalDate, localDateTime, schoolDayBefore } from '../../domain/school-time.ts';
import type { Asking } from './decision-parts.ts';
import { daysSince } from './pace.ts';
import type { CampaignFile, Walk } from './state.ts';

type Asked = Pick<Asking, 'askedAt' | 'dueBy'>;
type Moment = Pick<DecisionContext, 'school' | 'at'>;

/**
 * Tells whether somebody who has not is reminded now: where a rung of the school's ladder of days has come since the
 * last walk that went by it, on the last school day before the date, or because whoever publishes asked for it. How
 * often somebody was reminded does not count: what was asked for by hand takes no rung away. Each at most once a day: a
 * walk meets each once, and there is one walk with reminders on a day.
 */
export function reminderTest(
  { dueBy, laddered }: Pick<CampaignFile, 'dueBy' | 'laddered'>,
  { reminds, everybody, begunAt }: Pick<Walk, 'reminds' | 'everybody' | 'begunAt'>,
  { school, at }: Moment,
): (asking: Asked) => boolean {
  const isLastDay = lastDayTest(school, localDateTime(school, at).date);
  const days = daysSince(school, at);
  const rungs = rungsAt(school, begunAt);
  const before = rungsAt(school, laddered);
  return (asking) => {
    if (!reminds || everybody) return reminds;
    if (rungs(asking) > before(asking)) return true;
    return days(asking.askedAt) > 0 && isLastDay(asking.dueBy || dueBy);
  };
}

/** Tells whether today is the last school day before that date: most people have the same. */
function lastDayTest(school: Moment['school'], today: LocalDate): (dueBy: LocalDate) => boolean {
  const known = new Map<LocalDate, boolean>();
  return (dueBy) => {
    const isLast = known.get(dueBy) ?? schoolDayBefore(school, dueBy) === today;
    known.set(dueBy, isLast);
    return isLast;
  };
}

/** How many days after they were asked others hear of somebody: once all reminders that come sooner have gone out before. */
export function hearingTest(
  { laddered }: Pick<CampaignFile, 'laddered'>,
  { school, at }: Moment,
): (asking: Asked, after: number) => boolean {
  const days = daysSince(school, at);
  const gone = rungsAt(school, laddered);
  const { person } = school.policies.remind;
  return (asking, after) => {
    const sooner = person.filter((rung) => rung <= after).length;
    return days(asking.askedAt) >= after && gone(asking) >= sooner;
  };
}

/** How many reminders were due to somebody by then; none at a time that never was. */
function rungsAt(school: Moment['school'], then: string): (asking: Asked) => number {
  if (then === '') return () => 0;
  const days = daysSince(school, then);
  return ({ askedAt }) => school.policies.remind.person.filter((after) => days(askedAt) >= after).length;
}

import type { AgencyKind } from '../../../domain/agencies.ts';
import { dayAfter } from '../../../domain/calendar-day.ts';
import type { Instant } from '../../../domain/instant.ts';
import type { School } from '../../../domain/school.ts';
import { instantOf, type LocalDate, localDateTime, nextWorkingTime } from '../../../domain/school-time.ts';
import { comeBackOn } from '../reminders.ts';
import { checkRules } from '../rules/agencies.ts';

/** When a referral is looked at again. */
interface NextCheck {
  readonly nextCheck: LocalDate;
  readonly checkAt: Instant;
}

/** The day that somebody chose; without one, the day of the rule for such an agency. */
export function checkOn(
  chosen: LocalDate,
  kind: AgencyKind,
  context: { readonly school: School; readonly at: Instant },
): NextCheck {
  const nextCheck = chosen === '' ? dayByRule(kind, context) : chosen;
  return { nextCheck, checkAt: comeBackOn(nextCheck, context) };
}

function dayByRule(kind: AgencyKind, { school, at }: { readonly school: School; readonly at: Instant }): LocalDate {
  const rule = checkRules.find(({ agencies }) => agencies === undefined || agencies.includes(kind)) ?? checkRules[0];
  let { date } = localDateTime(school, at);
  for (let days = 0; days < rule.schoolDays; days++)
    date = localDateTime(school, nextWorkingTime(school, opensOn(school, dayAfter(date, 1)))).date;
  return date;
}

function opensOn(school: School, day: LocalDate): Instant {
  return instantOf(school, day, school.calendar.hours.from);
}

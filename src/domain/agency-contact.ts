import { type AgencyKind, agencyKindOf } from './agencies.ts';
import type { Instant } from './instant.ts';
import type { School } from './school.ts';
import { type LocalDate, localDateTime, saidDate } from './school-time.ts';

/** An outside agency as the school file has it. */
export type Agency = School['agencies'][number];

/** The school's agency of that kind; the first where there are several, none where the school file names none. */
export function agencyOf(school: School, kind: AgencyKind): Agency | undefined {
  return school.agencies.find((agency) => agencyKindOf(agency) === kind);
}

/**
 * Whether an agency's number was last rung so long ago that it is to be checked again (R206). On a day that is still to
 * come nobody has rung it: that is a slip in the school file.
 */
export function isAgencyStale({ lastChecked }: Agency, school: School, at: Instant): boolean {
  const today = localDateTime(school, at).date;
  return lastChecked > today || monthsBetween(lastChecked, today) >= school.concerns.agencyMonths;
}

/** How good a number is: `last checked Tue 1 Sep`, or `not checked for 14 months`. */
export function saidChecked(agency: Agency, school: School, at: Instant): string {
  if (!isAgencyStale(agency, school, at)) return `last checked ${saidDate(school, agency.lastChecked, at)}`;
  const today = localDateTime(school, at).date;
  if (agency.lastChecked > today) return 'not known when it was checked';
  const months = monthsBetween(agency.lastChecked, today);
  return `not checked for ${months} ${months === 1 ? 'month' : 'months'}`;
}

/** How many whole months of the calendar have passed; none where the second day is the earlier one. */
function monthsBetween(first: LocalDate, second: LocalDate): number {
  const [year = 0, month = 0, day = 0] = first.split('-').map(Number);
  const [laterYear = 0, laterMonth = 0, laterDay = 0] = second.split('-').map(Number);
  const isWhole = laterDay >= day || laterDay === lastDayOf(laterYear, laterMonth);
  return Math.max(0, (laterYear - year) * 12 + laterMonth - month - (isWhole ? 0 : 1));
}

function lastDayOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

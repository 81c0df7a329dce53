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

/** Whether an agency's number was last rung so long ago that it is to be checked again (R206). */
export function isAgencyStale({ lastChecked }: Agency, school: School, at: Instant): boolean {
  return monthsBetween(lastChecked, localDateTime(school, at).date) >= school.concerns.agencyMonths;
}

/** How good a number is: `last checked Tue 1 Sep`, or `not checked for 14 months`. */
export function saidChecked(agency: Agency, school: School, at: Instant): string {
  if (!isAgencyStale(agency, school, at)) return `last checked ${saidDate(school, agency.lastChecked, at)}`;
  const months = monthsBetween(agency.lastChecked, localDateTime(school, at).date);
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

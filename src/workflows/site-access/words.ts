import { filteringParts } from '../../domain/filtering.ts';
import type { Choice } from '../../domain/form.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Actor, Role } from '../../domain/people.ts';
import { saidByRole } from '../../domain/said-by-role.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { localDateTime, saidDateTime } from '../../domain/school-time.ts';
import type { SiteRequest } from './state.ts';

/** What each state is called, on every card. */
const statusWords: Record<SiteRequest['status'], string> = {
  asked: 'waiting',
  refused: 'refused by rule',
  declined: 'declined',
  withdrawn: 'withdrawn',
  lapsed: 'not decided in time',
  approved: 'with IT',
  open: 'open',
  ended: 'ended, not blocked yet',
  blocked: 'blocked again',
  'not-opened': 'could not be opened',
};

/** Where a request stands, in words. */
export function saidStanding(request: SiteRequest): string {
  if (request.status === 'asked' && request.file.approvals.length > 0) return 'waiting for a second approval';
  if (request.status === 'open' && request.extension !== null) return 'open, more time asked for';
  return statusWords[request.status];
}

/** The first line of every card of a request: what it is and where it stands, all of it in words. */
export function siteTitle(request: SiteRequest, reference: string): string {
  const words = [`Site request ${reference}`, saidStanding(request)];
  if (isOverdue(request)) words.push('overdue');
  return words.join(' · ');
}

/** Whether a job of IT's has waited for too long; what the colour of alarm is for. */
export function isOverdue(request: SiteRequest): boolean {
  if (request.status === 'ended') return request.chase.done > 0 || request.shownTo.length > 0;
  return request.status === 'approved' && request.chase.done > 0;
}

/** From when until when, still right on another day: `Mon 23 Nov, 10:00 to 11:00`. */
export function saidSpan(school: School, from: Instant, until: Instant): string {
  const isSameDay = localDateTime(school, from).date === localDateTime(school, until).date;
  const end = isSameDay ? localDateTime(school, until).time : saidDateTime(school, until);
  return `${saidDateTime(school, from)} to ${end}`;
}

/** When it may be open: as it was agreed, or as it was asked for. */
export function spanOf(request: SiteRequest): { readonly from: Instant; readonly until: Instant } {
  return 'until' in request ? request : request.file.requested;
}

/** Who decided, without a name. */
export function saidDecider(by: Actor, school: School): string {
  return saidByRole(by, filteringParts.agreesToo.roles, school);
}

/** Who carried it out, without a name. */
export function saidCarrier(by: Actor, school: School): string {
  return saidByRole(by, [...filteringParts.carriesOut.roles, ...filteringParts.agreesToo.roles], school);
}

/** Who has the job. */
export function saidIt(school: School): string {
  const [role] = filteringParts.carriesOut.roles;
  return `the ${roleLabel(school, role satisfies Role)}`;
}

/** For how long it is needed. */
export const periodChoices = [
  { value: 'lesson', label: 'A lesson' },
  { value: 'day', label: 'A school day' },
  { value: 'study', label: 'A longer time of study' },
] as const satisfies readonly Choice[];

/** What pupils do there (R140). */
export const useChoices = [
  { value: 'look', label: 'Look at it' },
  { value: 'write', label: 'Write, post or send something on it' },
] as const satisfies readonly Choice[];

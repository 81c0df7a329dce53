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

interface Of {
  readonly school: School;
  readonly at: Instant;
}

/** Where a request stands, in words; still right once what was set up ahead has begun. */
export function saidStanding(request: SiteRequest, { school, at }: Of): string {
  if (request.status === 'asked' && request.file.approvals.length > 0) return 'waiting for a second approval';
  if (request.status === 'open') {
    const isAhead = request.from > at;
    if (request.extension !== null) return `${isAhead ? 'set up' : 'open'}, more time asked for`;
    if (isAhead) return `set up, open from ${saidDateTime(school, request.from)}`;
  }
  return statusWords[request.status];
}

/** The first line of every card of a request: what it is and where it stands, all of it in words. */
export function siteTitle(request: SiteRequest, of: Of & { readonly reference: string }): string {
  const words = [`Site request ${of.reference}`, saidStanding(request, of)];
  if (isOverdue(request, of.at)) words.push('overdue');
  return words.join(' · ');
}

/** Whether a job of IT's has waited for too long; what the colour of alarm is for. Nothing is before it is wanted. */
export function isOverdue(request: SiteRequest, at: Instant): boolean {
  if (request.status === 'ended') return request.chase.done > 0 || request.shownTo.length > 0;
  return request.status === 'approved' && request.chase.done > 0 && request.from <= at;
}

/** A longer time than IT was first given: nobody says whether it is set. */
export function saidLonger(until: Instant, school: School): string {
  return `agreed to until ${saidDateTime(school, until)}; IT has been asked to set it`;
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

/** Who decides, by role. */
export function saidDeciders(school: School, between: 'and' | 'or' = 'and'): string {
  return `the ${roleLabel(school, 'online-safety-coordinator')} ${between} the safeguarding team`;
}

/** Who has the job. */
export function saidIt(school: School): string {
  const [role] = filteringParts.carriesOut.roles;
  return `the ${roleLabel(school, role satisfies Role)}`;
}

/** Where a rule stands, in words that people know; its code is for the data. */
export function saidSource(source: string): string {
  return source.replace(/\b(00\d) (?=section|appendi)/g, 'model policy $1, ');
}

/** What somebody wrote, where a second line of theirs would pass for one of the product's own. */
export function onOneLine(text: string): string {
  return text.replace(/[ \t]*[\n\r\v\f\u0085\u2028\u2029]\s*/gu, ' ');
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

import type { Instant } from '../../domain/instant.ts';
import type { Actor, PersonId, Role } from '../../domain/people.ts';
import { documentNames, publishers } from '../../domain/policies.ts';
import { personName, roleLabel, type School } from '../../domain/school.ts';
import { localDateTime, saidDate } from '../../domain/school-time.ts';
import type { Wording } from '../../domain/wording.ts';
import { inForce, inTheMaking, latestVersion, type Policy, titleOf } from './state.ts';

/** A title with its version: `Online safety policy, version 4`. */
export function saidVersion({ title, version }: Pick<Wording, 'title' | 'version'>): string {
  return `${title}, version ${version}`;
}

/** What a card calls a policy: by kind, reference and version, for a heading holds nothing that anybody wrote. */
export function cardTitle({ kind, version }: Pick<Wording, 'kind' | 'version'>, reference: string): string {
  return `${documentNames[kind]} ${reference}, version ${version}`;
}

/** The heading of its file: which it is, and where it stands. */
export function fileTitle(policy: Policy, reference: string, school: School, now: Instant): string {
  const wording = latestVersion(policy)?.wording ?? inTheMaking(policy)?.making.draft.wording;
  const what = wording === undefined ? `Draft ${reference}` : cardTitle(wording, reference);
  return `${what} · ${saidStatus(policy, school, now)}`;
}

/** A policy in a list: what it is called and where it stands, all of it in words. */
export function policyTitle(policy: Policy, school: School, now: Instant): string {
  const version = latestVersion(policy);
  const title = version === undefined ? titleOf(policy) : saidVersion(version.wording);
  return `${title} · ${saidStatus(policy, school, now)}`;
}

/** Where it stands, in a word or two. */
function saidStatus(policy: Policy, school: School, now: Instant): string {
  if (isOverdue(policy, school, now)) return 'overdue for review';
  const isPublished = policy.file.standing !== undefined;
  switch (policy.status) {
    case 'preview':
      return isPublished ? 'being revised' : 'draft';
    case 'awaiting-signature':
      return isPublished ? 'new version awaits signature' : 'awaits signature';
    case 'published':
      return 'published';
    case 'withdrawn':
      return 'withdrawn';
    case 'discarded':
      return 'discarded';
    default:
      return policy satisfies never;
  }
}

/** Whether the day of its review is past. */
export function isOverdue(policy: Policy, school: School, now: Instant): boolean {
  const on = inForce(policy)?.review.on;
  return on !== undefined && on < localDateTime(school, now).date;
}

/** What a version in the making is called. */
export function draftTitle(policy: Policy): string {
  const making = inTheMaking(policy);
  return making === undefined ? titleOf(policy) : saidVersion(making.making.draft.wording);
}

/** When its review is due, within a sentence. */
export function saidReview(policy: Policy, school: School, now: Instant): string {
  const on = inForce(policy)?.review.on;
  if (on === undefined) return 'no review';
  return isOverdue(policy, school, now)
    ? `review overdue since ${saidDate(school, on, now)}`
    : `review due ${saidDate(school, on, now)}`;
}

/** Roles in words: `the head teacher or the chair of governors`. */
export function saidRoles(roles: readonly Role[], school: School, link: 'and' | 'or'): string {
  const said = roles.map((role) => `the ${roleLabel(school, role)}`);
  return said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')} ${link} ${said.at(-1)}`;
}

/** Who publishes, in words. */
export function saidPublishers(school: School): string {
  return saidRoles(publishers, school, 'or');
}

/** Somebody by name, where names may stand. */
export function saidActor(by: Actor | PersonId, school: School): string {
  if (typeof by === 'string') return personName(school, by);
  return by.kind === 'clock' ? 'the bot' : personName(school, by.person);
}

/** How many, with the right word: `1 person`, `212 people`. */
export function people(count: number): string {
  return count === 1 ? '1 person' : `${count.toLocaleString('en-GB')} people`;
}

import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { type Approver, isPublisher, policyParts, publishers, signaturesFor } from '../../domain/policies.ts';
import { findPerson, freeHolders, holdersOf, holds, type School } from '../../domain/school.ts';
import { type Awaiting, inForce, type PolicyState } from './state.ts';

/** The slot of the card that one person's open policy fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** The slot of the card that asks somebody to sign. */
export function signSlot(person: PersonId): string {
  return `sign:${person}`;
}

/** The slot of the card that asks somebody for the review. */
export function reviewSlot(person: PersonId): string {
  return `review:${person}`;
}

/** The slot of the card that asks whether a version has been made known. */
export function knownSlot(person: PersonId): string {
  return `known:${person}`;
}

/** The slot of the card on which somebody learns what became of their draft. */
export function draftSlot(person: PersonId): string {
  return `draft:${person}`;
}

/** Whether this person publishes, now. */
export function mayPublish(person: PersonId, school: School): boolean {
  return findPerson(school, person) !== undefined && isPublisher(person, school);
}

/**
 * Who hears what became of a draft: whoever sent it, or those who publish now where that is not for them any more. Nobody
 * hears of what they did `without` anybody else.
 */
export function draftHearers(sentBy: PersonId, without: PersonId, school: School): readonly PersonId[] {
  const hearers = mayPublish(sentBy, school) ? [sentBy] : freeHolders(publishers, [], school);
  return hearers.filter((person) => person !== without);
}

/** Which signatures a version still waits for. */
export function unsigned({ making, signatures }: Awaiting): readonly Approver[] {
  return signaturesFor[making.draft.approval].filter((role) => signatures.every(({ as }) => as !== role));
}

/**
 * Who may sign as head, or as chair, now: whoever holds the role and has not signed as the other. Where that is nobody,
 * their delegate.
 */
function signersAs(role: Approver, { signatures }: Pick<Awaiting, 'signatures'>, school: School) {
  const others = signatures.filter(({ as }) => as !== role).map(({ person }) => person);
  const free = freeHolders([role], others, school);
  return free.length > 0 ? free : holdersOf(school, [role]);
}

/** As what this person would sign; undefined where they are not asked to. */
export function signsAs(policy: PolicyState, person: PersonId, school: School): Approver | undefined {
  if (policy.status !== 'awaiting-signature') return undefined;
  return unsigned(policy).find((role) => signersAs(role, policy, school).includes(person));
}

/** Everybody who is asked to sign now. */
export function signersOf(policy: Awaiting, school: School): readonly PersonId[] {
  return [...new Set(unsigned(policy).flatMap((role) => signersAs(role, policy, school)))];
}

/** Who sees to the review: the owner, or those who publish where the owner has left. */
export function reviewersOf(policy: PolicyState, school: School): readonly PersonId[] {
  const owner = inForce(policy)?.terms.owner;
  if (owner === undefined) return [];
  return findPerson(school, owner) === undefined ? freeHolders(publishers, [], school) : [owner];
}

/** Who hears besides that a review is overdue. */
export function overdueHearers(policy: PolicyState, school: School): readonly PersonId[] {
  const reviewers = reviewersOf(policy, school);
  return holdersOf(school, policyParts.hearsOverdue.roles).filter((person) => !reviewers.includes(person));
}

/** Whether this person may say that it was reviewed. */
export function mayReview(policy: PolicyState, person: PersonId, school: School): boolean {
  return mayPublish(person, school) || inForce(policy)?.terms.owner === person;
}

/** Whether this person reads the version that is being prepared: who publishes, and who signs. */
export function mayReadDraft(policy: PolicyState, person: PersonId, school: School): boolean {
  return mayPublish(person, school) || signsAs(policy, person, school) !== undefined;
}

/** Whether this person opens the policy's file, now. Before it was ever published that is for those who prepare it. */
export function mayRead(policy: PolicyState, person: PersonId, school: School): boolean {
  if (policy.status === 'none' || findPerson(school, person) === undefined) return false;
  if (mayReadDraft(policy, person, school)) return true;
  const { standing } = policy.file;
  return standing !== undefined && (readsFiles(person, school) || standing.terms.owner === person);
}

/** Whether the files of policies are for this person at all. */
export function readsFiles(person: PersonId, school: School): boolean {
  return mayPublish(person, school) || holds(school, person, policyParts.readsFile.roles);
}

/** Whether a message that is owed may still go out: nobody gets a card who has lost the part meanwhile. */
export function mayStillSendPolicy(policy: PolicyState, { to, card, slot }: Message, school: School): boolean {
  if (policy.status === 'none' || to.kind !== 'person') return true;
  const { person } = to;
  if (slot === draftSlot(person)) return mayPublish(person, school);
  if (card === 'notice') return true;
  if (slot === signSlot(person)) return signsAs(policy, person, school) !== undefined;
  if (slot === reviewSlot(person))
    return [...reviewersOf(policy, school), ...overdueHearers(policy, school)].includes(person);
  if (slot === knownSlot(person)) return mayPublish(person, school);
  return mayRead(policy, person, school);
}

/** The people who have a card in one of these slots. */
export function holdersIn(slots: readonly string[]): readonly PersonId[] {
  return slots.map((slot) => slot.slice(slot.indexOf(':') + 1));
}

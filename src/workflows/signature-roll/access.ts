import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { isPublisher, policyParts } from '../../domain/policies.ts';
import { findPerson, freeHolders, type School } from '../../domain/school.ts';
import type { Roll, RollState } from './state.ts';

/** Whether this person begins rolls. */
export function mayBegin(person: PersonId, school: School): boolean {
  return findPerson(school, person) !== undefined && isPublisher(person, school);
}

/** Whether this person records signatures on the roll and reads all of it: who was named for it, and who publishes. */
export function mayRecord({ file }: Roll, person: PersonId, school: School): boolean {
  if (findPerson(school, person) === undefined) return false;
  return file.terms.recorders.includes(person) || isPublisher(person, school);
}

/** Who hears that somebody has not signed, because the internet depends on it (R163). */
export function itOf(school: School): readonly PersonId[] {
  return freeHolders(policyParts.seesUnsigned.roles, [], school);
}

/** Whether this person could hear it of any roll. */
export function isIt(person: PersonId, school: School): boolean {
  return itOf(school).includes(person);
}

/** Whether those who have not signed are shown to IT now: names and classes, nothing else. */
export function isShownToIt({ status, file }: Roll): boolean {
  return status === 'due' && file.terms.tellsIt;
}

/** Who has a card of the roll in their own chat: who records, and who began it while they may still read it. */
export function cardHoldersOf(roll: Roll, school: School): readonly PersonId[] {
  const { terms, begunBy } = roll.file;
  return [...new Set([begunBy, ...terms.recorders])].filter((person) => mayRecord(roll, person, school));
}

/** The slot of the card of somebody who records. */
export function rollSlot(person: PersonId): string {
  return `roll:${person}`;
}

/** The slot of the card with the number of those who have not signed. */
export function unsignedSlot(person: PersonId): string {
  return `unsigned:${person}`;
}

/** The slot of the card that one person's open roll fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** Whose card a slot is; undefined for anything but the two cards of a roll. */
export function cardHolder(slot: string): PersonId | undefined {
  const [kind, ...rest] = slot.split(':');
  return kind === 'roll' || kind === 'unsigned' ? rest.join(':') : undefined;
}

/** Whether a message that is owed may still go out. Short words that take the place of something are let through. */
export function mayStillSendRoll(state: RollState, { to, card, slot }: Message, school: School): boolean {
  if (state.status === 'none' || to.kind !== 'person' || card === 'notice') return true;
  const maySee = isIt(to.person, school);
  if (slot === unsignedSlot(to.person)) return maySee;
  // What IT opens, who has not signed, is theirs to read as well.
  return mayRecord(state, to.person, school) || (slot === viewSlot(to.person) && maySee && isShownToIt(state));
}

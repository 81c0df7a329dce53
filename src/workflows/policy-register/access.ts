import type { PersonId } from '../../domain/people.ts';
import { isPublisher, policyParts } from '../../domain/policies.ts';
import { findPerson, holds, type School } from '../../domain/school.ts';

/** Whether this person reads the register now: publishers, and governors (R170). */
export function mayRead(person: PersonId, school: School): boolean {
  if (findPerson(school, person) === undefined) return false;
  return holds(school, person, policyParts.readsFile.roles) || isPublisher(person, school);
}

/** Whether this person starts the yearly agreements again (R159). */
export function mayStart(person: PersonId, school: School): boolean {
  return findPerson(school, person) !== undefined && isPublisher(person, school);
}

/** The slot of the card that the open register fills for one person. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** The slot of the renewal of one policy. */
export function renewalSlot(policy: string): string {
  return `renew:${policy}`;
}

/** Which policy's renewal a slot is; undefined for anything else. */
export function renewalOf(slot: string): string | undefined {
  return slot.startsWith('renew:') ? slot.slice('renew:'.length) : undefined;
}

import type { Message } from '../../domain/message.ts';
import { type PersonId, type Role, roles } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import type { AbsenceState } from './state.ts';

/** The roles somebody holds now. */
export function heldBy(person: PersonId, school: School): readonly Role[] {
  return roles.filter((role) => school.roles[role].people.includes(person));
}

/** The roles somebody stands in for when nobody who holds them can. */
export function standsInFor(person: PersonId, school: School): readonly Role[] {
  return roles.filter((role) => school.roles[role].delegate === person);
}

/** Whether others have to know when this person is away: they hold a role, or stand in for one. */
export function isExpected(person: PersonId, school: School): boolean {
  if (findPerson(school, person) === undefined) return false;
  return heldBy(person, school).length > 0 || standsInFor(person, school).length > 0;
}

/** The slot of the card that somebody's own open absence fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** The slot of what the safeguarding channel is told of one absence. */
export const CHANNEL = 'told:channel';

/** The slot of what one person is told of another's absence. */
export function toldSlot(person: PersonId): string {
  return `told:${person}`;
}

/** Whether a message that is owed may still go out: to nobody who has no part in it any more. */
export function mayStillSendAbsence(state: AbsenceState, { to, card }: Message, school: School): boolean {
  if (state.status === 'none' || to.kind !== 'person' || card === 'notice') return true;
  return isExpected(to.person, school);
}

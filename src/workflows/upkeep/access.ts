import type { Message } from '../../domain/message.ts';
import type { PersonId, Role } from '../../domain/people.ts';
import { findPerson, freeHolders, holds, type School } from '../../domain/school.ts';
import { trainedPeople } from '../../domain/training.ts';
import type { Training } from './findings.ts';
import type { UpkeepState } from './state.ts';

/** Who reads what is to be kept current: who sees to cases, and who leads them. */
const readers: readonly Role[] = ['dsl', 'deputy-dsl', 'head', 'chair'];

/** Whether this person reads it now. */
export function mayRead(person: PersonId, school: School): boolean {
  return findPerson(school, person) !== undefined && holds(school, person, readers);
}

/** Who is told that somebody's training has run out: the head; the chair where it is the head's own (R195). */
export function toldOfTraining({ person }: Pick<Training, 'person'>, school: School): readonly PersonId[] {
  const isHeads = holds(school, person, ['head']);
  return freeHolders([isHeads ? 'chair' : 'head'], [person], school);
}

/** The slot of the card that what is to be kept current fills for one person who opened it. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** The slot of what the safeguarding channel is told. */
export const CHANNEL = 'agencies';

/** The slot of what somebody is told of the training of others. */
export function leaderSlot(person: PersonId): string {
  return `training:${person}`;
}

/** The slot of what somebody is told of their own training. */
export function ownSlot(person: PersonId): string {
  return `own-training:${person}`;
}

/** Whether a message that is owed may still go out: to nobody who has given up what it is for. */
export function mayStillSendUpkeep(state: UpkeepState, { to, card, slot }: Message, school: School): boolean {
  if (state.status === 'none' || to.kind !== 'person' || card === 'notice') return true;
  return slot === ownSlot(to.person) ? trainedPeople(school).includes(to.person) : mayRead(to.person, school);
}

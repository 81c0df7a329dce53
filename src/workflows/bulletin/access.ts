import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { isPublisher } from '../../domain/policies.ts';
import { findPerson, type School } from '../../domain/school.ts';
import type { BulletinState } from './state.ts';

/** Whether this person writes to all staff (R174): the head, the DSL and the co-ordinator. */
export function mayWrite(person: PersonId, school: School): boolean {
  return findPerson(school, person) !== undefined && isPublisher(person, school);
}

/** The slot of the post in one staff channel. */
export function postSlot(channel: string): string {
  return `in:${channel}`;
}

/** Which staff channel's post a slot is; undefined for anything else. */
export function channelOf(slot: string): string | undefined {
  return slot.startsWith('in:') ? slot.slice('in:'.length) : undefined;
}

/** The slot of the card that one person's open message fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** Whether a message that is owed may still go out: a channel gets nothing of what was taken back, or sent elsewhere. */
export function mayStillSendBulletin(state: BulletinState, message: Message, school: School): boolean {
  const { to, slot, onlyEdits, card } = message;
  if (to.kind === 'person') return card === 'notice' || mayWrite(to.person, school);
  if (onlyEdits === true) return true;
  return state.status === 'posted' && state.bulletin.channels.includes(channelOf(slot) ?? '');
}

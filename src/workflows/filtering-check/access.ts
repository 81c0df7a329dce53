import type { CheckKind } from '../../domain/filtering.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { holdersOf, holds, type School } from '../../domain/school.ts';
import { checks, readers, recorders } from './checks.ts';
import type { CheckState } from './state.ts';

/** Whether this person records this check now. Roles are looked up at the moment of asking. */
export function mayRecord(kind: CheckKind, person: PersonId, school: School): boolean {
  return holds(school, person, checks[kind].records);
}

/** Whether this person reads what was recorded of the checks, now. */
export function mayRead(person: PersonId, school: School): boolean {
  return holds(school, person, readers);
}

/** Whether any of the checks could wait for this person. */
export function isRecorder(person: PersonId, school: School): boolean {
  return holds(school, person, recorders);
}

/** Who is asked for a check now. */
export function responsibleFor(kind: CheckKind, school: School): readonly PersonId[] {
  return holdersOf(school, checks[kind].records);
}

/** Who is told besides that a check is overdue. */
export function hearersOf(kind: CheckKind, school: School): readonly PersonId[] {
  return holdersOf(school, checks[kind].hears).filter((person) => !mayRecord(kind, person, school));
}

/** The slot of the card of somebody who is asked for a check. */
export function askedSlot(person: PersonId): string {
  return `check:${person}`;
}

/** The slot of the card of somebody who is told that a check is overdue. */
export function toldSlot(person: PersonId): string {
  return `overdue:${person}`;
}

/** The slot of the card that one person's open check fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** Whose card a slot is; undefined for anything but the two cards of a check. */
export function cardHolder(slot: string): PersonId | undefined {
  const [kind, ...rest] = slot.split(':');
  return kind === 'check' || kind === 'overdue' ? rest.join(':') : undefined;
}

/**
 * Whether a message that is owed may still go out: a check goes to nobody who has lost the role meanwhile. Short words
 * that take the place of something are let through.
 */
export function mayStillSendCheck(state: CheckState, { to, card, slot }: Message, school: School): boolean {
  if (state.status === 'none' || to.kind !== 'person' || card === 'notice') return true;
  return slot === askedSlot(to.person) ? mayRecord(state.file.kind, to.person, school) : mayRead(to.person, school);
}

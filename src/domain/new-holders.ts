import { personInSlot } from './delivery-note.ts';
import type { Message } from './message.ts';
import type { PersonId } from './people.ts';

/** What stands of a record, and what should by the school file as it is now. */
export interface Compared {
  /** The slots of what stands; undefined where that is not known. */
  readonly shown: ReadonlySet<string> | undefined;
  /** The cards that should stand. */
  readonly wanted: readonly Message[];
  /** Whether it is known of a card that it cannot be brought there: it is not tried again for this. */
  readonly isMissing: (slot: string) => boolean;
  /** What takes the place of what somebody has, where it is not theirs any more. */
  readonly gone: (slot: string, person: PersonId) => Message | undefined;
}

/**
 * A role has changed hands, or may have: who has no card yet and should has one, and what stands in the chat of somebody
 * who has given the role up ends. Goes by what stands, so that it does not matter when, and by which file, it came there.
 */
export function forNewHolders({ shown, wanted, isMissing, gone }: Compared): readonly Message[] {
  if (shown === undefined) return [];
  const due = new Set(wanted.map(({ slot }) => slot));
  const left = [...shown].flatMap((slot) => {
    const person = due.has(slot) ? undefined : personInSlot(slot);
    return (person === undefined ? undefined : gone(slot, person)) ?? [];
  });
  return [...wanted.filter(({ slot }) => !shown.has(slot) && !isMissing(slot)), ...left];
}

/** Says in the place of somebody's card that it is others' now. Where nothing stands, nothing is posted. */
export function handedOn(slot: string, person: PersonId, text: string): Message {
  return {
    slot,
    to: { kind: 'person', person },
    card: 'notice',
    data: { title: '', lines: [text], buttons: [] },
    preview: text,
    onlyEdits: true,
    isLast: true,
  };
}

/** Whether a slot begins with one of these. */
export function isOf(slot: string, starts: readonly string[]): boolean {
  return starts.some((start) => slot.startsWith(start));
}

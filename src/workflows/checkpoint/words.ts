import { HOUR, type Instant, later } from '../../domain/instant.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { instantOf, localDateTime, saidFullDate } from '../../domain/school-time.ts';
import type { CheckpointState } from './state.ts';

type Taken = Extract<CheckpointState, { status: 'taken' }>;

/** By the school's clock. A code that was made up later than this waits for the morning. */
const LATE = '20:00';

/** Whom a message is for, and when it was decided. */
interface Occasion {
  readonly person: PersonId;
  readonly school: School;
  readonly at: Instant;
}

/** Gives the code of a day to one person. Says nothing of what the records are, nor how many. */
export function codeMessage({ date, code, damaged }: Taken, { person, school, at }: Occasion): Message {
  const title = `Record code for ${saidFullDate(date)}`;
  const kept = 'Keep it. With it anybody can show that no record was changed or removed since.';
  return {
    slot: codeSlot(person),
    to: { kind: 'person', person },
    card: 'receipt',
    preview: title,
    data: {
      title,
      reference: code,
      lines: damaged === 0 ? [kept] : [kept, damagedWords(school)],
      // The red box is for a child in danger alone.
      danger: '',
    },
    ...notAtNight(school, at),
  };
}

/** Nothing of this is worth waking anybody: it waits for when school begins, or would begin, on the next day. */
function notAtNight(school: School, at: Instant): Pick<Message, 'notBefore'> {
  if (localDateTime(school, at).time < LATE) return {};
  const morning = localDateTime(school, later(at, 12 * HOUR)).date;
  return { notBefore: instantOf(school, morning, school.calendar.hours.from) };
}

function damagedWords(school: School): string {
  return `A record is damaged or cannot be read, and this code does not speak for it. Ask the ${roleLabel(school, 'network-manager')} to check the records today, and to keep a copy of them as they are.`;
}

/** Tells one person that somebody else who should have the code does not. Nobody is named: this may be a preview. */
export function parkedMessage({ date }: Taken, parked: string, { person, school, at }: Occasion): Message {
  const text = `The record code for ${saidFullDate(date)} could not be brought to everybody who keeps it. Please pass yours on to them.`;
  return {
    slot: `${PARKED}${parked}:${person}`,
    to: { kind: 'person', person },
    card: 'line',
    preview: text,
    data: { text },
    ...notAtNight(school, at),
  };
}

const CODE = 'code:';
const PARKED = 'parked:';

/** The slot of the message that gives somebody the code. */
function codeSlot(person: PersonId): string {
  return `${CODE}${person}`;
}

/** Whose code a slot is of; undefined for any other. */
export function personOf(slot: string): PersonId | undefined {
  return slot.startsWith(CODE) ? slot.slice(CODE.length) : undefined;
}

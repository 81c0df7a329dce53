import type { PersonId } from '../../domain/people.ts';
import { findPerson, type School } from '../../domain/school.ts';
import type { AcknowledgementCommand } from './command-data.ts';
import type { RefusalCode } from './refusals.ts';
import { type AcknowledgementState, isOwed, signedOf } from './state.ts';

/** Who may give a command: the person who is asked, whoever looks after the policy, or the clock. */
type Who = 'person' | 'owner' | 'clock';

/** Who may give each command. The same rows offer a button and refuse a press. Nobody presses for somebody else. */
const givenBy: Record<AcknowledgementCommand, Who> = {
  'acknowledgement/ask': 'clock',
  'acknowledgement/send': 'clock',
  'acknowledgement/remind': 'clock',
  'acknowledgement/leave': 'clock',
  'acknowledgement/close': 'clock',
  'acknowledgement/try-again': 'clock',
  'acknowledgement/look': 'clock',
  'acknowledgement/delivery-note': 'clock',
  'acknowledgement/acknowledge': 'person',
  'acknowledgement/sign': 'person',
  'acknowledgement/show': 'person',
  'acknowledgement/read': 'person',
  'acknowledgement/open': 'person',
  'acknowledgement/put-away': 'person',
  'acknowledgement/ask-question': 'person',
  'acknowledgement/question': 'owner',
  'acknowledgement/open-question': 'owner',
  'acknowledgement/answer': 'owner',
};

/**
 * Why this person, or the clock, may not give this command now; undefined when they may. The one place that decides it:
 * buttons are offered where this is undefined, and presses are refused with its answer.
 */
export function refusalFor(
  state: AcknowledgementState,
  command: AcknowledgementCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const who = givenBy[command];
  // What the clock asks of what is not owed any more changes nothing, rather than being refused.
  if (person === undefined) return who === 'clock' ? undefined : 'not-now';
  if (who === 'clock' || state.status === 'none' || findPerson(school, person) === undefined) return 'not-yours';
  if (who === 'owner') return asksOwner(state, person) ? undefined : 'not-yours';
  return state.file.person === person ? refusalOfTheirs(state, command) : 'not-yours';
}

/** What is not owed any more can still be read where it was acknowledged; pressing its card again shows the receipt. */
function refusalOfTheirs(state: AcknowledgementState, command: AcknowledgementCommand): RefusalCode | undefined {
  if (isOwed(state) || command === 'acknowledgement/put-away') return undefined;
  if (signedOf(state) !== undefined) return command === 'acknowledgement/sign' ? 'already' : undefined;
  return state.status === 'closed' ? state.reason : 'left';
}

function asksOwner(state: AcknowledgementState, person: PersonId): boolean {
  return state.status !== 'none' && state.file.questions.some(({ owner }) => owner === person);
}

import { type DecisionContext, type Refusal, refusal } from '../../domain/decider.ts';
import { policyParts } from '../../domain/policies.ts';
import { roleLabel } from '../../domain/school.ts';
import type { RollEvent } from './events.ts';
import type { Phase } from './phases.ts';
import type { BadRow } from './read-rows.ts';
import { MOST_ROWS } from './rows.ts';
import { counted, notYours, saidBad } from './words.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'not-publisher'
  | 'not-now'
  | 'closed'
  | 'not-shown'
  | 'due-past'
  | 'due-too-late'
  | 'no-such-person'
  | 'several-people'
  | 'rows-bad'
  | 'no-rows'
  | 'roll-full'
  | 'not-on-roll';

/** What of it is meant. */
interface Wrong {
  /** Whose roll it is. */
  readonly phase?: Phase;
  readonly bad?: readonly BadRow[];
  /** Somebody who was named, or lines with people. */
  readonly about?: string;
  /** How many there would be. */
  readonly count?: number;
}
type RefusalOf = Pick<DecisionContext, 'school' | 'reference'> & Required<Wrong>;

const goBack = 'Go back, put it right and send it again. What you pasted is still there.';

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: RefusalOf) => string> = {
  'not-yours': ({ reference }) => notYours(reference),
  'not-publisher': ({ school }) =>
    `That is done by ${policyParts.publishes.roles.map((role) => `the ${roleLabel(school, role)}`).join(', ')}.`,
  'not-now': () => 'That is not possible now.',
  closed: () => 'This roll is closed. Open it to see what stands on it, or begin a new one.',
  'not-shown': () => 'Nobody is waited for on this roll now, so there is no list to show.',
  'due-past': () => 'That day is past. Put today or a later day as the last one to sign.',
  'due-too-late': () => 'That is more than a year away. Put an earlier day as the last one to sign.',
  'no-such-person': ({ about }) =>
    `Nobody on the staff list is called "${about}". Put the whole name or the email address of each colleague who records, one a line.`,
  'several-people': ({ about }) => `Several people on the staff list are called "${about}". Put the email address.`,
  'rows-bad': ({ bad, phase }) =>
    `Nothing was kept: ${counted(bad.length, 'row')} could not be understood.\n${saidBad(bad, phase)}\n${goBack}`,
  'no-rows': () => `No row was found. Put one person a line: name, class, and whether they have signed. ${goBack}`,
  'roll-full': ({ count }) =>
    `Nothing was kept: there would be ${count.toLocaleString('en-GB')} people on this roll, and it holds ${MOST_ROWS.toLocaleString('en-GB')}. Begin a roll for each year group.`,
  'not-on-roll': ({ about }) => `Nothing was changed. Not on this roll, written like that: ${about}. ${goBack}`,
};

/** Refuses with the sentence of a code. */
export function refuse(
  code: RefusalCode,
  { school, reference }: Pick<DecisionContext, 'school' | 'reference'>,
  { phase = 'primary', bad = [], about = '', count = 0 }: Wrong = {},
): Refusal<RollEvent> {
  return refusal({ code, sentence: refusalSentences[code]({ school, reference, phase, bad, about, count }) });
}

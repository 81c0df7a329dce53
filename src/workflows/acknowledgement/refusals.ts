import { type DecisionContext, type Refusal, refusal } from '../../domain/decider.ts';
import { saidVersion } from '../../domain/policy-card.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import type { AcknowledgementEvent } from './events.ts';
import { type AcknowledgementState, signedOf } from './state.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'not-now'
  | 'replaced'
  | 'withdrawn'
  | 'over'
  | 'left'
  | 'already'
  | 'to-sign'
  | 'nothing-to-sign'
  | 'not-readable'
  | 'too-many-questions'
  | 'no-such-question'
  | 'already-answered';

interface RefusalOf extends Pick<DecisionContext, 'school'> {
  readonly state: AcknowledgementState;
}

const whereItStands = 'Write "my policies" to see what you have been asked to read or sign.';

/** The same words for what is not there and for what is not this person's: nothing is told of anybody else. */
export function nothingAsked(): string {
  return `Nobody has asked you to read or sign this one, so there is nothing for you to do here. ${whereItStands}`;
}

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: RefusalOf) => string> = {
  'not-yours': nothingAsked,
  'not-now': () => 'That is not possible now.',
  replaced: ({ state }) =>
    `${whatOf(state)} was replaced by a newer version, so there is nothing to do with this one. The newer one comes to this chat if it is for you. ${whereItStands}`,
  withdrawn: ({ state }) => `${whatOf(state)} was withdrawn, so there is nothing to do with it any more.`,
  over: ({ state }) =>
    `${whatOf(state)} was replaced or withdrawn a moment ago, so there is nothing to do with this one. ${whereItStands}`,
  left: ({ state }) => `You are not asked for ${whatOf(state)} any more, so there is nothing to do here.`,
  already: ({ state, school }) => {
    const signed = signedOf(state);
    if (signed === undefined) return 'That was done already.';
    const when = saidDateTime(school, signed.at);
    return `You ${signed.signature === null ? 'acknowledged' : 'signed'} ${saidVersion(signed.wording)}, on ${when}. It is kept, and there is nothing more to do.`;
  },
  'to-sign': () => 'This one is signed with your full name. Press "Sign" on its card.',
  'nothing-to-sign': () => 'This one is not signed. Press "I have read and understood this" on its card.',
  'not-readable': () =>
    'Not done: the text could not be read just now. Nothing of yours is lost. Please press again in a few minutes.',
  'too-many-questions': () =>
    'You have asked as many questions about this as are kept here. Please speak to the school about this one.',
  'no-such-question': () => 'That question is not there. Open the latest card about it.',
  'already-answered': () => 'That question was answered already. Open it to see the answer.',
};

/** Refuses with the sentence of a code. */
export function refuse(
  state: AcknowledgementState,
  code: RefusalCode,
  { school }: Pick<DecisionContext, 'school'>,
): Refusal<AcknowledgementEvent> {
  return refusal({ code, sentence: refusalSentences[code]({ state, school }) });
}

function whatOf(state: AcknowledgementState): string {
  return state.status === 'none' ? 'This one' : saidVersion(state.file);
}

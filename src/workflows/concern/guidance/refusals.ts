import type { SentenceOf } from '../refusal-sentence.ts';

/** Why a command of this part is refused, and the sentence for the person. */
export const guidanceRefusals = {
  'no-such-step': () =>
    'That step is not to be taken in this case, or it is done already. Look at the next steps again.',
  'own-command': () => 'This step is done with its own button, so that what was done is on the record.',
  'must-be-taken': () => 'This step has to be taken. It cannot be said not to be needed.',
  'review-too-late': () =>
    'Not saved: the day of review is too far off. Choose a day in the next year, the sooner the better.',
  'no-such-record': () => 'That record is not in the list any more. Choose one from the list.',
} as const satisfies Record<string, SentenceOf>;

import type { SentenceOf } from '../refusal-sentence.ts';

/** Why a command of this part is refused, and the sentence for the person. */
export const peopleRefusals = {
  'nobody-named': () => 'Nobody is named in this case, so there is nobody to compare.',
  'nothing-alike': () => 'There is no such case to compare with. Open this one again and choose from what it shows.',
} as const satisfies Record<string, SentenceOf>;

import type { SentenceOf } from '../refusal-sentence.ts';

/** Why a command of this part is refused, and the sentence for the person. */
export const evidenceRefusals = {
  'no-evidence': () => 'There is no evidence in this case yet. Add it first.',
  'no-such-evidence': () => 'That evidence is not in this case. Choose it from the list.',
} as const satisfies Record<string, SentenceOf>;

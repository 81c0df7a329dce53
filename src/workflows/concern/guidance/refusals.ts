import type { SentenceOf } from '../refusal-sentence.ts';

/** Why a command of this part is refused, and the sentence for the person. */
export const guidanceRefusals = {} as const satisfies Record<string, SentenceOf>;

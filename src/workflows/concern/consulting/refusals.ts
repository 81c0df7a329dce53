import type { SentenceOf } from '../refusal-sentence.ts';

/** Why a command of this part is refused, and the sentence for the person. */
export const consultingRefusals = {
  'nobody-to-consult': () => 'Nobody who could be consulted is free to answer here. Ask for advice outside the chat.',
  'no-such-consultation': () => 'There is no question to you here any more.',
  'consultation-answered': () => 'This question has been answered already.',
} as const satisfies Record<string, SentenceOf>;

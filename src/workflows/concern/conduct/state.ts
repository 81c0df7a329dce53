import { z } from 'zod';
import type { Happened } from '../../../domain/decider.ts';
import { itJobs } from '../../../domain/it-jobs.ts';
import type { ConductEvent } from './events.ts';

const text = z.string();
const sanction = z.object({
  whom: text,
  breach: text,
  sanction: text,
  reason: text,
  category: z.enum(['A', 'B']).optional(),
  breachWords: text.optional(),
  sanctionWords: text.optional(),
  by: text,
  at: text,
});

/** What a case keeps of sanctions and of what IT was asked. */
export const conductSchema = z.object({
  /** `answer`: what the head made of it. */
  recommended: z.array(sanction.extend({ number: z.number(), answer: z.enum(['set', 'declined']).nullable() })),
  set: z.array(sanction),
  it: z.array(
    z.object({
      number: z.number(),
      job: z.enum(itJobs),
      about: text,
      by: text,
      askedAt: text,
      outcome: z.enum(['done', 'cannot']).nullable(),
      answeredAt: text.nullable(),
    }),
  ),
});
export type ConductFile = z.infer<typeof conductSchema>;

export const noConduct: ConductFile = { recommended: [], set: [], it: [] };

/** What is kept after that. */
export function evolveConduct(before: ConductFile, { event, at, by }: Happened<ConductEvent>): ConductFile {
  const person = by.kind === 'person' ? by.person : '';
  const answered = (number: number | null, answer: 'set' | 'declined') =>
    before.recommended.map((one) => (one.number === number ? { ...one, answer } : one));
  switch (event.type) {
    case 'SanctionRecommended': {
      const { type: _, ...said } = event;
      return { ...before, recommended: [...before.recommended, { ...said, by: person, at, answer: null }] };
    }
    case 'SanctionSet': {
      const { type: _, number, ...said } = event;
      return { ...before, recommended: answered(number, 'set'), set: [...before.set, { ...said, by: person, at }] };
    }
    case 'SanctionDeclined':
      return { ...before, recommended: answered(event.number, 'declined') };
    case 'ItAsked': {
      const { number, job, about } = event;
      const asked = { number, job, about, by: person, askedAt: at, outcome: null, answeredAt: null };
      return { ...before, it: [...before.it, asked] };
    }
    case 'ItAnswered': {
      const { number, outcome } = event;
      return {
        ...before,
        it: before.it.map((one) => (one.number === number ? { ...one, outcome, answeredAt: at } : one)),
      };
    }
    default:
      return event satisfies never;
  }
}

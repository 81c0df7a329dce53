import { z } from 'zod';
import { id, longText, number, oneLine, remark } from '../data-parts.ts';
import { itJobs } from './events.ts';

const sanction = { whom: oneLine, breach: id, sanction: id, reason: longText };

/** What the commands about conduct and about IT's jobs carry. */
export const conductData = {
  'concern/recommend-sanction': z.object(sanction),
  'concern/set-sanction': z.object({ ...sanction, number: number.optional() }),
  'concern/decline-sanction': z.object({ number, reason: longText }),
  'concern/ask-it': z.object({ job: z.enum(itJobs), about: remark.refine((text) => text !== '') }),
  'concern/it-answered': z.object({
    number,
    record: z.string().min(1).max(20),
    outcome: z.enum(['done', 'cannot']),
    result: z.string().max(10_000),
    by: z.string().max(120),
  }),
} as const satisfies Record<string, z.ZodType>;

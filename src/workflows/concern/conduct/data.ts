import { z } from 'zod';
import { itJobs, RESULT } from '../../../domain/it-jobs.ts';
import { id, longText, number, oneLine, remark } from '../data-parts.ts';

const sanction = { whom: oneLine, breach: id, sanction: id, reason: longText };

/** What the commands about conduct and about IT's jobs carry. */
export const conductData = {
  'concern/recommend-sanction': z.object(sanction),
  'concern/set-sanction': z.object({ ...sanction, number: z.union([z.literal('none'), number]).optional() }),
  'concern/decline-sanction': z.object({ number, reason: longText }),
  'concern/ask-it': z.object({ job: z.enum(itJobs), about: remark.refine((text) => text !== '') }),
  'concern/it-answered': z.object({
    number,
    record: z.string().min(1).max(20),
    outcome: z.enum(['done', 'cannot']),
    /** Who holds it and where, or what was found, or why not. */
    result: z.string().max(2 * RESULT),
    by: z.string().max(120),
  }),
} as const satisfies Record<string, z.ZodType>;

import { z } from 'zod';
import { oneLine } from '../data-parts.ts';

/** What the command that compares people carries. */
export const peopleData = {
  'concern/compare-person': z.object({
    name: oneLine,
    earlier: z.string().min(1).max(20),
    is: z.enum(['same', 'other']),
  }),
} as const satisfies Record<string, z.ZodType>;

import { z } from 'zod';

/** What the command that compares people carries. */
export const peopleData = {
  'concern/compare-person': z.object({
    /** The reference of the other case and which person of this one, as `C-4M8T2X 1`. */
    pair: z.string().regex(/^\S{1,20} \d{1,3}$/),
    is: z.enum(['same', 'other']),
  }),
} as const satisfies Record<string, z.ZodType>;

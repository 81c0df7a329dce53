import { z } from 'zod';
import { longText, number, oneLine, REMARK, written } from '../data-parts.ts';

const day = z.union([z.literal(''), z.iso.date()]).default('');

/** What the commands about evidence carry. */
export const evidenceData = {
  'concern/add-evidence': z.object({ description: longText, holder: oneLine, place: oneLine, since: day }),
  'concern/move-evidence': z.object({
    number,
    holder: oneLine,
    place: oneLine,
    since: day,
    why: written(REMARK).min(1),
  }),
} as const satisfies Record<string, z.ZodType>;

import { z } from 'zod';
import { dayAndTime, id, line, oneLine, remark } from '../data-parts.ts';
import { tickedAs } from './events.ts';

/** What the commands about the steps carry. */
export const guidanceData = {
  'concern/steps': z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
  'concern/tick': z
    .object({ step: id, how: z.enum(tickedAs), note: remark })
    .refine(({ how, note }) => how === 'done' || note !== ''),
  'concern/enter-elsewhere': z.object({ system: oneLine, entry: line, ...dayAndTime }),
} as const satisfies Record<string, z.ZodType>;

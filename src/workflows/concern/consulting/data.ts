import { z } from 'zod';
import { longText, number, REMARK, written } from '../data-parts.ts';
import { consultedRoles, safeguards } from './events.ts';

/** What the commands about consulting somebody carry. */
export const consultingData = {
  'concern/consult': z.object({ role: z.enum(consultedRoles), text: written(REMARK).min(1) }),
  'concern/consultation': z.object({
    /** Which question; without it, the one that waits longest. */
    number: number.optional(),
    /** To put it away again. */
    away: z.literal('yes').optional(),
  }),
  'concern/answer-consultation': z.object({
    number,
    safeguards: z.enum(safeguards).default('not-asked'),
    text: longText,
  }),
} as const satisfies Record<string, z.ZodType>;

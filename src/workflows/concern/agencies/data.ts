import { z } from 'zod';
import { methods } from '../choices.ts';
import { dayAndTime, id, line, longText, number, oneOf, remark } from '../data-parts.ts';

const yesNo = z.enum(['yes', 'no']);

/** What the commands about agencies carry; a referral itself is `concern/refer`. */
export const agencyData = {
  'concern/advice': z.object({
    agency: id,
    contact: line,
    ...dayAndTime,
    method: oneOf(methods),
    advice: longText,
  }),
  'concern/update-referral': z.object({
    number,
    agencyReference: line,
    outcome: remark,
    isFinished: yesNo,
    nextCheck: z.union([z.literal(''), z.iso.date()]).default(''),
  }),
  'concern/lado-test': z.object({ harmed: yesNo, offence: yesNo, risk: yesNo, note: remark }),
} as const satisfies Record<string, z.ZodType>;

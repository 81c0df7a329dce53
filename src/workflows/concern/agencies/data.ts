import { z } from 'zod';
import { methods } from '../choices.ts';
import { dayAndTime, id, line, longText, number, oneOf, remark } from '../data-parts.ts';

const yesNo = z.enum(['yes', 'no']);
const dayOrNone = z.union([z.literal(''), z.iso.date()]).default('');

/** Which agency: one of the school file by its id, or another by its kind; for one of no kind, its name. */
export const whichAgency = { agency: id, agencyName: line };

/** What the commands about agencies carry; a referral itself is `concern/refer`. */
export const agencyData = {
  'concern/advice': z.object({
    ...whichAgency,
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
    nextCheck: dayOrNone,
  }),
  'concern/lado-test': z.object({ harmed: yesNo, offence: yesNo, risk: yesNo, note: remark }),
} as const satisfies Record<string, z.ZodType>;

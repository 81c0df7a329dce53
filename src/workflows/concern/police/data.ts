import { z } from 'zod';
import { methods } from '../choices.ts';
import { dayAndTime, line, longText, number, oneOf, remark } from '../data-parts.ts';
import { factIds, factSchema } from './events.ts';

/** What the commands about the police carry. */
export const policeData = {
  'concern/assess': z.object({ ...factsOf(), note: remark }),
  'concern/tell-police': z.object({
    ...dayAndTime,
    method: oneOf(methods),
    contact: line,
    agencyReference: line,
    advice: remark,
    nextCheck: z.union([z.literal(''), z.iso.date()]).default(''),
  }),
  'concern/propose-no-police': z.object({ reason: longText }),
  'concern/propose-correction': z.object({ fact: z.enum(factIds), reason: longText }),
  'concern/agree': z.object({ number, note: remark }),
  'concern/disagree': z.object({ number, reason: longText }),
} as const satisfies Record<string, z.ZodType>;

/** Each fact by its id; absent where it was not answered. */
function factsOf(): Record<(typeof factIds)[number], z.ZodOptional<typeof factSchema>> {
  return Object.fromEntries(factIds.map((id) => [id, factSchema.optional()])) as ReturnType<typeof factsOf>;
}

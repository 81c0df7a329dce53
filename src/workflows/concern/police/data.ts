import { z } from 'zod';
import { methods } from '../choices.ts';
import { dayAndTime, line, longText, number, oneOf, REMARK, remark, written } from '../data-parts.ts';
import { factIds, factSchema } from './events.ts';

/** It stands in a form of whoever is asked to agree, which holds less than a case does. */
const reason = written(REMARK).min(1);

/** What the commands about the police carry. */
export const policeData = {
  'concern/assess': z.object({ ...factAnswers(), note: remark }),
  'concern/tell-police': z.object({
    ...dayAndTime,
    method: oneOf(methods),
    contact: line,
    agencyReference: line,
    advice: remark,
    nextCheck: z.union([z.literal(''), z.iso.date()]).default(''),
  }),
  'concern/propose-no-police': z.object({ reason }),
  'concern/propose-correction': z.object({ fact: z.enum(factIds), reason }),
  'concern/agree': z.object({ number, note: remark }),
  'concern/disagree': z.object({ number, reason: longText }),
} as const satisfies Record<string, z.ZodType>;

/** Each fact by its id; absent where it was not answered. */
function factAnswers(): Record<(typeof factIds)[number], z.ZodOptional<typeof factSchema>> {
  return Object.fromEntries(factIds.map((id) => [id, factSchema.optional()])) as ReturnType<typeof factAnswers>;
}

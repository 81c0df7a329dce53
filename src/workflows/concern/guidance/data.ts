import { z } from 'zod';
import { dayAndTime, id, longText, oneLine, remark } from '../data-parts.ts';

const page = z.coerce.number().int().min(1).max(500).default(1);

/** What the commands about the steps carry. `page`: of the steps, where the button stood. */
export const guidanceData = {
  'concern/steps': z.object({ page }),
  /** A step that is done with a single press. */
  'concern/tick': z.object({ step: id, page }),
  /** A step that can be done in several ways: which it was. */
  'concern/tick-choices': z.object({
    step: id,
    what: z.union([id, z.array(id).min(1).max(20)]),
    note: remark,
    page,
  }),
  'concern/not-needed': z.object({ step: id, reason: longText, page }),
  'concern/enter-elsewhere': z.object({ system: oneLine, entry: oneLine, ...dayAndTime }),
} as const satisfies Record<string, z.ZodType>;

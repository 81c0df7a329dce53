import { z } from 'zod';
import { itJobs } from '../../../domain/it-jobs.ts';

const text = z.string();

const sanction = {
  whom: text,
  breach: text,
  sanction: text,
  reason: text,
  /** How serious such a breach was by the rules of that day; none where it was not on the list. */
  category: z.enum(['A', 'B']).optional(),
  /** How breach and sanction were called then: the school's list may change. */
  breachWords: text.optional(),
  sanctionWords: text.optional(),
};

/** What happened about somebody's conduct, and what IT was asked to do. */
export const conductEvents = [
  z.object({ type: z.literal('SanctionRecommended'), number: z.number(), ...sanction }),
  /** `number`: of the recommendation that it answers. */
  z.object({ type: z.literal('SanctionSet'), number: z.number().nullable(), ...sanction }),
  z.object({ type: z.literal('SanctionDeclined'), number: z.number(), reason: text }),
  /** `about`: what IT needs to know to do it, such as the device and the account. Nothing of the concern. */
  z.object({ type: z.literal('ItAsked'), number: z.number(), job: z.enum(itJobs), about: text }),
  z.object({
    type: z.literal('ItAnswered'),
    number: z.number(),
    /** The reference of IT's own record. */
    record: text,
    outcome: z.enum(['done', 'cannot']),
    /** Where a device is kept and who holds it, what an audit found, or why it cannot be done. */
    result: text,
    by: text,
  }),
] as const;

export type ConductEvent = z.infer<(typeof conductEvents)[number]>;

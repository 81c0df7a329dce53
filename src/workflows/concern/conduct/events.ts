import { z } from 'zod';

const text = z.string();

/** What IT may be asked to do for a case; they hear nothing of why. */
export const itJobs = ['secure-device', 'audit-use', 'review-filter', 'keep-evidence'] as const;
export type ItJob = (typeof itJobs)[number];

const sanction = { whom: text, breach: text, sanction: text, reason: text };

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

import { z } from 'zod';

const text = z.string();
const yesNo = z.enum(['yes', 'no']);

/** What happened with outside agencies besides a referral, which is `ConcernReferred`. */
export const agencyEvents = [
  /** Advice that was asked for without a referral (R062, R083, R099). */
  z.object({
    type: z.literal('AdviceRecorded'),
    agency: text,
    agencyKind: text,
    contact: text,
    at: text,
    method: text,
    advice: text,
  }),
  z.object({
    type: z.literal('ReferralUpdated'),
    number: z.number(),
    agencyReference: text,
    outcome: text,
    nextCheck: text,
    checkAt: text.nullable(),
    /** Nothing more is expected of it. */
    isFinished: z.boolean(),
  }),
  /** The three questions of the LADO test (003 appendix 4): any yes calls for the LADO. */
  z.object({
    type: z.literal('LadoTestRecorded'),
    harmed: yesNo,
    offence: yesNo,
    risk: yesNo,
    /** Where all are no: whether the LADO's advice was considered all the same, and what came of it (R099). */
    note: text,
  }),
] as const;

export type AgencyEvent = z.infer<(typeof agencyEvents)[number]>;

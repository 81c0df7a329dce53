import { z } from 'zod';

const text = z.string();

/** What happened to evidence: described here, kept elsewhere, never stored (R054, R050). */
export const evidenceEvents = [
  z.object({
    type: z.literal('EvidenceAdded'),
    number: z.number(),
    description: text,
    holder: text,
    place: text,
    /** A day, as it was given; empty where nobody knows. */
    since: text,
  }),
  z.object({
    type: z.literal('EvidenceMoved'),
    number: z.number(),
    holder: text,
    place: text,
    since: text,
    why: text,
  }),
] as const;

export type EvidenceEvent = z.infer<(typeof evidenceEvents)[number]>;

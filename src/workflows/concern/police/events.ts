import { z } from 'zod';

const text = z.string();

/** What the rules about the police go by (003 section 3.32, 000 section 4.7). Each is known, or it is not yet. */
export const factIds = [
  'immediate-risk',
  'coercion',
  'violent',
  'under-13',
  'significant-risk',
  'known-vulnerable',
  'crime-recorded',
  'several-children',
  /** A sexual image of a child may be there: nothing is viewed or deleted then (R119). */
  'sexual-image',
  /** It is sexual harassment, or harmful sexual behaviour, whatever kind the reporter chose. */
  'sexual-harassment',
  /** Material that may be against the law (R091, R104). */
  'illegal-material',
  /** Harmful material goes round among pupils (R091). */
  'spreading',
  /** A threat to somebody's life (R087). */
  'threat-to-life',
] as const;
export type FactId = (typeof factIds)[number];

/** What is known of a fact. */
export const factSchema = z.enum(['yes', 'no', 'not-known']);
export type Fact = z.infer<typeof factSchema>;

/** What two have to agree on before it holds: not telling the police, and that a fact which called for them is wrong. */
export const agreementKinds = ['no-police', 'fact-wrong'] as const;

/** What happened about the police. */
export const policeEvents = [
  z.object({
    type: z.literal('FactsAssessed'),
    /** Only those that were answered now. */
    facts: z.partialRecord(z.enum(factIds), factSchema),
    note: text,
  }),
  z.object({
    type: z.literal('PoliceTold'),
    at: text,
    method: text,
    contact: text,
    agencyReference: text,
    /** What the police advised (R055). */
    advice: text,
    /** Who was told that it was done: the head, and of the bare fact the online-safety governor (R072). */
    informed: z.array(text).optional(),
  }),
  /** Somebody who handles it asks the head, or whoever leads in their place, to agree. */
  z.object({
    type: z.literal('AgreementAsked'),
    number: z.number(),
    what: z.enum(agreementKinds),
    /** Of a fact that is wrong: which. */
    fact: z.enum(factIds).optional(),
    reason: text,
  }),
  z.object({ type: z.literal('AgreementGiven'), number: z.number(), note: text }),
  z.object({ type: z.literal('AgreementRefused'), number: z.number(), reason: text }),
  /** Somebody took back what they had asked, or it fell as a rule came to call for the police meanwhile. */
  z.object({ type: z.literal('AgreementWithdrawn'), number: z.number(), reason: text }),
] as const;

export type PoliceEvent = z.infer<(typeof policeEvents)[number]>;

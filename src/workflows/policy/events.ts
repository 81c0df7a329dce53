import { z } from 'zod';
import { audienceSchema } from '../../domain/audience.ts';
import { approvals, approvers, asksWhen } from '../../domain/policies.ts';
import { wordingSchema } from '../../domain/wording.ts';

const text = z.string();
const instant = z.string();
const person = z.string();
const day = z.string();
const slots = z.array(text);
/** When people are asked, by whoever publishes; without it, while the school is open. */
const asks = z.enum(asksWhen).optional();
const nothing = <const Type extends string>(type: Type) => z.object({ type: z.literal(type) });

/** What holds of a policy beside its wording. */
const terms = {
  audience: audienceSchema,
  dueBy: day,
  isYearly: z.boolean(),
  /** Who answers questions and sees to the review. */
  owner: person,
  approval: z.enum(approvals),
  committee: text,
  coordinators: text,
};

/** How often it is reviewed, and the next day for it (R171). */
const reviewSchema = z.object({ months: z.number().int().min(1), on: day });

/** A version as it is prepared. */
export const draftSchema = z.object({
  wording: wordingSchema,
  /** Everybody is asked again. Always true of the first version. */
  isMaterial: z.boolean(),
  ...terms,
  review: reviewSchema,
  /** The concerns that led to it: references, each with who linked it (R172). */
  concerns: z.array(z.object({ reference: text, by: person })),
});
export type Draft = z.infer<typeof draftSchema>;

/** How far a version has been made known: what was said of it, and the day. */
const saidKnownSchema = z.object({ is: z.enum(['done', 'not-yet', 'not-needed']), on: day.nullable() });
export type SaidKnown = z.infer<typeof saidKnownSchema>;

/** What happened to a policy, in the past tense. Never edited; a new shape is a new event. */
export const policyEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PolicyDrafted'), draft: draftSchema }),
  z.object({ type: z.literal('RevisionDrafted'), draft: draftSchema }),
  z.object({ type: z.literal('DraftChanged'), draft: draftSchema }),
  nothing('DraftDiscarded'),
  z.object({ type: z.literal('SignatureAsked'), shown: slots, remindAt: instant, asks }),
  z.object({
    type: z.literal('PolicySigned'),
    as: z.enum(approvers),
    name: text,
    jobTitle: text,
    /** The SHA-256 of the wording that was signed. */
    hash: text,
    shown: slots,
  }),
  z.object({ type: z.literal('SignatureChased'), shown: slots, remindAt: instant }),
  z.object({ type: z.literal('DraftSentBack'), as: z.enum(approvers), reason: text }),
  z.object({
    type: z.literal('VersionPublished'),
    on: day,
    publisher: person,
    dueBy: day,
    /** The round of asking that it belongs to: a new one where the change is material. */
    round: z.number().int().min(1),
    /** The school year in which that round began. */
    year: text,
    /** When everybody is asked again by itself; null where it is not yearly. */
    renewAt: instant.nullable(),
    /** When its owner hears that it is due for review. */
    reviewAt: instant,
    /** When its publisher is reminded to make it known; null where it need not be. */
    knownAt: instant.nullable(),
    asks,
  }),
  z.object({
    type: z.literal('PolicyRenewed'),
    round: z.number().int().min(1),
    year: text,
    dueBy: day,
    /** Who began the new school year; null where it began by itself. */
    renewedBy: person.nullable(),
    publisher: person,
    renewAt: instant,
  }),
  z.object({ type: z.literal('RenewalPutOff'), renewAt: instant }),
  z.object({ type: z.literal('CampaignBegan'), round: z.number().int().min(1), campaign: text }),
  z.object({ type: z.literal('ReviewAsked'), isOverdue: z.boolean(), shown: slots, reviewAt: instant }),
  z.object({
    type: z.literal('PolicyReviewed'),
    on: day,
    note: text,
    review: reviewSchema,
    reviewAt: instant,
  }),
  z.object({
    type: z.literal('MadeKnown'),
    website: saidKnownSchema,
    families: saidKnownSchema,
  }),
  nothing('MakingKnownChased'),
  z.object({ type: z.literal('PolicyWithdrawn'), reason: text }),
  /** Somebody opened its file, a version or a draft. */
  z.object({ type: z.literal('PolicyOpened'), what: z.enum(['file', 'draft', 'version']) }),
  z.object({ type: z.literal('MessageLost'), slot: text, code: text }),
]);
export type PolicyEvent = z.infer<typeof policyEventSchema>;

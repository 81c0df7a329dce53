import { z } from 'zod';
import { approvers, asksWhen } from '../../domain/policies.ts';
import { wordingSchema } from '../../domain/wording.ts';
import { draftSchema, policyEventSchema } from './events.ts';

const text = z.string();
const actor = z.union([z.object({ kind: z.literal('person'), person: text }), z.object({ kind: z.literal('clock') })]);

/** A signature of the head or the chair (R170), with what was signed. */
const signatureSchema = z.object({
  as: z.enum(approvers),
  person: text,
  name: text,
  jobTitle: text,
  at: text,
  hash: text,
});
export type Signature = z.infer<typeof signatureSchema>;

/** A version that was published. */
const versionSchema = z.object({
  /** Without its text where that is kept in the history alone. */
  wording: wordingSchema,
  hash: text,
  at: text,
  on: text,
  publisher: text,
  isMaterial: z.boolean(),
  round: z.number(),
  signatures: z.array(signatureSchema),
  concerns: draftSchema.shape.concerns,
});
export type Version = z.infer<typeof versionSchema>;

/** What holds of a published policy, as its latest version set it, and what comes next. */
const standingSchema = z.object({
  terms: draftSchema.pick({
    audience: true,
    dueBy: true,
    isYearly: true,
    owner: true,
    approval: true,
    committee: true,
    coordinators: true,
  }),
  publisher: text,
  round: z.number(),
  year: text,
  /** When everybody is asked again by itself; null where it is not yearly. */
  renewAt: text.nullable(),
  review: z.object({
    months: z.number(),
    on: text,
    /** The day of the last review; that of publication where there was none since. */
    lastOn: text,
    /** When somebody is asked next. */
    at: text,
    /** The slots of the cards that ask for it now. */
    shown: z.array(text),
  }),
  known: z
    .object({
      version: z.number(),
      website: z.object({ is: text, on: text.nullable() }),
      families: z.object({ is: text, on: text.nullable() }),
      /** When its publisher is reminded; null where they need not be, or were. */
      remindAt: text.nullable(),
    })
    .nullable(),
});
export type Standing = z.infer<typeof standingSchema>;

const stepSchema = z.object({
  type: z.enum(policyEventSchema.options.map(({ shape }) => shape.type.value)),
  at: text,
  by: actor,
  /** What is said of it besides, such as a reason. */
  note: text,
});
export type Step = z.infer<typeof stepSchema>;

const fileSchema = z.object({
  begunAt: text,
  begunBy: text,
  /** How many bytes of drafts the history holds: it has room for only so many. */
  weight: z.number(),
  /** How many drafts there have been: each has a number of its own, for as long as the policy lives. */
  drafts: z.number(),
  /** The latest versions, oldest first; every one is in the history. */
  versions: z.array(versionSchema),
  /** How many there were before these. */
  earlier: z.number(),
  /** Undefined until something was published. */
  standing: standingSchema.optional(),
  campaigns: z.array(z.object({ round: z.number(), campaign: text })),
  steps: z.array(stepSchema),
  /** The slots of messages and commands for other records that went nowhere. */
  lost: z.array(text),
});
export type PolicyFile = z.infer<typeof fileSchema>;

/** A version in the making. `number` is that of no other draft of the policy, before or after a change. */
const makingSchema = z.object({ number: z.number(), draft: draftSchema, by: text, at: text });
export type Making = z.infer<typeof makingSchema>;

/** Where a policy stands. A published one that is being revised is shown as a preview or awaits signatures; it holds all the while. */
export const policyStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({
    status: z.literal('preview'),
    file: fileSchema,
    making: makingSchema,
    sentBack: z.object({ as: z.enum(approvers), reason: text, at: text }).nullable(),
  }),
  z.object({
    status: z.literal('awaiting-signature'),
    file: fileSchema,
    making: makingSchema,
    /** Who sent it for signature. */
    publisher: text,
    /** When they want people to be asked. */
    asks: z.enum(asksWhen).optional(),
    signatures: z.array(signatureSchema),
    shown: z.array(text),
    remindAt: text,
  }),
  z.object({ status: z.literal('published'), file: fileSchema }),
  z.object({ status: z.literal('withdrawn'), file: fileSchema }),
  z.object({ status: z.literal('discarded'), file: fileSchema }),
]);
export type PolicyState = z.infer<typeof policyStateSchema>;
/** A policy that was begun. */
export type Policy = Exclude<PolicyState, { status: 'none' }>;
/** A policy of which a version is in the making. */
export type InTheMaking = Extract<PolicyState, { status: 'preview' | 'awaiting-signature' }>;
/** A policy whose version waits for signatures. */
export type Awaiting = Extract<PolicyState, { status: 'awaiting-signature' }>;

/** Before the record was begun. */
export const noPolicy: PolicyState = { status: 'none' };

/** What holds of a policy that was published and not withdrawn. */
export function inForce(policy: PolicyState): Standing | undefined {
  return policy.status === 'none' || policy.status === 'withdrawn' ? undefined : policy.file.standing;
}

/** The latest published version. */
export function latestVersion({ file }: Policy): Version | undefined {
  return file.versions.at(-1);
}

/** The version that is in the making, if there is one. */
export function inTheMaking(policy: PolicyState): InTheMaking | undefined {
  return policy.status === 'preview' || policy.status === 'awaiting-signature' ? policy : undefined;
}

/** What it is called: as last published, or as it is being prepared. */
export function titleOf(policy: Policy): string {
  const wording = latestVersion(policy)?.wording ?? inTheMaking(policy)?.making.draft.wording;
  return wording?.title ?? 'A draft that was discarded';
}

/** The campaign of the round that runs now, once it has said its reference. */
export function campaignOf({ file }: Policy): string | undefined {
  return file.campaigns.find(({ round }) => round === file.standing?.round)?.campaign;
}

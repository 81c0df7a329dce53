import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { requestedSchema, rulingSchema, stepEventSchema } from './events.ts';

const text = z.string();
const actor = z.union([z.object({ kind: z.literal('person'), person: text }), z.object({ kind: z.literal('clock') })]);
const done = { at: text, by: actor };

const approvalSchema = z.object({ ...done, until: text, why: text });
const chaseSchema = z.object({ at: text, done: z.number() });

/** What every request holds, wherever it stands. */
const fileSchema = z.object({
  requestedBy: text,
  requestedAt: text,
  requested: requestedSchema,
  ruling: rulingSchema,
  /** Who has agreed, in order. */
  approvals: z.array(approvalSchema),
  /** The longer times that were agreed to, the latest of them, with who agreed and their words for the log. */
  extended: z.array(z.object({ at: text, by: z.array(actor), until: text, why: text })),
  /** The latest of what has been done and said, oldest first; all of it is in the history. */
  steps: z.array(z.object({ ...done, event: stepEventSchema })),
  /** The messages that did not come, as far as is known. */
  missing: z.array(z.object({ slot: text, chat: z.enum(chats).optional() })),
  questions: z.array(z.object({ by: actor, number: z.number(), text, answeredAt: text.nullable() })),
  /** In whose own chats a reminder stands that is not settled yet. */
  chased: z.array(text),
  /** True once whoever stands in for IT was told of a job as well. */
  isDelegated: z.boolean(),
  /** True once its beginning has come before it was open. */
  hasBegun: z.boolean().default(false),
  /** The latest reads; every read is in the history. */
  reads: z.array(z.object(done)),
  /** Refused attempts that were noted lately: who tried what, and when. */
  attempts: z.array(z.object({ ...done, command: text })),
});

/** When it may be open. */
const access = { from: text, until: text, why: text };

const extensionSchema = z.object({
  number: z.number(),
  askedAt: text,
  until: text,
  reason: text,
  approvals: z.array(z.object({ ...done, until: text, why: text.optional() })),
  chase: chaseSchema,
});

const ended = {
  ...access,
  /** When IT said that it was open; null where it never did. */
  opened: z.object(done).nullable(),
  ended: z.object({ ...done, how: z.enum(['time', 'given-back', 'cut-short']), why: text.optional() }),
  /** To whom it was shown in the morning that it is still not blocked. */
  shownTo: z.array(text),
};

/** Where a request stands. A union on `status`: what a status does not have cannot be read from it. */
export const siteStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('asked'), file: fileSchema, chase: chaseSchema }),
  z.object({ status: z.literal('refused'), file: fileSchema, closed: z.object(done) }),
  z.object({ status: z.literal('declined'), file: fileSchema, closed: z.object(done), reason: text }),
  z.object({ status: z.literal('withdrawn'), file: fileSchema, closed: z.object(done) }),
  z.object({ status: z.literal('lapsed'), file: fileSchema, closed: z.object(done) }),
  z.object({
    status: z.literal('approved'),
    file: fileSchema,
    ...access,
    endRemindAt: z.array(text),
    chase: chaseSchema,
  }),
  z.object({ status: z.literal('not-opened'), file: fileSchema, ...access, closed: z.object(done), reason: text }),
  z.object({
    status: z.literal('open'),
    file: fileSchema,
    ...access,
    endRemindAt: z.array(text),
    opened: z.object(done),
    /** More time that was asked for and not decided on. */
    extension: extensionSchema.nullable(),
    /** How often more time was asked for. */
    extensions: z.number(),
  }),
  z.object({ status: z.literal('ended'), file: fileSchema, ...ended, chase: chaseSchema, morningAt: text }),
  z.object({ status: z.literal('blocked'), file: fileSchema, ...ended, blocked: z.object(done) }),
]);

export type SiteState = z.infer<typeof siteStateSchema>;
/** A request that was made. */
export type SiteRequest = Exclude<SiteState, { status: 'none' }>;
/** A request at one of these statuses. */
export type SiteAt<Status extends SiteRequest['status']> = Extract<SiteRequest, { status: Status }>;
/** What every request holds. */
export type SiteFile = z.infer<typeof fileSchema>;
/** A step with who took it and when. */
export type Step = SiteFile['steps'][number];

/** Before anything was asked for. */
export const noSite: SiteState = { status: 'none' };

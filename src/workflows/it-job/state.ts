import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { itJobs } from '../../domain/it-jobs.ts';
import { doneSchema, stepEventSchema } from './events.ts';

const text = z.string();
const actor = z.union([z.object({ kind: z.literal('person'), person: text }), z.object({ kind: z.literal('clock') })]);
const did = { at: text, by: actor };

/** What every record holds, wherever it stands. */
const fileSchema = z.object({
  job: z.enum(itJobs),
  /** What IT needs to know to do it. */
  about: text,
  /** The concern that asked, which of its jobs this is, and whoever pressed: IT sees none of these. */
  concern: text,
  number: z.number(),
  askedBy: text,
  askedAt: text,
  /** People of the school who may not know of it. */
  without: z.array(text),
  /** When it is asked for again and how often it has been, while it waits. */
  wait: z.object({ due: text, noticed: z.number() }).nullable(),
  /** True once whoever stands in for IT was told of it as well. */
  isDelegated: z.boolean(),
  /** In whose own chats stands that it is not done. */
  chased: z.array(text),
  /** The messages that did not come, as far as is known. */
  missing: z.array(z.object({ slot: text, chat: z.enum(chats).optional() })),
  /** The latest steps; every one is in the history. */
  steps: z.array(z.object({ ...did, event: stepEventSchema })),
  /** The latest reads; every read is in the history. */
  reads: z.array(z.object(did)),
  /** Refused attempts that were noted lately: who tried what, and when. */
  attempts: z.array(z.object({ ...did, command: text })),
});

/** Where it stands. A union on `status`: what a status does not have cannot be read from it. */
export const jobStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('asked'), file: fileSchema }),
  /** IT has said why it cannot do it; should it find a way, it still may. */
  z.object({ status: z.literal('cannot'), file: fileSchema, failed: z.object({ ...did, reason: text }) }),
  z.object({ status: z.literal('done'), file: fileSchema, done: doneSchema.extend(did) }),
]);

export type JobState = z.infer<typeof jobStateSchema>;
/** A job that IT was asked to do. */
export type Job = Exclude<JobState, { status: 'none' }>;
/** What every record holds. */
export type JobFile = z.infer<typeof fileSchema>;
/** A step with who took it and when. */
export type Step = JobFile['steps'][number];

/** Before anything was asked. */
export const noJob: JobState = { status: 'none' };

import { z } from 'zod';
import { chats } from '../domain/chats.ts';
import { cardNames, privateChannels } from '../domain/message.ts';

// What the sealed parts of a record hold, as it is read back: a store may have been written by another version.

const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), person: z.string() }),
  z.object({ kind: z.literal('clock') }),
]);
/** One entry of a history. */
export const entryContentSchema = z.object({ event: z.unknown(), by: actorSchema, command: z.string() });
/** The fold of a history. */
export const stateContentSchema = z.object({
  /** How many entries the state is the fold of, and the hash of the last: a history cut short does not fit. */
  seq: z.number(),
  head: z.string(),
  /** The commands that this record has seen: each has its effect once. */
  seen: z.array(z.string()),
  state: z.unknown(),
  /** The hash of what stands beside history and state. Records of the first version have none. */
  around: z.string().optional(),
});
const postSchema = z.object({ channel: z.string(), at: z.record(z.string(), z.string()) });
/** Where messages stand, by slot. */
export const postsSchema = z.record(z.string(), postSchema);
const staffChannel = z.templateLiteral(['staff:', z.string()]);
const placeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('person'),
    person: z.string(),
    /** Of a command for another record: which, and for which record. */
    record: z
      .object({
        command: z.string(),
        reference: z.string().optional(),
        key: z.string().optional(),
        each: z.array(z.object({ key: z.string(), data: z.record(z.string(), z.json()) })).optional(),
      })
      .optional(),
  }),
  z.object({ kind: z.literal('channel'), channel: z.union([z.enum(privateChannels), staffChannel]) }),
  z.object({ kind: z.literal('thread'), below: z.string() }),
]);
const messageSchema = z.object({
  slot: z.string(),
  to: placeSchema,
  card: z.enum(cardNames),
  data: z.record(z.string(), z.json()),
  preview: z.string(),
  mentions: z.array(z.string()).optional(),
  notBefore: z.string().optional(),
  onlyEdits: z.boolean().optional(),
  isLast: z.boolean().optional(),
  fresh: z.boolean().optional(),
  campaign: z.string().optional(),
});
/** A message that is owed, and what is known of the attempts at it. */
export const outboxContentSchema = z.object({
  message: messageSchema,
  settled: z.number(),
  /** Absent in what was written before there was one. */
  owner: z.string().optional(),
  unsure: z.boolean().default(false),
  onlyEdits: z.boolean().default(false),
  chat: z.enum(chats).optional(),
});

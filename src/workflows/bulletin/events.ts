import { z } from 'zod';
import { bulletinSchema } from './command-data.ts';

const text = z.string();

/** What happened to a safety message, in the past tense. Never edited; a new shape is a new event. */
export const bulletinEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('BulletinWritten'), bulletin: bulletinSchema }),
  z.object({ type: z.literal('BulletinChanged'), bulletin: bulletinSchema }),
  z.object({ type: z.literal('BulletinPosted') }),
  z.object({ type: z.literal('BulletinDiscarded') }),
  z.object({ type: z.literal('BulletinTakenBack'), reason: text }),
  /** It could not be posted in one of its channels. */
  z.object({ type: z.literal('PostParked'), channel: text, code: text }),
]);
export type BulletinEvent = z.infer<typeof bulletinEventSchema>;

import { z } from 'zod';
import { entrySchema } from './command-data.ts';

const text = z.string();

/** What happened to the register, in the past tense. Never edited; a new shape is a new event. */
export const registerEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('RegisterBegun') }),
  /** A policy was published, changed or withdrawn. `year` is the school year in which its latest round began; '' before. */
  z.object({ type: z.literal('PolicyEntered'), entry: entrySchema, year: text }),
  /** Somebody started the agreements of a school year again. */
  z.object({ type: z.literal('RollOverStarted'), year: text, policies: z.array(text) }),
  /** An agreement was not started again: its record did not take it. */
  z.object({ type: z.literal('RenewalRefused'), policy: text, code: text }),
]);
export type RegisterEvent = z.infer<typeof registerEventSchema>;

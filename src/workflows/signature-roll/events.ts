import { z } from 'zod';
import { wordingSchema } from '../../domain/wording.ts';
import { phaseIds } from './phases.ts';
import { rowSchema } from './rows.ts';

const text = z.string();
const person = z.string();

/** What may be changed of a roll while it is open. */
export const termsSchema = z.object({
  /** Who records the signatures, beside those who publish. */
  recorders: z.array(person),
  /** The last day to sign, and the moment after it at which others hear who has not. */
  dueOn: text,
  dueAt: text,
  /** Whether the internet is for those alone who have signed, so that IT hears who has not (R163). */
  tellsIt: z.boolean(),
});

/** What happened to a roll, in the past tense. Never edited; a new shape is a new event. */
export const rollEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('RollBegun'),
    phase: z.enum(phaseIds),
    /** The part of the school that it is for, such as a year group. */
    part: text,
    year: text,
    /** What they sign, word for word, with its SHA-256 (R165). */
    wording: wordingSchema,
    hash: text,
    terms: termsSchema,
  }),
  /** Signatures as they stand on paper. A row of somebody who is on the roll takes the place of theirs. */
  z.object({ type: z.literal('SignaturesRecorded'), rows: z.array(rowSchema), corrected: z.number() }),
  z.object({
    type: z.literal('TakenOffRoll'),
    people: z.array(z.object({ name: text, group: text })),
    reason: text,
  }),
  z.object({ type: z.literal('RollChanged'), terms: termsSchema }),
  z.object({ type: z.literal('RollCameDue') }),
  z.object({ type: z.literal('RollClosed'), reason: text }),
  /** Somebody read names: all of the roll, or of those alone who have not signed. */
  z.object({ type: z.literal('RollOpened'), part: z.enum(['roll', 'unsigned']), page: z.number() }),
  z.object({ type: z.literal('CardParked'), slot: text, code: text }),
]);
export type RollEvent = z.infer<typeof rollEventSchema>;
export type Terms = z.infer<typeof termsSchema>;

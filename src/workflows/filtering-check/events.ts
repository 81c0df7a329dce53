import { z } from 'zod';
import { checkKinds } from '../../domain/filtering.ts';
import { results, standards, standings } from './standards.ts';

const text = z.string();
const instant = z.string();
const person = z.string();
const day = z.string();
const slots = z.array(text);
const oneOf = <const Value extends string>(choices: readonly { readonly value: Value }[]) =>
  z.enum(choices.map(({ value }) => value));

const dueSchema = z.object({ on: day, dueAt: instant, noticeAt: instant.nullable() });

/** What was recorded of a check, by its kind. `date` is the day on which it was made. */
export const recordedSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('filtering-review'),
    date: day,
    tookPart: z.array(person).min(2),
    findings: text,
    actions: text,
  }),
  z.object({
    kind: z.literal('filtering-standards'),
    date: day,
    standards: z.array(
      z.object({ id: z.enum(standards.map(({ id }) => id)), standing: oneOf(standings), who: person, how: text }),
    ),
  }),
  z.object({
    kind: z.literal('security-check'),
    date: day,
    doneBy: text,
    result: oneOf(results),
    found: text,
  }),
]);
export type Recorded = z.infer<typeof recordedSchema>;

/** What happened to a check, in the past tense. Never edited; a new shape is a new event. */
export const checkEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('CheckBegun'),
    kind: z.enum(checkKinds),
    /** When the school file said that it was last made; '' where it did not. */
    lastDone: day,
    next: dueSchema,
  }),
  /** Those who record it heard that it will be due. `shown` are the slots of their cards. */
  z.object({ type: z.literal('CheckAnnounced'), shown: slots }),
  z.object({ type: z.literal('CheckCameDue'), remindAt: instant, overdueAt: instant, shown: slots }),
  z.object({ type: z.literal('CheckRanOver'), remindAt: instant, shown: slots }),
  z.object({ type: z.literal('CheckReminded'), remindAt: instant, shown: slots }),
  z.object({ type: z.literal('CheckRecorded'), recorded: recordedSchema, next: dueSchema }),
  z.object({ type: z.literal('CardParked'), slot: text, code: text }),
]);
export type CheckEvent = z.infer<typeof checkEventSchema>;

import { z } from 'zod';
import { answersSchema, checkAnswers } from '../../domain/check-answers.ts';
import type { Answers, Choice } from '../../domain/form.ts';
import { capacities, methods, outcomes, personKinds } from './choices.ts';
import { reportQuestions } from './report-questions.ts';

/**
 * The answers to a report: every question that these answers call for is answered as it asks, and nothing else is
 * kept. Whether a day is still to come is for the form to say.
 */
const reportSchema = answersSchema.transform((answers, context): Answers => {
  const { values, problems } = checkAnswers({ steps: [{ id: 'all', items: reportQuestions }] }, answers);
  for (const [id, message] of Object.entries(problems)) context.addIssue({ code: 'custom', path: [id], message });
  return values;
});

const nothing = z.object({});
const number = z.coerce.number().int().min(1).max(100_000);
const day = z.iso.date();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const id = z.string().min(1).max(120);

/** Words that somebody wrote, at most so many characters. The forms have the same limits. */
const written = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most);
const needed = (most: number) => written(most).min(1);
const line = written(200).default('');
const oneOf = <const Choices extends readonly Choice[]>(choices: Choices) =>
  z.enum(choices.map((choice): Choices[number]['value'] => choice.value));

/** At most this many characters, in forms and here. */
export const most = { longText: 10_000, remark: 2_000 } as const;

/** What each command carries. The forms ask for it; these schemas are what a decider may rely on. */
export const commandData = {
  'concern/report': reportSchema,
  'concern/open': z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
  'concern/put-away': nothing,
  'concern/acknowledge': nothing,
  'concern/take': nothing,
  'concern/hand-over': z.object({ to: id, reason: written(most.remark).default('') }),
  'concern/note': z.object({ text: needed(most.longText) }),
  'concern/ask': z.object({ text: needed(most.longText) }),
  'concern/answer': z.object({ number, text: needed(most.longText) }),
  'concern/add-person': z.object({
    name: needed(200),
    kind: oneOf(personKinds),
    capacity: oneOf(capacities),
    detail: line,
  }),
  'concern/record-action': z.object({ action: needed(most.longText), reason: needed(most.longText) }),
  'concern/refer': z.object({
    agency: id,
    contact: line,
    date: day,
    time,
    method: oneOf(methods),
    agencyReference: line,
    outcome: written(most.remark).default(''),
    nextCheck: z.union([z.literal(''), day]).default(''),
  }),
  'concern/inform-parents': z.object({
    date: day,
    time,
    method: oneOf(methods),
    said: written(most.remark).default(''),
  }),
  'concern/withhold-from-parents': z.object({ reason: needed(most.longText), reviewOn: day }),
  'concern/close': z.object({ outcome: oneOf(outcomes), reason: needed(most.longText) }),
  'concern/reopen': z.object({ reason: needed(most.longText) }),
  'concern/question': z.object({ number }),
  'concern/show-again': z.object({ place: z.string().max(200) }),
  'concern/remind': nothing,
  'concern/referral-check': z.object({ number }),
  'concern/parents-review': nothing,
  'concern/delivery-note': z.object({
    slot: z.string(),
    outcome: z.enum(['parked', 'may-be-repeated']),
    code: z.string(),
  }),
} as const satisfies Record<string, z.ZodType>;

export type ConcernCommand = keyof typeof commandData;
export type CommandData<Type extends ConcernCommand> = z.infer<(typeof commandData)[Type]>;

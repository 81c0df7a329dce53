import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { answerLimits, answersSchema, checkAnswers } from '../../domain/check-answers.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import type { Answers, Choice } from '../../domain/form.ts';
import { readAsked } from '../../domain/site-address.ts';
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

/** The most characters of an answer that is more than a line and less than an account. */
export const REMARK = 2_000;

const nothing = z.object({});
const number = z.coerce.number().int().min(1).max(100_000);
const day = z.iso.date();
const time = z.iso.time({ precision: -1 });
const id = z.string().min(1).max(120);

/** Words that somebody wrote, at most so many characters. The forms have the same limits. */
const written = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most);
const longText = written(answerLimits['long-text']).min(1);
const remark = written(REMARK).default('');
const line = written(answerLimits.text).default('');
const oneOf = <const Choices extends readonly Choice[]>(choices: Choices) =>
  z.enum(choices.map((choice): Choices[number]['value'] => choice.value));

/** What each command carries. The forms ask for it; these schemas are what a decider may rely on. */
export const commandData = {
  'concern/report': reportSchema,
  'concern/open': z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
  'concern/put-away': nothing,
  'concern/acknowledge': nothing,
  'concern/take': nothing,
  'concern/hand-over': z.object({ to: id, reason: remark }),
  'concern/note': z.object({ text: longText }),
  'concern/ask': z.object({ text: written(REMARK).min(1) }),
  'concern/answer': z.object({ number, text: longText }),
  'concern/add-person': z.object({
    name: written(answerLimits.text).min(1),
    kind: oneOf(personKinds),
    capacity: oneOf(capacities),
    detail: line,
  }),
  'concern/record-action': z.object({ action: longText, reason: longText }),
  'concern/refer': z.object({
    agency: id,
    contact: line,
    date: day,
    time,
    method: oneOf(methods),
    agencyReference: line,
    outcome: remark,
    nextCheck: z.union([z.literal(''), day]).default(''),
  }),
  'concern/inform-parents': z.object({
    date: day,
    time,
    method: oneOf(methods),
    said: remark,
  }),
  'concern/withhold-from-parents': z.object({ reason: longText, reviewOn: day }),
  'concern/block-site': z
    .object({
      address: z.string().max(answerLimits['web-address']),
      scope: z.enum(['page', 'site']).default('page'),
    })
    .refine(({ address, scope }) => readAsked(address, scope, 'block').kind === 'site'),
  'concern/close': z.object({ outcome: oneOf(outcomes), reason: longText }),
  'concern/reopen': z.object({ reason: longText }),
  'concern/question': z.object({ number }),
  'concern/show-again': z.object({ place: z.string().max(200), chat: z.enum(chats).optional() }),
  'concern/site-blocked': z.object({
    number,
    outcome: z.enum(['blocked', 'cannot', 'lifted']),
    /** The reference of the record in which IT was asked. */
    record: z.string().min(1).max(20),
  }),
  'concern/remind': nothing,
  'concern/referral-check': z.object({ number }),
  'concern/parents-review': nothing,
  'concern/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of a concern. */
export type ConcernCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends ConcernCommand> = z.infer<(typeof commandData)[Type]>;

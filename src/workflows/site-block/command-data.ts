import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { answerLimits } from '../../domain/check-answers.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import type { Choice } from '../../domain/form.ts';
import { readAsked, siteSchema } from '../../domain/site-address.ts';
import { contents, meetings, reviewOutcomes, scopes } from './choices.ts';

/** The most characters of a note, a reason or a finding. */
export const REMARK = 2_000;

const nothing = z.object({});
const person = z.string().min(1).max(120);

/** Words that somebody wrote, at most so many characters. The forms have the same limits. */
const written = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most);
const remark = written(REMARK).min(1);
const oneOf = <const Choices extends readonly Choice[]>(choices: Choices) =>
  z.enum(choices.map((choice): Choices[number]['value'] => choice.value));

/** What each command carries. The forms ask for it; these schemas are what a decider may rely on. */
export const commandData = {
  'site-block/report': z
    .object({
      address: z.string().max(answerLimits['web-address']),
      scope: z.enum(scopes).default('page'),
      met: oneOf(meetings),
      what: oneOf(contents),
      date: z.iso.date(),
      room: written(answerLimits.text).default(''),
      note: written(REMARK).default(''),
    })
    .refine(({ address, scope }) => readAsked(address, scope, 'block').kind === 'site'),
  /** From a concern, and once more where others may not know of it either. One record for each concern and number. */
  'site-block/ask': z.object({
    site: siteSchema,
    /** The reference of the concern, and which of its sites this is. */
    concern: z.string().min(1).max(20),
    number: z.number().int().min(1).max(100_000),
    askedBy: person,
    /** Who may not know of it: whom the concern is about. */
    without: z.array(person).max(500),
  }),
  'site-block/open': z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
  'site-block/put-away': nothing,
  'site-block/blocked': nothing,
  'site-block/cannot-block': z.object({ reason: remark }),
  'site-block/review': z.object({ outcome: oneOf(reviewOutcomes), finding: remark }),
  'site-block/lifted': nothing,
  'site-block/remind-to-block': nothing,
  'site-block/remind-to-review': nothing,
  'site-block/morning': nothing,
  'site-block/look-again': nothing,
  'site-block/show-again': z.object({ place: z.string().max(200), chat: z.enum(chats).optional() }),
  'site-block/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of a site block. */
export type BlockCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends BlockCommand> = z.infer<(typeof commandData)[Type]>;

import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { answerLimits } from '../../domain/check-answers.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import { LONGEST_TEXT } from '../../domain/wording.ts';
import { phaseIds } from './phases.ts';

/** The most characters of the title of an agreement, and of the part of the school that a roll is for. */
export const TITLE = 100;
export const PART = 60;
/** The most characters of a table that is pasted at once: about 250 rows. */
export const TABLE = answerLimits['long-text'];
/** The most characters of names of colleagues, and of a reason. */
export const NAMES = 500;
export const REASON = 500;

const nothing = z.object({});
const page = z.object({ page: z.coerce.number().int().min(1).max(500).default(1) });
const day = z.iso.date();
const yesOrNo = z.enum(['yes', 'no']);

/** Words that somebody wrote, at most so many characters. The forms have the same limits. */
const written = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most);

/** What each command carries. The forms ask for it; these schemas are what a decider may rely on. */
export const commandData = {
  'signature-roll/begin': z.object({
    title: written(TITLE).min(1),
    phase: z.enum(phaseIds),
    part: written(PART).min(1),
    year: z.string().regex(/^\d{4}-\d\d$/),
    dueOn: day,
    text: written(LONGEST_TEXT).min(1),
    internet: yesOrNo,
    recorders: written(NAMES).default(''),
  }),
  'signature-roll/open': page,
  'signature-roll/put-away': nothing,
  'signature-roll/record': z.object({ table: written(TABLE).min(1) }),
  'signature-roll/take-off': z.object({ table: written(TABLE).min(1), reason: written(REASON).min(1) }),
  'signature-roll/change': z.object({ dueOn: day, internet: yesOrNo, recorders: written(NAMES).default('') }),
  'signature-roll/close': z.object({ reason: written(REASON).min(1) }),
  'signature-roll/show-who': page,
  'signature-roll/come-due': nothing,
  'signature-roll/show-again': z.object({ place: z.string().max(200), chat: z.enum(chats).optional() }),
  'signature-roll/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of a signature roll. */
export type RollCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends RollCommand> = z.infer<(typeof commandData)[Type]>;

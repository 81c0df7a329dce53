import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { answerLimits } from '../../domain/check-answers.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import { itJobs, RESULT } from '../../domain/it-jobs.ts';

/** The most characters of what IT is told, and of why it cannot do a job. */
export const REMARK = 2_000;

const nothing = z.object({});
const person = z.string().min(1).max(120);

/** Words that somebody wrote, at most so many characters. The forms have the same limits. */
const written = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most);
const line = written(answerLimits.text).default('');

/** What each command carries. The forms ask for it; these schemas are what a decider may rely on. */
export const commandData = {
  /** From a concern, and once more where others may not know of it either. One record for each concern and number. */
  'it-job/ask': z.object({
    job: z.enum(itJobs),
    /** What IT needs to know to do it. */
    about: written(REMARK).min(1),
    /** The reference of the concern, and which of its jobs this is. */
    concern: z.string().min(1).max(20),
    number: z.number().int().min(1).max(100_000),
    askedBy: person,
    /** Who may not know of it: whom the concern is about. */
    without: z.array(person).max(500),
  }),
  'it-job/open': z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
  'it-job/put-away': nothing,
  /** Who holds something and where, or what was found: which of them is needed depends on the job. */
  'it-job/done': z.object({
    holder: line,
    place: line,
    since: z.union([z.literal(''), z.iso.date()]).default(''),
    result: written(RESULT).default(''),
  }),
  'it-job/cannot': z.object({ reason: written(REMARK).min(1) }),
  'it-job/remind': nothing,
  'it-job/look-again': nothing,
  'it-job/show-again': z.object({ place: z.string().max(200), chat: z.enum(chats).optional() }),
  'it-job/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of a job for IT. */
export type JobCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends JobCommand> = z.infer<(typeof commandData)[Type]>;

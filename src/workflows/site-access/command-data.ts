import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { answerLimits } from '../../domain/check-answers.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import { siteCategories } from '../../domain/filtering.ts';

/** The most characters of a purpose or a reason. */
export const PURPOSE = 500;
/** The most characters of a question to whoever asked, and of the answer. */
export const REMARK = 2_000;

/** The most characters of a name, or of an email address. */
export const NAME = 120;

const nothing = z.object({});
const number = z.coerce.number().int().min(1).max(100_000);
const day = z.iso.date();
const time = z.iso.time({ precision: -1 });

/** Words that somebody wrote, at most so many characters. The forms have the same limits. */
const written = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .refine((text) => [...text].length <= most);
const reason = written(PURPOSE);
const end = { untilDate: day, untilTime: time };

/** When the site is needed: for a lesson, for a school day, or for a longer time of study. */
const periodSchema = z.discriminatedUnion('period', [
  z.object({ period: z.literal('lesson'), date: day, from: time, until: time }),
  z.object({ period: z.literal('day'), date: day }),
  z.object({ period: z.literal('study'), fromDate: day, untilDate: day }),
]);
export type Period = z.infer<typeof periodSchema>;

const requestSchema = z
  .object({
    address: written(answerLimits['web-address']),
    category: z.enum(siteCategories),
    scope: z.enum(['page', 'site']).default('page'),
    use: z.enum(['look', 'write']).default('look'),
    purpose: written(PURPOSE),
    group: written(answerLimits.text),
    /** A member of staff, by email address or whole name. */
    supervisor: written(NAME),
    checked: z.union([z.literal('yes'), z.tuple([z.literal('yes')])]).transform(() => 'yes' as const),
  })
  .and(periodSchema);

/** What each command carries. The forms ask for it; these schemas are what a decider may rely on. */
export const commandData = {
  'site-access/request': requestSchema,
  'site-access/open': z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
  'site-access/put-away': nothing,
  'site-access/approve': z.object({ ...end, why: written(PURPOSE) }),
  'site-access/ask': z.object({ text: written(REMARK) }),
  'site-access/answer': z.object({ number, text: written(REMARK) }),
  'site-access/question': z.object({ number }),
  'site-access/decline': z.object({ reason }),
  'site-access/withdraw': nothing,
  'site-access/end': nothing,
  'site-access/end-now': z.object({ reason }),
  'site-access/extend': z.object({ ...end, reason }),
  'site-access/approve-extension': z.object({ ...end, why: written(PURPOSE) }),
  'site-access/decline-extension': z.object({ reason }),
  'site-access/opened': nothing,
  'site-access/cannot-open': z.object({ reason }),
  'site-access/blocked-again': nothing,
  'site-access/cannot-block': z.object({ reason }),
  'site-access/remind-approvers': nothing,
  'site-access/lapse': nothing,
  'site-access/begin': nothing,
  'site-access/remind-to-open': nothing,
  'site-access/remind-of-end': nothing,
  'site-access/reach-end': nothing,
  'site-access/remind-to-block': nothing,
  'site-access/morning': nothing,
  'site-access/look-again': nothing,
  'site-access/show-again': z.object({ place: z.string().max(200), chat: z.enum(chats).optional() }),
  'site-access/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of a site request. */
export type SiteCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends SiteCommand> = z.infer<(typeof commandData)[Type]>;

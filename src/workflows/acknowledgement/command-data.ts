import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import { closingReasons } from './events.ts';

/** The most characters of a question and of its answer. */
export const QUESTION = 2_000;
/** The most characters of a name or a job title. */
export const NAME = 120;

const nothing = z.object({});
const page = z.coerce.number().int().min(1).max(500).default(1);
/** The version that stood on the card whose button was pressed. */
const version = z.coerce.number().int().min(1).max(1_000_000);
/** A newer version than the card's, which the form showed and which was ticked as read. */
const shown = z.array(version).length(1).optional();
/** Where the button stood: on the card in the chat, or on the open text. */
const from = z.enum(['card', 'view']).default('card');
const number = z.coerce.number().int().min(1).max(1_000);

/** Words that somebody wrote, at least one and at most so many characters. The forms have the same limits. */
const written = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .refine((text) => [...text].length <= most);

/** What each command carries. */
export const commandData = {
  'acknowledgement/ask': z.object({
    campaign: z.string().min(1).max(40),
    policy: z.string().min(1).max(40),
    person: z.string().min(1).max(200),
    version,
    title: z.string().max(500),
    hash: z.string().max(100),
    /** The day that holds for this person; where the campaign says none, that of the card. */
    dueBy: z.iso.date().optional(),
    /** True for an agreement, which is signed. */
    isSigned: z.boolean().default(false),
    /** True for what cannot wait until the school opens. */
    isNow: z.boolean().default(false),
  }),
  'acknowledgement/send': nothing,
  'acknowledgement/remind': z.object({ nth: z.number().int().min(1) }),
  'acknowledgement/leave': nothing,
  'acknowledgement/close': z.object({ reason: z.enum(closingReasons) }),
  'acknowledgement/try-again': z.object({ place: z.string().max(300), chat: z.enum(chats).optional() }),
  'acknowledgement/look': nothing,
  'acknowledgement/delivery-note': deliveryNoteSchema,
  'acknowledgement/acknowledge': z.object({ version, from }),
  'acknowledgement/sign': z.object({ version, from, shown, name: written(NAME), jobTitle: written(NAME) }),
  'acknowledgement/show': z.object({ from, page }),
  'acknowledgement/read': z.object({ page }),
  /** `version` is that of the page before, where a page is turned. */
  'acknowledgement/open': z.object({ page, version: version.optional() }),
  'acknowledgement/put-away': nothing,
  'acknowledgement/ask-question': z.object({ from, text: written(QUESTION) }),
  'acknowledgement/question': z.object({ number, from }),
  /** Without a number, the first that waits for whoever opens it. */
  'acknowledgement/open-question': z.object({ number: number.optional() }),
  'acknowledgement/answer': z.object({ number, from, text: written(QUESTION) }),
} as const satisfies Record<string, z.ZodType>;

/** The commands of an acknowledgement. */
export type AcknowledgementCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends AcknowledgementCommand> = z.infer<(typeof commandData)[Type]>;
/** Where a button stood. */
export type From = z.infer<typeof from>;

import { z } from 'zod';
import { audienceSchema } from '../../domain/audience.ts';
import { chats } from '../../domain/chats.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import { asksWhen } from '../../domain/policies.ts';
import { wordingSchema } from '../../domain/wording.ts';
import { closingReasons } from './events.ts';

const nothing = z.object({});
const person = z.string().min(1).max(320);
const page = z.coerce.number().int().min(1).max(500).default(1);
/** Where a page of records begins, as the store said; '' for the first. */
const after = z.string().max(1_000).default('');
/** When people are asked; without it, while the school is open. */
const asksData = z.enum(asksWhen).optional();

/** What each command carries. These schemas are what a decider may rely on. */
export const commandData = {
  'campaign/begin': z.object({
    wording: wordingSchema,
    audience: audienceSchema,
    owner: person,
    publisher: person,
    round: z.number().int().min(1),
    dueBy: z.iso.date(),
    isYearly: z.boolean(),
    asks: asksData,
  }),
  'campaign/revise': z.object({ wording: wordingSchema, dueBy: z.iso.date(), asks: asksData }),
  'campaign/change-owner': z.object({ owner: person, publisher: person }),
  'campaign/close': z.object({ reason: z.enum(closingReasons) }),
  'campaign/hand-out': nothing,
  'campaign/go-through': nothing,
  'campaign/tell': nothing,
  'campaign/look': z.object({ place: z.string().max(400).optional(), chat: z.enum(chats).optional() }),
  'campaign/morning': nothing,
  'campaign/progress': nothing,
  'campaign/open': nothing,
  'campaign/put-away': nothing,
  'campaign/who-has-not': z.object({ of: z.enum(['all', 'mine', 'unsigned']).default('all'), after, page }),
  'campaign/remind-now': nothing,
  'campaign/export': z.object({ after, page }),
  'campaign/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of a campaign. */
export type CampaignCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends CampaignCommand> = z.infer<(typeof commandData)[Type]>;

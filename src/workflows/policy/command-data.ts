import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import type { Choice } from '../../domain/form.ts';
import { personKinds, roles } from '../../domain/people.ts';
import { approvals, asksWhen } from '../../domain/policies.ts';
import { documentKinds, LONGEST_TEXT } from '../../domain/wording.ts';
import { knownChoices, materials, periods, yearly } from './choices.ts';

/** The most characters of a title. */
export const TITLE = 100;
/** The most characters of each of the three lines on what changed. */
export const CHANGE = 140;
/** The most characters of a reason or a note. */
export const REMARK = 1_000;
/** The most characters of a name or a job title. */
export const NAME = 120;
/** The most characters of a link. */
export const ADDRESS = 500;
/** The most characters of the people who are asked by name, one a line. */
export const NAMED = 4_000;
/** The most characters of the concerns that led to a version, one a line. */
export const CONCERNS = 300;
/** The most characters of a committee, or of co-ordinators. */
export const WORDS = 200;

const nothing = z.object({});
const day = z.iso.date();

/** Words that somebody wrote, at most so many characters. The forms have the same limits. */
const written = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most);
const optional = (most: number) => written(most).default('');
const oneOf = <const Choices extends readonly Choice[]>(choices: Choices) =>
  z.enum(choices.map((choice): Choices[number]['value'] => choice.value));
const several = z.array(z.string().max(60)).max(100).readonly().default([]);
const number = z.coerce.number().int().min(1).max(1_000_000);
const page = z.coerce.number().int().min(1).max(500).default(1);

/** What the form of a version asks. What cannot be taken as it is, the decider says in a sentence. */
const draftData = z.object({
  kind: z.enum(documentKinds),
  title: written(TITLE).min(1),
  version: optional(20),
  isMaterial: oneOf(materials).default('yes'),
  change1: optional(CHANGE),
  change2: optional(CHANGE),
  change3: optional(CHANGE),
  text: optional(LONGEST_TEXT),
  address: optional(ADDRESS),
  sha256: optional(WORDS),
  kinds: z.array(z.enum(personKinds)).max(20).readonly().default([]),
  roles: z.array(z.enum(roles)).max(20).readonly().default([]),
  groups: several,
  channels: several,
  people: optional(NAMED),
  dueBy: day,
  isYearly: oneOf(yearly).default('no'),
  owner: optional(NAME),
  reviewMonths: oneOf(periods).default('24'),
  nextReview: day,
  approval: z.enum(approvals).default('none'),
  committee: optional(WORDS),
  coordinators: optional(WORDS),
  concerns: optional(CONCERNS),
});
export type DraftData = z.infer<typeof draftData>;

/** What each command carries. The forms ask for it; these schemas are what a decider may rely on. */
export const commandData = {
  'policy/publish': draftData,
  'policy/preview': z.object({ page }),
  'policy/change': draftData,
  'policy/confirm': z.object({ draft: number, asks: z.enum(asksWhen).optional() }),
  'policy/discard': nothing,
  'policy/sign': z.object({ draft: number, name: written(NAME).min(1), jobTitle: written(NAME).min(1) }),
  'policy/send-back': z.object({ draft: number, reason: written(REMARK).min(1) }),
  'policy/open': z.object({ page }),
  'policy/read': z.object({ version: number.optional(), page }),
  'policy/put-away': nothing,
  'policy/revise': draftData,
  'policy/withdraw': z.object({ reason: written(REMARK).min(1) }),
  'policy/reviewed': z.object({
    reviewMonths: oneOf(periods).default('24'),
    nextReview: day,
    note: optional(REMARK),
  }),
  'policy/made-known': z.object({
    website: oneOf(knownChoices),
    websiteOn: day.optional(),
    families: oneOf(knownChoices),
    familiesOn: day.optional(),
  }),
  'policy/renew': z.object({ year: z.string().regex(/^\d{4}-\d{2}$/), by: z.string().max(NAME) }),
  'policy/new-year': nothing,
  'policy/campaign-began': z.object({ round: z.number().int().min(1), campaign: z.string().max(20) }),
  'policy/ask-for-review': nothing,
  'policy/remind-to-sign': nothing,
  'policy/remind-to-make-known': nothing,
  'policy/show-again': z.object({ place: z.string().max(200), chat: z.enum(chats).optional() }),
  'policy/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of a policy. */
export type PolicyCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends PolicyCommand> = z.infer<(typeof commandData)[Type]>;

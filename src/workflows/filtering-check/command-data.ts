import { z } from 'zod';
import { chats } from '../../domain/chats.ts';
import { answerLimits } from '../../domain/check-answers.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import { checkKinds } from '../../domain/filtering.ts';
import { results, type StandardId, standards, standings } from './standards.ts';

/** The most characters of an account of what was found. */
export const ACCOUNT = 4_000;
/** The most characters of what is said beside it, and of each of several. */
export const REMARK = 1_500;
/** The most characters of a name, or of an email address. */
export const NAME = 120;

const nothing = z.object({});
const day = z.iso.date();
const person = z.string().min(1).max(NAME);

/** Words that somebody wrote, at most so many characters. The forms have the same limits. */
const written = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most);
const oneOf = <const Value extends string>(choices: readonly { readonly value: Value }[]) =>
  z.enum(choices.map(({ value }) => value));

const standing = oneOf(standings);
/** A member of staff, by email address or whole name. */
const who = written(NAME).min(1);
const how = written(REMARK).min(1);

/** The questions about each standard: how far it is met, who is responsible, and how it is met. */
type StandardShape = { readonly [Id in StandardId as `standing-${Id}`]: typeof standing } & {
  readonly [Id in StandardId as `who-${Id}`]: typeof who;
} & { readonly [Id in StandardId as `how-${Id}`]: typeof how };

const standardShape = Object.fromEntries(
  standards.flatMap(({ id }) => [
    [`standing-${id}`, standing],
    [`who-${id}`, who],
    [`how-${id}`, how],
  ]),
) as StandardShape;

/** What each command carries. The forms ask for it; these schemas are what a decider may rely on. */
export const commandData = {
  'filtering-check/begin': z.object({ kind: z.enum(checkKinds) }),
  'filtering-check/open': z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
  'filtering-check/put-away': nothing,
  'filtering-check/record-review': z.object({
    date: day,
    tookPart: z.array(person).min(1).max(100),
    findings: written(ACCOUNT).min(1),
    actions: written(REMARK).default(''),
    next: day,
  }),
  'filtering-check/record-standards': z.object({ date: day, next: day, ...standardShape }),
  'filtering-check/record-security': z.object({
    date: day,
    doneBy: written(answerLimits.text).min(1),
    result: oneOf(results),
    found: written(ACCOUNT).default(''),
    next: day,
  }),
  'filtering-check/announce': nothing,
  'filtering-check/come-due': nothing,
  'filtering-check/run-over': nothing,
  'filtering-check/remind': nothing,
  'filtering-check/show-again': z.object({ place: z.string().max(200), chat: z.enum(chats).optional() }),
  'filtering-check/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of a check. */
export type CheckCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends CheckCommand> = z.infer<(typeof commandData)[Type]>;

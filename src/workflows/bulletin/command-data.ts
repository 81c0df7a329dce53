import { z } from 'zod';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';

/** The most characters of a title, of a message, of a link and of a reason. */
export const TITLE = 100;
export const TEXT = 600;
export const LINK = 500;
export const REASON = 300;

const nothing = z.object({});

/** Words that somebody wrote, at most so many characters. The forms have the same limits. */
const written = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= most);

/** A message as it is written; `channels` are ids of staff channels of the school file. */
export const bulletinSchema = z.object({
  title: written(TITLE).min(1),
  text: written(TEXT).min(1),
  link: written(LINK).default(''),
  channels: z.array(z.string().min(1).max(60)).min(1).max(50),
});
export type Bulletin = z.infer<typeof bulletinSchema>;

/** What each command carries. */
export const commandData = {
  'bulletin/write': bulletinSchema,
  'bulletin/open': nothing,
  'bulletin/put-away': nothing,
  'bulletin/post': nothing,
  'bulletin/change': bulletinSchema,
  'bulletin/discard': nothing,
  'bulletin/take-back': z.object({ reason: written(REASON).min(1) }),
  'bulletin/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of a safety message. */
export type BulletinCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends BulletinCommand> = z.infer<(typeof commandData)[Type]>;

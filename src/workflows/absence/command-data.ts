import { z } from 'zod';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';

const nothing = z.object({});

/** What each command carries. */
export const commandData = {
  'absence/begin': z.object({ until: z.iso.date() }),
  'absence/open': nothing,
  'absence/put-away': nothing,
  'absence/back': nothing,
  'absence/end': nothing,
  'absence/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of an absence. */
export type AbsenceCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends AbsenceCommand> = z.infer<(typeof commandData)[Type]>;

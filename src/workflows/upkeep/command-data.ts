import { z } from 'zod';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';

const nothing = z.object({});

/** What each command carries. */
export const commandData = {
  'upkeep/begin': nothing,
  'upkeep/look': nothing,
  'upkeep/open': z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
  'upkeep/put-away': nothing,
  'upkeep/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

/** The commands of what is kept current. */
export type UpkeepCommand = keyof typeof commandData;
/** What a command of this type carries. */
export type CommandData<Type extends UpkeepCommand> = z.infer<(typeof commandData)[Type]>;

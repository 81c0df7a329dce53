import { z } from 'zod';
import type { Ask, CommandDefinition } from '../../domain/decider.ts';
import { deliveryNoteSchema } from '../../domain/delivery-note.ts';
import type { CheckpointState } from './state.ts';

const count = z.int().nonnegative();

const commandData = {
  'checkpoint/take': z.object({
    date: z.string(),
    takenAt: z.string(),
    code: z.string(),
    records: count,
    damaged: count,
  }),
  'checkpoint/delivery-note': deliveryNoteSchema,
} as const satisfies Record<string, z.ZodType>;

export type CheckpointCommand = keyof typeof commandData;
export type CheckpointData<Type extends CheckpointCommand> = z.infer<(typeof commandData)[Type]>;

/** What a command carries; it has passed its schema already. */
export function dataOf<Type extends CheckpointCommand>(type: Type, ask: Ask): CheckpointData<Type> {
  return commandData[type].parse(ask.data) as CheckpointData<Type>;
}

/** The commands of a checkpoint: all of the clock or the application. */
export const checkpointCommands: { readonly [Type in CheckpointCommand]: CommandDefinition<CheckpointState> } = {
  'checkpoint/take': { label: '', data: commandData['checkpoint/take'], begins: true, internal: true },
  'checkpoint/delivery-note': { label: '', data: commandData['checkpoint/delivery-note'], internal: true },
};

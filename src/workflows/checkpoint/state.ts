import { z } from 'zod';
import type { Happened } from '../../domain/decider.ts';

const instant = z.string();
const count = z.int().nonnegative();

/** What happened to a checkpoint. Never edited; a new shape is a new event. */
export const checkpointEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('CheckpointTaken'),
    /** The school day. */
    date: z.string(),
    /** When the records were read. */
    takenAt: instant,
    code: z.string(),
    /** How many records it lists. */
    records: count,
    /** How many of these could not be vouched for. */
    damaged: count,
  }),
  z.object({ type: z.literal('CodeParked'), slot: z.string(), code: z.string() }),
  z.object({ type: z.literal('CodeMayBeRepeated'), slot: z.string() }),
]);
export type CheckpointEvent = z.infer<typeof checkpointEventSchema>;

/** Where a checkpoint stands. */
export const checkpointStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({
    status: z.literal('taken'),
    date: z.string(),
    takenAt: instant,
    code: z.string(),
    records: count,
    damaged: count,
    /** The messages that never came to whom they were for. */
    parked: z.array(z.string()),
  }),
]);
export type CheckpointState = z.infer<typeof checkpointStateSchema>;

/** The state after an event. */
export function evolveCheckpoint(state: CheckpointState, { event }: Happened<CheckpointEvent>): CheckpointState {
  switch (event.type) {
    case 'CheckpointTaken': {
      const { type: _, ...taken } = event;
      return { status: 'taken', ...taken, parked: [] };
    }
    case 'CodeParked':
      return state.status === 'taken' ? { ...state, parked: [...state.parked, event.slot] } : state;
    case 'CodeMayBeRepeated':
      return state;
    default:
      return event satisfies never;
  }
}

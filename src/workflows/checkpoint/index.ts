import { CHECKPOINT_KIND } from '../../domain/checkpoint.ts';
import type { Workflow } from '../../domain/decider.ts';
import { checkpointCommands } from './commands.ts';
import { decideCheckpoint, mayStillSendCode } from './decider.ts';
import {
  type CheckpointEvent,
  type CheckpointState,
  checkpointEventSchema,
  checkpointStateSchema,
  evolveCheckpoint,
} from './state.ts';

/**
 * That the records of a school were listed on a school day, under which code, and who was given it. One record a day,
 * its reference derived from the date, so that any number of processes take it once.
 */
export const checkpoint: Workflow<CheckpointState, CheckpointEvent> = {
  id: CHECKPOINT_KIND,
  prefix: 'K',
  state: checkpointStateSchema,
  event: checkpointEventSchema,
  initial: { status: 'none' },
  commands: checkpointCommands,
  lists: [],
  refuses: () => undefined,
  decide: decideCheckpoint,
  evolve: evolveCheckpoint,
  status: (state) => state.status,
  findableBy: () => [],
  deadlines: () => [],
  deliveryNote: 'checkpoint/delivery-note',
  mayStillSend: (_state, message, school) => mayStillSendCode(message, school),
  notThere: (reference) => `There is nothing with the reference ${reference}.`,
  again: () => undefined,
};

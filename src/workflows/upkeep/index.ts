import type { Workflow } from '../../domain/decider.ts';
import { mayStillSendUpkeep } from './access.ts';
import { upkeepCommands } from './commands.ts';
import { againUpkeep, decideUpkeep, refusesUpkeep } from './decider.ts';
import { type UpkeepEvent, upkeepEventSchema } from './events.ts';
import { toKeepCurrent } from './lists.ts';
import { evolveUpkeep, noUpkeep, type UpkeepState, upkeepStateSchema } from './state.ts';
import { notYours } from './words.ts';

/**
 * What of the school file has to be kept current so that cases can be handled: the training of those who handle them, and
 * the contacts of outside agencies. One record in every school (R195, R206).
 */
export const upkeep: Workflow<UpkeepState, UpkeepEvent> = {
  id: 'upkeep',
  prefix: 'T',
  state: upkeepStateSchema,
  event: upkeepEventSchema,
  initial: noUpkeep,
  commands: upkeepCommands,
  lists: [toKeepCurrent],
  refuses: refusesUpkeep,
  decide: decideUpkeep,
  evolve: evolveUpkeep,
  status: ({ status }) => status,
  findableBy: () => [],
  deadlines: (state) => (state.status === 'none' ? [] : [{ at: state.file.lookAt, command: 'upkeep/look', data: {} }]),
  deliveryNote: 'upkeep/delivery-note',
  keeps: () => [{ key: 'upkeep', command: 'upkeep/begin', data: {} }],
  onSchoolFile: { statuses: ['kept'], command: 'upkeep/look' },
  mayStillSend: mayStillSendUpkeep,
  notThere: notYours,
  again: againUpkeep,
};

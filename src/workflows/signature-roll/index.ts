import type { Workflow } from '../../domain/decider.ts';
import { mayStillSendRoll } from './access.ts';
import { rollCommands } from './commands.ts';
import { againRoll, decideRoll, refusesRoll } from './decider.ts';
import { type RollEvent, rollEventSchema } from './events.ts';
import { rollLists } from './lists.ts';
import { evolveRoll, noRoll, type RollState, rollStateSchema } from './state.ts';
import { notYours } from './words.ts';

/**
 * Signatures on paper, of pupils, parents and visitors: recorded by staff, as none of them is ever in a chat (R162,
 * R164, R168, R203).
 */
export const signatureRoll: Workflow<RollState, RollEvent> = {
  id: 'signature-roll',
  prefix: 'G',
  state: rollStateSchema,
  event: rollEventSchema,
  initial: noRoll,
  commands: rollCommands,
  lists: rollLists,
  refuses: refusesRoll,
  decide: decideRoll,
  evolve: evolveRoll,
  status: ({ status }) => status,
  findableBy: (state) =>
    state.status === 'none' ? [] : state.file.terms.recorders.map((person) => `recorder:${person}`),
  deadlines: (state) =>
    state.status === 'open' ? [{ at: state.file.terms.dueAt, command: 'signature-roll/come-due', data: {} }] : [],
  deliveryNote: 'signature-roll/delivery-note',
  standing: { statuses: ['open', 'due'], command: 'signature-roll/show-again' },
  mayStillSend: mayStillSendRoll,
  notThere: notYours,
  again: againRoll,
};

import type { Workflow } from '../../domain/decider.ts';
import { checkKinds } from '../../domain/filtering.ts';
import { mayStillSendCheck } from './access.ts';
import { checkCommands } from './commands.ts';
import { checkDeadlines } from './deadlines.ts';
import { againCheck, decideCheck, refusesCheck } from './decider.ts';
import { type CheckEvent, checkEventSchema } from './events.ts';
import { allChecks, checksWaiting } from './lists.ts';
import { notYours } from './refusals.ts';
import { type CheckState, checkStateSchema, evolveCheck, noCheck } from './state.ts';

/**
 * The checks that come again and again: the review of filtering and monitoring, the record of the DfE standards, and the
 * full security check. One record of each in every school.
 */
export const filteringCheck: Workflow<CheckState, CheckEvent> = {
  id: 'filtering-check',
  prefix: 'F',
  state: checkStateSchema,
  event: checkEventSchema,
  initial: noCheck,
  commands: checkCommands,
  lists: [checksWaiting, allChecks],
  refuses: refusesCheck,
  decide: decideCheck,
  evolve: evolveCheck,
  status: (state) => state.status,
  findableBy: () => [],
  deadlines: checkDeadlines,
  deliveryNote: 'filtering-check/delivery-note',
  keeps: () => checkKinds.map((kind) => ({ key: kind, command: 'filtering-check/begin', data: { kind } })),
  standing: { statuses: ['due', 'overdue'], command: 'filtering-check/show-again' },
  mayStillSend: mayStillSendCheck,
  notThere: notYours,
  again: againCheck,
};

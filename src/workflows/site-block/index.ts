import type { Workflow } from '../../domain/decider.ts';
import { countParked } from '../../domain/undelivered.ts';
import { mayStillSendBlock } from './access.ts';
import { blockCommands } from './commands.ts';
import { blockDeadlines } from './deadlines.ts';
import { againBlock, decideBlock, refusesBlock } from './decider.ts';
import { type BlockEvent, blockEventSchema } from './events.ts';
import { evolveBlock } from './evolve.ts';
import { filteringLog, jobs, myReports, supervision, waitingForReview } from './lists.ts';
import { notYours } from './refusals.ts';
import { type BlockState, blockStateSchema, findableBy, noBlock } from './state.ts';

/** Unsuitable sites: reported by whoever met one, blocked by IT, and the filter looked at. */
export const siteBlock: Workflow<BlockState, BlockEvent> = {
  id: 'site-block',
  prefix: 'B',
  state: blockStateSchema,
  event: blockEventSchema,
  initial: noBlock,
  commands: blockCommands,
  lists: [waitingForReview, jobs, myReports, filteringLog, supervision],
  refuses: refusesBlock,
  decide: decideBlock,
  evolve: evolveBlock,
  status: (state) => state.status,
  findableBy,
  deadlines: blockDeadlines,
  deliveryNote: 'site-block/delivery-note',
  standing: { statuses: ['reported', 'blocked', 'lifting'], command: 'site-block/show-again' },
  onSchoolFile: { statuses: ['reported', 'blocked', 'lifting'], command: 'site-block/look-again' },
  measured: {
    open: ['reported', 'blocked', 'lifting'],
    parked: (state) => (state.status === 'none' ? 0 : countParked(state.file.steps.map(({ event }) => event))),
  },
  mayStillSend: mayStillSendBlock,
  notThere: notYours,
  again: againBlock,
};

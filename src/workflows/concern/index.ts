import type { Workflow } from '../../domain/decider.ts';
import { mayStillSendConcern } from './access.ts';
import { concernCommands } from './commands.ts';
import { concernDeadlines } from './deadlines.ts';
import { againConcern, decideConcern, refusesConcern } from './decider.ts';
import { type ConcernEvent, concernEventSchema } from './events.ts';
import { myReports, openConcerns } from './lists.ts';
import { notYours } from './refusals.ts';
import { type ConcernState, concernStateSchema, evolveConcern, noConcern } from './state.ts';

/** Concerns about children: reported by any member of staff, handled by the DSL or whom the policy names. */
export const concern: Workflow<ConcernState, ConcernEvent> = {
  id: 'concern',
  prefix: 'C',
  state: concernStateSchema,
  event: concernEventSchema,
  initial: noConcern,
  commands: concernCommands,
  lists: [openConcerns, myReports],
  refuses: refusesConcern,
  decide: decideConcern,
  evolve: evolveConcern,
  status: (state) => state.status,
  findableBy: (state) => (state.status === 'none' ? [] : [`reporter:${state.file.reportedBy}`]),
  deadlines: concernDeadlines,
  deliveryNote: 'concern/delivery-note',
  standing: { statuses: ['new', 'acknowledged', 'handled'], command: 'concern/show-again' },
  mayStillSend: mayStillSendConcern,
  notThere: notYours,
  again: againConcern,
};

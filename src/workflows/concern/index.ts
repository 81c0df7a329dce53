import type { Workflow } from '../../domain/decider.ts';
import { mayStillSendConcern } from './access.ts';
import { concernCommands } from './commands.ts';
import { consultations, consultingTokens } from './consulting/list.ts';
import { concernDeadlines } from './deadlines.ts';
import { againConcern, decideConcern, refusesConcern } from './decider.ts';
import { type ConcernEvent, concernEventSchema } from './events.ts';
import { evolveConcern } from './evolve.ts';
import { myReports, openConcerns } from './lists.ts';
import { measuredConcerns } from './measured.ts';
import { sharesConcern } from './people/earlier.ts';
import { nameTokens } from './people/named.ts';
import { notYours } from './refusals.ts';
import { ruleMisfits } from './rules/misfits.ts';
import { type ConcernState, concernStateSchema, noConcern } from './state.ts';

/** Concerns about children: reported by any member of staff, handled by the DSL or whom the policy names. */
export const concern: Workflow<ConcernState, ConcernEvent> = {
  id: 'concern',
  prefix: 'C',
  state: concernStateSchema,
  event: concernEventSchema,
  initial: noConcern,
  commands: concernCommands,
  misfits: ruleMisfits,
  lists: [openConcerns, consultations, myReports],
  refuses: refusesConcern,
  decide: decideConcern,
  evolve: evolveConcern,
  status: (state) => state.status,
  findableBy: (state) =>
    state.status === 'none'
      ? []
      : [`reporter:${state.file.reportedBy}`, ...nameTokens(state), ...consultingTokens(state)],
  shares: sharesConcern,
  deadlines: concernDeadlines,
  deliveryNote: 'concern/delivery-note',
  standing: { statuses: ['new', 'acknowledged', 'handled'], command: 'concern/show-again' },
  // Closed ones too: a job that IT was asked to do outlives the case, and may not come to whom that is about.
  onSchoolFile: { statuses: ['new', 'acknowledged', 'handled', 'closed'], command: 'concern/look-again' },
  measured: measuredConcerns,
  stepsUntold: true,
  mayStillSend: mayStillSendConcern,
  notThere: notYours,
  again: againConcern,
};

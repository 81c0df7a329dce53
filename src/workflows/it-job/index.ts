import type { Workflow } from '../../domain/decider.ts';
import { countParked } from '../../domain/undelivered.ts';
import { mayStillSendJob } from './access.ts';
import { jobCommands } from './commands.ts';
import { jobDeadlines } from './deadlines.ts';
import { againJob, decideJob, refusesJob } from './decider.ts';
import { type JobEvent, jobEventSchema } from './events.ts';
import { evolveJob } from './evolve.ts';
import { jobs, supervision } from './lists.ts';
import { notYours } from './refusals.ts';
import { type JobState, jobStateSchema, noJob } from './state.ts';

/** Jobs that those who handle a case give to IT: what to do, and nothing of why. */
export const itJob: Workflow<JobState, JobEvent> = {
  id: 'it-job',
  prefix: 'J',
  state: jobStateSchema,
  event: jobEventSchema,
  initial: noJob,
  commands: jobCommands,
  lists: [jobs, supervision],
  refuses: refusesJob,
  decide: decideJob,
  evolve: evolveJob,
  status: (state) => state.status,
  findableBy: () => [],
  deadlines: jobDeadlines,
  deliveryNote: 'it-job/delivery-note',
  standing: { statuses: ['asked'], command: 'it-job/show-again' },
  onSchoolFile: { statuses: ['asked', 'cannot'], command: 'it-job/look-again' },
  measured: {
    open: ['asked'],
    parked: (state) => (state.status === 'none' ? 0 : countParked(state.file.steps.map(({ event }) => event))),
  },
  // A job of a case may be about those who look after the figures.
  stepsUntold: true,
  mayStillSend: mayStillSendJob,
  notThere: notYours,
  again: againJob,
};

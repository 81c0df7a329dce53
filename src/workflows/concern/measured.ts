import type { Measured } from '../../domain/decider.ts';
import { countParked } from '../../domain/undelivered.ts';
import type { ConcernState } from './state.ts';

/** What is counted of concerns: those that are urgent and wait for the DSL, and messages that cannot come. */
export const measuredConcerns: Measured<ConcernState> = {
  open: ['new', 'acknowledged', 'handled'],
  parked: (state) => (state.status === 'none' ? 0 : countParked(state.file.steps.map(({ event }) => event))),
  urgent: {
    statuses: ['new'],
    waits(state) {
      if (state.status !== 'new' || state.file.urgency === 'routine') return undefined;
      return { since: state.file.reportedAt, urgency: state.file.urgency };
    },
  },
};

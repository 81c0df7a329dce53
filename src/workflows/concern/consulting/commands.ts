import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { consultingData } from './data.ts';

/** The commands of this part of a case. */
export const consultingCommands = {
  'concern/consult': { label: 'Consult', data: consultingData['concern/consult'], cancel: 'concern/open' },
  'concern/consultation': { label: 'Read the question', data: consultingData['concern/consultation'] },
  'concern/answer-consultation': {
    label: 'Answer',
    data: consultingData['concern/answer-consultation'],
    cancel: 'concern/consultation',
  },
} as const satisfies Record<keyof typeof consultingData, CommandDefinition<ConcernState>>;

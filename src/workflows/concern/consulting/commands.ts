import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { consultingData } from './data.ts';
import { consultingForms } from './forms.ts';

/** The commands of this part of a case. */
export const consultingCommands = {
  'concern/consult': {
    label: 'Consult',
    data: consultingData['concern/consult'],
    form: consultingForms.consult,
    cancel: 'concern/open',
  },
  'concern/consultation': {
    label: 'Read the question',
    data: consultingData['concern/consultation'],
    opens: true,
    wayBack: 'Back to the question',
  },
  'concern/answer-consultation': {
    label: 'Answer',
    data: consultingData['concern/answer-consultation'],
    form: consultingForms.answer,
    cancel: 'concern/consultation',
  },
} as const satisfies Record<keyof typeof consultingData, CommandDefinition<ConcernState>>;

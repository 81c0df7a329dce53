import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { guidanceData } from './data.ts';
import { enterElsewhereForm, notNeededForm, tickChoicesForm } from './forms.ts';

/** The commands of this part of a case. */
export const guidanceCommands = {
  'concern/steps': {
    label: 'Next steps',
    data: guidanceData['concern/steps'],
    opens: true,
    wayBack: 'Back to the steps',
  },
  'concern/tick': { label: 'Done', data: guidanceData['concern/tick'] },
  'concern/tick-choices': {
    label: 'Done',
    data: guidanceData['concern/tick-choices'],
    form: tickChoicesForm,
    cancel: 'concern/steps',
  },
  'concern/not-needed': {
    label: 'Not needed',
    data: guidanceData['concern/not-needed'],
    form: notNeededForm,
    cancel: 'concern/steps',
  },
  'concern/enter-elsewhere': {
    label: 'Entered elsewhere',
    data: guidanceData['concern/enter-elsewhere'],
    form: enterElsewhereForm,
    cancel: 'concern/open',
  },
} as const satisfies Record<keyof typeof guidanceData, CommandDefinition<ConcernState>>;

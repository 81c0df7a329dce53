import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { guidanceData } from './data.ts';

/** The commands of this part of a case. */
export const guidanceCommands = {
  'concern/steps': { label: 'Next steps', data: guidanceData['concern/steps'], opens: true },
  'concern/tick': { label: 'Tick a step', data: guidanceData['concern/tick'], cancel: 'concern/open' },
  'concern/enter-elsewhere': {
    label: 'Entered elsewhere',
    data: guidanceData['concern/enter-elsewhere'],
    cancel: 'concern/open',
  },
} as const satisfies Record<keyof typeof guidanceData, CommandDefinition<ConcernState>>;

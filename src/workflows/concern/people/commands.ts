import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { peopleData } from './data.ts';
import { findsEarlier } from './earlier.ts';
import { comparePersonForm } from './forms.ts';

/** The commands of this part of a case. */
export const peopleCommands = {
  'concern/compare-person': {
    label: 'Same person or not',
    data: peopleData['concern/compare-person'],
    form: comparePersonForm,
    gathers: findsEarlier,
    cancel: 'concern/open',
  },
} as const satisfies Record<keyof typeof peopleData, CommandDefinition<ConcernState>>;

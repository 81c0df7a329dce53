import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { peopleData } from './data.ts';

/** The commands of this part of a case. */
export const peopleCommands = {
  'concern/compare-person': {
    label: 'Same person or not',
    data: peopleData['concern/compare-person'],
    cancel: 'concern/open',
  },
} as const satisfies Record<keyof typeof peopleData, CommandDefinition<ConcernState>>;

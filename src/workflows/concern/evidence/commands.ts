import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { evidenceData } from './data.ts';

/** The commands of this part of a case. */
export const evidenceCommands = {
  'concern/add-evidence': { label: 'Add evidence', data: evidenceData['concern/add-evidence'], cancel: 'concern/open' },
  'concern/move-evidence': {
    label: 'Evidence moved',
    data: evidenceData['concern/move-evidence'],
    cancel: 'concern/open',
  },
} as const satisfies Record<keyof typeof evidenceData, CommandDefinition<ConcernState>>;

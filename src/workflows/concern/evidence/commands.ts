import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { evidenceData } from './data.ts';
import { evidenceForms } from './forms.ts';

/** The commands of this part of a case. */
export const evidenceCommands = {
  'concern/add-evidence': {
    label: 'Add evidence',
    data: evidenceData['concern/add-evidence'],
    form: evidenceForms.add,
    cancel: 'concern/open',
  },
  'concern/move-evidence': {
    label: 'Evidence moved',
    data: evidenceData['concern/move-evidence'],
    form: evidenceForms.move,
    cancel: 'concern/open',
  },
} as const satisfies Record<keyof typeof evidenceData, CommandDefinition<ConcernState>>;

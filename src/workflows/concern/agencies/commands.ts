import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { agencyData } from './data.ts';

/** The commands of this part of a case. */
export const agencyCommands = {
  'concern/advice': { label: 'Record advice', data: agencyData['concern/advice'], cancel: 'concern/open' },
  'concern/update-referral': {
    label: 'Referral: what came of it',
    data: agencyData['concern/update-referral'],
    cancel: 'concern/open',
  },
  'concern/lado-test': { label: 'LADO test', data: agencyData['concern/lado-test'], cancel: 'concern/open' },
} as const satisfies Record<keyof typeof agencyData, CommandDefinition<ConcernState>>;

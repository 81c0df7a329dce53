import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { agencyData } from './data.ts';
import { adviceForm, ladoTestForm, updateReferralForm } from './forms.ts';

/** The commands of this part of a case. */
export const agencyCommands = {
  'concern/advice': {
    label: 'Record advice',
    data: agencyData['concern/advice'],
    form: adviceForm,
    cancel: 'concern/open',
  },
  'concern/update-referral': {
    label: 'Update a referral',
    data: agencyData['concern/update-referral'],
    form: updateReferralForm,
    cancel: 'concern/open',
  },
  'concern/lado-test': {
    label: 'LADO test',
    data: agencyData['concern/lado-test'],
    form: ladoTestForm,
    cancel: 'concern/open',
  },
} as const satisfies Record<keyof typeof agencyData, CommandDefinition<ConcernState>>;

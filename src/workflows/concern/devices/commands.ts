import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { deviceData } from './data.ts';
import { deviceForms } from './forms.ts';

/** The commands of this part of a case. */
export const deviceCommands = {
  'concern/search-device': {
    label: 'Record a search',
    data: deviceData['concern/search-device'],
    form: deviceForms.search,
    cancel: 'concern/open',
  },
  'concern/take-device': {
    label: 'Record a confiscation',
    data: deviceData['concern/take-device'],
    form: deviceForms.take,
    cancel: 'concern/open',
  },
  'concern/return-device': {
    label: 'Device given back',
    data: deviceData['concern/return-device'],
    form: deviceForms.giveBack,
    cancel: 'concern/open',
  },
  'concern/search-complaint': {
    label: 'Complaint about a search',
    data: deviceData['concern/search-complaint'],
    form: deviceForms.complaint,
    cancel: 'concern/open',
  },
} as const satisfies Record<keyof typeof deviceData, CommandDefinition<ConcernState>>;

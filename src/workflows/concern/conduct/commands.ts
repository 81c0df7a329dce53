import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { askItForm } from './ask-it-form.ts';
import { conductData } from './data.ts';
import { declineForm, recommendForm, setForm } from './forms.ts';

/** The commands of this part of a case. */
export const conductCommands = {
  'concern/recommend-sanction': {
    label: 'Recommend a sanction',
    data: conductData['concern/recommend-sanction'],
    form: recommendForm,
    cancel: 'concern/open',
  },
  'concern/set-sanction': {
    label: 'Set a sanction',
    data: conductData['concern/set-sanction'],
    form: setForm,
    cancel: 'concern/open',
  },
  'concern/decline-sanction': {
    label: 'No sanction',
    data: conductData['concern/decline-sanction'],
    form: declineForm,
    cancel: 'concern/open',
  },
  'concern/ask-it': { label: 'Ask IT', data: conductData['concern/ask-it'], form: askItForm, cancel: 'concern/open' },
  'concern/it-answered': { label: '', data: conductData['concern/it-answered'], internal: true },
} as const satisfies Record<keyof typeof conductData, CommandDefinition<ConcernState>>;

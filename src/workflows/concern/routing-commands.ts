import { z } from 'zod';
import type { CommandDefinition } from '../../domain/decider.ts';
import { id, longText } from './data-parts.ts';
import { handToSafeguardingForm, nominateContactForm } from './routing-forms.ts';
import type { ConcernState } from './state.ts';

/** The commands that say who handles a case. */
export const routingCommands = {
  'concern/look-again': { label: '', data: z.object({}), internal: true },
  'concern/hand-to-safeguarding': {
    label: 'Hand to the DSL',
    data: z.object({ reason: longText }),
    cancel: 'concern/open',
    form: handToSafeguardingForm,
  },
  'concern/nominate-contact': {
    label: 'Name a contact',
    data: z.object({ person: id }),
    cancel: 'concern/open',
    form: nominateContactForm,
  },
} as const satisfies Record<string, CommandDefinition<ConcernState>>;

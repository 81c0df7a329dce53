import type { CommandDefinition } from '../../domain/decider.ts';
import { type ConcernCommand, commandData } from './command-data.ts';
import { caseForms } from './command-forms.ts';
import { reportForm } from './report-form.ts';
import type { ConcernState } from './state.ts';
import { buttonLabels } from './buttons.ts';

type Definition = CommandDefinition<ConcernState>;

/** The commands of a concern. */
export const concernCommands: Record<ConcernCommand, Definition> = {
  'concern/report': {
    label: buttonLabels['concern/report'],
    data: commandData['concern/report'],
    begins: true,
    typed: ['report-concern', 'report a concern'],
    form: (_state, { school }) => reportForm(school),
  },
  'concern/open': { label: 'Open', data: commandData['concern/open'], opens: true },
};

import type { CommandDefinition } from '../../domain/decider.ts';
import { type CheckCommand, commandData } from './command-data.ts';
import { recordingForms } from './forms.ts';
import type { CheckState } from './state.ts';

type Definition = CommandDefinition<CheckState>;

/** Recording a check; giving the form up shows the check again. */
function recording(command: CheckCommand, form: Definition['form']): Definition {
  const definition = { label: 'Record it', data: commandData[command], cancel: 'filtering-check/open' };
  return form === undefined ? definition : { ...definition, form };
}

function internal(command: CheckCommand): Definition {
  return { label: '', data: commandData[command], internal: true };
}

/** The commands of a check. */
export const checkCommands: Record<CheckCommand, Definition> = {
  'filtering-check/begin': { ...internal('filtering-check/begin'), begins: true },
  'filtering-check/open': {
    label: 'Open',
    data: commandData['filtering-check/open'],
    opens: true,
    wayBack: 'Back to the check',
  },
  'filtering-check/put-away': { label: 'Put away', data: commandData['filtering-check/put-away'] },
  'filtering-check/record-review': recording('filtering-check/record-review', recordingForms.review),
  'filtering-check/record-standards': recording('filtering-check/record-standards', recordingForms.standards),
  'filtering-check/record-security': recording('filtering-check/record-security', recordingForms.security),
  'filtering-check/announce': internal('filtering-check/announce'),
  'filtering-check/come-due': internal('filtering-check/come-due'),
  'filtering-check/run-over': internal('filtering-check/run-over'),
  'filtering-check/remind': internal('filtering-check/remind'),
  'filtering-check/show-again': internal('filtering-check/show-again'),
  'filtering-check/delivery-note': internal('filtering-check/delivery-note'),
};

import type { CommandDefinition } from '../../domain/decider.ts';
import { commandData, type JobCommand } from './command-data.ts';
import { cannotForm, doneForm } from './command-forms.ts';
import type { JobState } from './state.ts';

type Definition = CommandDefinition<JobState>;

/** A step with a form of its own; giving the form up shows the job again. */
function step(command: JobCommand, label: string, form: NonNullable<Definition['form']>): Definition {
  return { label, data: commandData[command], cancel: 'it-job/open', form };
}

function internal(command: JobCommand): Definition {
  return { label: '', data: commandData[command], internal: true };
}

/** The commands of a job for IT. */
export const jobCommands: Record<JobCommand, Definition> = {
  'it-job/ask': { ...internal('it-job/ask'), begins: true },
  'it-job/open': { label: 'Open', data: commandData['it-job/open'], opens: true, wayBack: 'Back to the job' },
  'it-job/put-away': { label: 'Put away', data: commandData['it-job/put-away'] },
  'it-job/done': step('it-job/done', 'Done', doneForm),
  'it-job/cannot': step('it-job/cannot', 'Cannot, because', cannotForm),
  'it-job/remind': internal('it-job/remind'),
  'it-job/look-again': internal('it-job/look-again'),
  'it-job/show-again': internal('it-job/show-again'),
  'it-job/delivery-note': internal('it-job/delivery-note'),
};

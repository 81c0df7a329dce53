import type { CommandDefinition } from '../../domain/decider.ts';
import { type BlockCommand, commandData } from './command-data.ts';
import { cannotBlockForm, reviewForm } from './command-forms.ts';
import { reportForm } from './report-form.ts';
import type { BlockState } from './state.ts';

type Definition = CommandDefinition<BlockState>;

/** A step with a form of its own; giving the form up shows the record again. */
function step(command: BlockCommand, label: string, form: NonNullable<Definition['form']>): Definition {
  return { label, data: commandData[command], cancel: 'site-block/open', form };
}

function internal(command: BlockCommand): Definition {
  return { label: '', data: commandData[command], internal: true };
}

/** The commands of a site that is to be blocked. */
export const blockCommands: Record<BlockCommand, Definition> = {
  'site-block/report': {
    label: 'Report an unsuitable site',
    data: commandData['site-block/report'],
    begins: true,
    typed: ['block-site', 'block a site'],
    form: (_state, of) => reportForm(of),
  },
  'site-block/ask': { ...internal('site-block/ask'), begins: true },
  'site-block/open': {
    label: 'Open',
    data: commandData['site-block/open'],
    opens: true,
    wayBack: 'Back to the report',
  },
  'site-block/put-away': { label: 'Put away', data: commandData['site-block/put-away'] },
  'site-block/blocked': { label: 'Blocked', data: commandData['site-block/blocked'] },
  'site-block/cannot-block': step('site-block/cannot-block', 'Cannot, because', cannotBlockForm),
  'site-block/review': step('site-block/review', 'Review the filter', reviewForm),
  'site-block/lifted': { label: 'Done', data: commandData['site-block/lifted'] },
  'site-block/remind-to-block': internal('site-block/remind-to-block'),
  'site-block/remind-to-review': internal('site-block/remind-to-review'),
  'site-block/morning': internal('site-block/morning'),
  'site-block/look-again': internal('site-block/look-again'),
  'site-block/show-again': internal('site-block/show-again'),
  'site-block/delivery-note': internal('site-block/delivery-note'),
};

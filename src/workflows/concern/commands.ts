import { whoIsAway } from '../../domain/absences.ts';
import type { CommandDefinition } from '../../domain/decider.ts';
import { agencyCommands } from './agencies/commands.ts';
import { referForm } from './agencies/forms.ts';
import { beginCommands } from './begin/commands.ts';
import { blockSiteForm } from './block-site-form.ts';
import { type ConcernCommand, commandData } from './command-data.ts';
import { caseForms } from './command-forms.ts';
import { conductCommands } from './conduct/commands.ts';
import { consultingCommands } from './consulting/commands.ts';
import { deviceCommands } from './devices/commands.ts';
import { evidenceCommands } from './evidence/commands.ts';
import { markedForEnd } from './for-end.ts';
import { guidanceCommands } from './guidance/commands.ts';
import { peopleCommands } from './people/commands.ts';
import { findsEarlier } from './people/earlier.ts';
import { policeCommands } from './police/commands.ts';
import { reportForm } from './report-form.ts';
import { routingCommands } from './routing-commands.ts';
import type { ConcernState } from './state.ts';

type Definition = CommandDefinition<ConcernState>;

/** A step with a form of its own; giving the form up shows the case again. */
function step(command: ConcernCommand, label: string, form: Definition['form']): Definition {
  return { label, data: commandData[command], cancel: 'concern/open', ...(form === undefined ? {} : { form }) };
}

function internal(command: ConcernCommand): Definition {
  return { label: '', data: commandData[command], internal: true };
}

/** The commands of a concern. */
export const concernCommands: Record<ConcernCommand, Definition> = markedForEnd({
  'concern/report': {
    label: 'Report a concern',
    data: commandData['concern/report'],
    begins: true,
    typed: ['report-concern', 'report a concern'],
    form: (_state, { school }) => reportForm(school),
    gathers: () => whoIsAway,
  },
  'concern/open': { label: 'Open', data: commandData['concern/open'], opens: true, gathers: findsEarlier },
  'concern/more': { label: 'More', data: commandData['concern/more'], opens: true, gathers: findsEarlier },
  'concern/put-away': { label: 'Put away', data: commandData['concern/put-away'] },
  'concern/acknowledge': { label: 'Acknowledge', data: commandData['concern/acknowledge'] },
  'concern/take': { label: 'Take', data: commandData['concern/take'] },
  'concern/note': step('concern/note', 'Note', caseForms.note),
  'concern/ask': step('concern/ask', 'Ask the reporter', caseForms.ask),
  'concern/refer': step('concern/refer', 'Refer', referForm),
  'concern/record-action': step('concern/record-action', 'Record an action', caseForms.recordAction),
  'concern/inform-parents': step('concern/inform-parents', 'Parents informed', caseForms.informParents),
  'concern/withhold-from-parents': step(
    'concern/withhold-from-parents',
    'Withhold from parents',
    caseForms.withholdFromParents,
  ),
  'concern/add-person': step('concern/add-person', 'Add a person', caseForms.addPerson),
  'concern/block-site': step('concern/block-site', 'Ask IT to block a site', blockSiteForm),
  'concern/hand-over': step('concern/hand-over', 'Hand over', caseForms.handOver),
  'concern/close': step('concern/close', 'Close', caseForms.close),
  'concern/reopen': step('concern/reopen', 'Reopen', caseForms.reopen),
  'concern/answer': { ...step('concern/answer', 'Answer', caseForms.answer), cancel: 'concern/question' },
  'concern/question': { label: 'Read the question', data: commandData['concern/question'] },
  'concern/show-again': internal('concern/show-again'),
  'concern/site-blocked': internal('concern/site-blocked'),
  'concern/remind': { ...internal('concern/remind'), gathers: () => whoIsAway },
  'concern/referral-check': internal('concern/referral-check'),
  'concern/parents-review': internal('concern/parents-review'),
  'concern/delivery-note': internal('concern/delivery-note'),
  ...beginCommands,
  ...routingCommands,
  ...policeCommands,
  ...guidanceCommands,
  ...agencyCommands,
  ...conductCommands,
  ...deviceCommands,
  ...evidenceCommands,
  ...consultingCommands,
  ...peopleCommands,
});

import type { CommandDefinition } from '../../domain/decider.ts';
import { commandData, type SiteCommand } from './command-data.ts';
import { siteForms } from './command-forms.ts';
import { requestForm } from './request-form.ts';
import type { SiteState } from './state.ts';

type Definition = CommandDefinition<SiteState>;

/** A step with a form of its own; giving the form up shows the request again. */
function step(command: SiteCommand, label: string, form: NonNullable<Definition['form']>): Definition {
  return { label, data: commandData[command], cancel: 'site-access/open', form };
}

function internal(command: SiteCommand): Definition {
  return { label: '', data: commandData[command], internal: true };
}

/** The commands of a site request. */
export const siteCommands: Record<SiteCommand, Definition> = {
  'site-access/request': {
    label: 'Ask for a blocked site',
    data: commandData['site-access/request'],
    begins: true,
    typed: ['request-site', 'request a site'],
    form: (_state, of) => requestForm(of),
  },
  'site-access/open': {
    label: 'Open',
    data: commandData['site-access/open'],
    opens: true,
    wayBack: 'Back to the request',
  },
  'site-access/put-away': { label: 'Put away', data: commandData['site-access/put-away'] },
  'site-access/approve': step('site-access/approve', 'Approve', siteForms.approve),
  'site-access/ask': step('site-access/ask', 'Ask', siteForms.ask),
  'site-access/answer': {
    ...step('site-access/answer', 'Answer', siteForms.answer),
    cancel: 'site-access/question',
  },
  'site-access/question': { label: 'Read the question', data: commandData['site-access/question'] },
  'site-access/decline': step('site-access/decline', 'Decline', siteForms.decline),
  'site-access/withdraw': { label: 'Withdraw', data: commandData['site-access/withdraw'] },
  'site-access/end': { label: 'I no longer need it', data: commandData['site-access/end'] },
  'site-access/end-now': step('site-access/end-now', 'End it now', siteForms.endNow),
  'site-access/extend': step('site-access/extend', 'Ask for longer', siteForms.extend),
  'site-access/approve-extension': step(
    'site-access/approve-extension',
    'Approve the longer time',
    siteForms.approveExtension,
  ),
  'site-access/decline-extension': step(
    'site-access/decline-extension',
    'Decline the longer time',
    siteForms.declineExtension,
  ),
  'site-access/opened': { label: 'Done', data: commandData['site-access/opened'] },
  'site-access/cannot-open': step('site-access/cannot-open', 'Cannot, because', siteForms.cannotOpen),
  'site-access/blocked-again': { label: 'Blocked again', data: commandData['site-access/blocked-again'] },
  'site-access/cannot-block': step('site-access/cannot-block', 'Cannot, because', siteForms.cannotBlock),
  'site-access/remind-approvers': internal('site-access/remind-approvers'),
  'site-access/lapse': internal('site-access/lapse'),
  'site-access/begin': internal('site-access/begin'),
  'site-access/remind-to-open': internal('site-access/remind-to-open'),
  'site-access/remind-of-end': internal('site-access/remind-of-end'),
  'site-access/reach-end': internal('site-access/reach-end'),
  'site-access/remind-to-block': internal('site-access/remind-to-block'),
  'site-access/morning': internal('site-access/morning'),
  'site-access/look-again': internal('site-access/look-again'),
  'site-access/show-again': internal('site-access/show-again'),
  'site-access/delivery-note': internal('site-access/delivery-note'),
};

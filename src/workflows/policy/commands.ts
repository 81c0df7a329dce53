import type { CommandDefinition } from '../../domain/decider.ts';
import { isPublisher } from '../../domain/policies.ts';
import { commandData, type PolicyCommand } from './command-data.ts';
import { changeForm, publishForm, reviseForm } from './draft-form.ts';
import type { PolicyState } from './state.ts';
import { stepForms } from './step-forms.ts';

type Definition = CommandDefinition<PolicyState>;

/** A step with a form of its own; giving the form up shows what it stood in place of. */
function step(
  command: PolicyCommand,
  label: string,
  form: NonNullable<Definition['form']>,
  cancel: PolicyCommand = 'policy/open',
): Definition {
  return { label, data: commandData[command], cancel, form };
}

function internal(command: PolicyCommand): Definition {
  return { label: '', data: commandData[command], internal: true };
}

/** The commands of a policy. */
export const policyCommands: Record<PolicyCommand, Definition> = {
  'policy/publish': {
    label: 'Publish a policy',
    data: commandData['policy/publish'],
    begins: true,
    typed: ['publish-policy', 'publish policy', 'publish a policy'],
    isOffered: isPublisher,
    form: (_state, of) => publishForm(of),
  },
  'policy/preview': {
    label: 'Open the draft',
    data: commandData['policy/preview'],
    opens: true,
    wayBack: 'Back to the draft',
  },
  'policy/change': step('policy/change', 'Change', changeForm, 'policy/preview'),
  'policy/confirm': { label: 'Publish', data: commandData['policy/confirm'] },
  'policy/discard': { label: 'Discard', data: commandData['policy/discard'] },
  'policy/sign': step('policy/sign', 'Sign', stepForms.sign, 'policy/preview'),
  'policy/send-back': step('policy/send-back', 'Send back', stepForms.sendBack, 'policy/preview'),
  'policy/open': { label: 'Open', data: commandData['policy/open'], opens: true, wayBack: 'Back to the policy' },
  'policy/read': { label: 'Read it', data: commandData['policy/read'], opens: true, wayBack: 'Back to the text' },
  'policy/put-away': { label: 'Put away', data: commandData['policy/put-away'] },
  'policy/revise': step('policy/revise', 'New version', reviseForm),
  'policy/withdraw': step('policy/withdraw', 'Withdraw', stepForms.withdraw),
  'policy/reviewed': step('policy/reviewed', 'Reviewed, no change', stepForms.reviewed),
  'policy/made-known': step('policy/made-known', 'Made known', stepForms.madeKnown),
  'policy/renew': internal('policy/renew'),
  'policy/new-year': internal('policy/new-year'),
  'policy/campaign-began': internal('policy/campaign-began'),
  'policy/ask-for-review': internal('policy/ask-for-review'),
  'policy/remind-to-sign': internal('policy/remind-to-sign'),
  'policy/remind-to-make-known': internal('policy/remind-to-make-known'),
  'policy/show-again': internal('policy/show-again'),
  'policy/delivery-note': internal('policy/delivery-note'),
};

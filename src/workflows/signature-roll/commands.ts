import type { CommandDefinition } from '../../domain/decider.ts';
import { mayBegin } from './access.ts';
import { commandData, type RollCommand } from './command-data.ts';
import { rollForms } from './forms.ts';
import type { RollState } from './state.ts';
import { labels } from './words.ts';

type Definition = CommandDefinition<RollState>;

/** A step with a form of its own; giving the form up shows the roll again. */
function step(command: RollCommand & keyof typeof labels, form: NonNullable<Definition['form']>): Definition {
  return { label: labels[command], data: commandData[command], cancel: 'signature-roll/open', form };
}

function internal(command: RollCommand): Definition {
  return { label: '', data: commandData[command], internal: true };
}

/** The commands of a signature roll. */
export const rollCommands: Record<RollCommand, Definition> = {
  'signature-roll/begin': {
    label: labels['signature-roll/begin'],
    data: commandData['signature-roll/begin'],
    begins: true,
    isOffered: mayBegin,
    form: rollForms.begin,
  },
  'signature-roll/open': {
    label: labels['signature-roll/open'],
    data: commandData['signature-roll/open'],
    opens: true,
    wayBack: 'Back to the roll',
  },
  'signature-roll/put-away': {
    label: labels['signature-roll/put-away'],
    data: commandData['signature-roll/put-away'],
  },
  'signature-roll/record': step('signature-roll/record', rollForms.record),
  'signature-roll/take-off': step('signature-roll/take-off', rollForms.takeOff),
  'signature-roll/change': step('signature-roll/change', rollForms.change),
  'signature-roll/close': step('signature-roll/close', rollForms.close),
  'signature-roll/show-who': {
    label: labels['signature-roll/show-who'],
    data: commandData['signature-roll/show-who'],
    opens: true,
  },
  'signature-roll/come-due': internal('signature-roll/come-due'),
  'signature-roll/show-again': internal('signature-roll/show-again'),
  'signature-roll/delivery-note': internal('signature-roll/delivery-note'),
};

import type { CommandDefinition } from '../../domain/decider.ts';
import { type AcknowledgementCommand, commandData } from './command-data.ts';
import { campaignOf, campaignOfOwed } from './decision-parts.ts';
import { acknowledgementForms } from './forms.ts';
import type { AcknowledgementState } from './state.ts';

type Definition = CommandDefinition<AcknowledgementState>;

/** The person's own record in a campaign, whose card is the same for everybody. */
function ownKey(person: string, campaign: string): string {
  return `acknowledgement ${campaign} ${person}`;
}

/** A command of the card that is the same for everybody: each gives it to their own record. */
function own(command: AcknowledgementCommand, label: string, more: Partial<Definition> = {}): Definition {
  return { label, data: commandData[command], gathers: campaignOfOwed, own: ownKey, ...more };
}

function internal(command: AcknowledgementCommand, more: Partial<Definition> = {}): Definition {
  return { label: '', data: commandData[command], internal: true, ...more };
}

const back = 'Back to the text';

/** The commands of an acknowledgement. */
export const acknowledgementCommands: Record<AcknowledgementCommand, Definition> = {
  'acknowledgement/ask': internal('acknowledgement/ask', { begins: true }),
  'acknowledgement/send': internal('acknowledgement/send', { gathers: campaignOfOwed }),
  'acknowledgement/remind': internal('acknowledgement/remind'),
  'acknowledgement/leave': internal('acknowledgement/leave'),
  'acknowledgement/close': internal('acknowledgement/close'),
  'acknowledgement/try-again': internal('acknowledgement/try-again'),
  'acknowledgement/look': internal('acknowledgement/look'),
  'acknowledgement/delivery-note': internal('acknowledgement/delivery-note'),
  'acknowledgement/acknowledge': own('acknowledgement/acknowledge', 'I have read and understood this'),
  'acknowledgement/sign': own('acknowledgement/sign', 'Sign', {
    form: acknowledgementForms.sign,
    cancel: 'acknowledgement/show',
  }),
  'acknowledgement/show': own('acknowledgement/show', 'Show it again'),
  'acknowledgement/read': own('acknowledgement/read', 'Read it', { opens: true, wayBack: back }),
  'acknowledgement/open': {
    label: 'Open',
    data: commandData['acknowledgement/open'],
    gathers: campaignOfOwed,
    opens: true,
    wayBack: back,
  },
  'acknowledgement/put-away': { label: 'Put away', data: commandData['acknowledgement/put-away'] },
  'acknowledgement/ask-question': own('acknowledgement/ask-question', 'I have a question', {
    gathers: campaignOf,
    form: acknowledgementForms.question,
    cancel: 'acknowledgement/show',
  }),
  'acknowledgement/question': {
    label: 'Show the question again',
    data: commandData['acknowledgement/question'],
  },
  'acknowledgement/open-question': {
    label: 'Open',
    data: commandData['acknowledgement/open-question'],
    opens: true,
    wayBack: 'Back to the question',
  },
  'acknowledgement/answer': {
    label: 'Answer',
    data: commandData['acknowledgement/answer'],
    form: acknowledgementForms.answer,
    cancel: 'acknowledgement/question',
  },
};

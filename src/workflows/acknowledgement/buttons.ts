import type { Instant } from '../../domain/instant.ts';
import type { Button } from '../../domain/message.ts';
import { fitsCard } from '../../domain/policy-card.ts';
import type { School } from '../../domain/school.ts';
import type { Wording } from '../../domain/wording.ts';
import type { AcknowledgementCommand, From } from './command-data.ts';
import { acknowledgementCommands } from './commands.ts';

/** What a card of an acknowledgement is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

type More = { readonly given?: { readonly [key: string]: string } } & Partial<Omit<Button, 'press'>>;

/** The button that gives a command. `given` is what it carries besides. */
export function button(command: AcknowledgementCommand, reference: string, { given, ...more }: More = {}): Button {
  return {
    label: acknowledgementCommands[command].label,
    press: { do: command, ref: reference, ...(given === undefined ? {} : { with: given }) },
    primary: false,
    opens: false,
    chatOnly: false,
    ...more,
  };
}

/**
 * The buttons below a wording that is owed: the same for everybody. They name the campaign, and each person gives them to
 * their own record.
 */
export function wordingButtons(wording: Wording, campaign: string, from: From): readonly Button[] {
  // What is not all on the card is acknowledged where it was read: on its last page.
  if (from === 'card' && !fitsCard(wording))
    return [button('acknowledgement/read', campaign, { primary: true, opens: true }), questionButton(campaign, from)];
  const given = { version: String(wording.version), ...(from === 'card' ? {} : { from }) };
  const yes = wording.isSigned
    ? button('acknowledgement/sign', campaign, { given, primary: true, opens: true })
    : button('acknowledgement/acknowledge', campaign, { given, primary: true, label: wording.statement });
  return [yes, questionButton(campaign, from)];
}

/** The button that asks whoever looks after the policy. */
export function questionButton(campaign: string, from: From): Button {
  const given = from === 'card' ? {} : { given: { from } };
  return button('acknowledgement/ask-question', campaign, { ...given, opens: true });
}

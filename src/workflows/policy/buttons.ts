import type { Instant } from '../../domain/instant.ts';
import type { Button } from '../../domain/message.ts';
import type { School } from '../../domain/school.ts';
import type { PolicyCommand } from './command-data.ts';
import { policyCommands } from './commands.ts';

/** What a card of a policy is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

/** The button that gives a command to a policy. `given` is what it carries besides. */
export function button(
  command: PolicyCommand,
  reference: string,
  { given, ...more }: { readonly given?: { readonly [key: string]: string } } & Partial<Omit<Button, 'press'>> = {},
): Button {
  return {
    label: policyCommands[command].label,
    press: { do: command, ref: reference, ...(given === undefined ? {} : { with: given }) },
    primary: false,
    opens: policyCommands[command].opens === true,
    chatOnly: false,
    ...more,
  };
}

/** The button that opens the round of asking that runs now. Its record is a campaign's. */
export function progressButton(campaign: string): Button {
  return {
    label: 'Progress',
    press: { do: 'campaign/open', ref: campaign },
    primary: false,
    opens: true,
    chatOnly: false,
  };
}

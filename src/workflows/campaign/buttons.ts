import type { Instant } from '../../domain/instant.ts';
import type { Button } from '../../domain/message.ts';
import type { School } from '../../domain/school.ts';
import type { CampaignCommand } from './command-data.ts';
import { campaignCommands } from './commands.ts';

/** What a card of a campaign is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

/** The button that gives a command to a campaign. `given` is what it carries besides. */
export function button(
  command: CampaignCommand,
  reference: string,
  { given, ...more }: { readonly given?: { readonly [key: string]: string } } & Partial<Omit<Button, 'press'>> = {},
): Button {
  const { label, opens = false } = campaignCommands[command];
  return {
    label,
    press: { do: command, ref: reference, ...(given === undefined ? {} : { with: given }) },
    primary: false,
    opens,
    chatOnly: false,
    ...more,
  };
}

import type { Instant } from '../../domain/instant.ts';
import type { Button } from '../../domain/message.ts';
import type { School } from '../../domain/school.ts';
import type { SiteCommand } from './command-data.ts';
import { siteCommands } from './commands.ts';

/** What a card of a request is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

/** The button that gives a command to a request. `given` is what it carries besides. */
export function button(
  command: SiteCommand,
  reference: string,
  { given, ...more }: { readonly given?: { readonly [key: string]: string } } & Partial<Omit<Button, 'press'>> = {},
): Button {
  return {
    label: siteCommands[command].label,
    press: { do: command, ref: reference, ...(given === undefined ? {} : { with: given }) },
    primary: false,
    opens: false,
    chatOnly: false,
    ...more,
  };
}

/** The same on a card in a chat, where forms and views open beside it. */
export function chatButton(command: SiteCommand, reference: string, more: Parameters<typeof button>[2] = {}): Button {
  const { form, opens } = siteCommands[command];
  return button(command, reference, { opens: form !== undefined || opens === true, ...more });
}

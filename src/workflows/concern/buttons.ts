import type { Instant } from '../../domain/instant.ts';
import type { Button } from '../../domain/message.ts';
import type { School } from '../../domain/school.ts';
import type { ConcernCommand } from './command-data.ts';
import { concernCommands } from './commands.ts';

/** What a card of a concern is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

/** The button that gives a command to a concern. `given` is what it carries besides. */
export function button(
  command: ConcernCommand,
  reference: string,
  { given, ...more }: { readonly given?: { readonly [key: string]: string } } & Partial<Omit<Button, 'press'>> = {},
): Button {
  return {
    label: concernCommands[command].label,
    press: { do: command, ref: reference, ...(given === undefined ? {} : { with: given }) },
    primary: false,
    opens: false,
    chatOnly: false,
    ...more,
  };
}

import type { Button } from '../../domain/message.ts';
import type { ConcernCommand } from './command-data.ts';
import { concernCommands } from './commands.ts';

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

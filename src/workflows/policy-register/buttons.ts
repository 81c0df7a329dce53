import type { Instant } from '../../domain/instant.ts';
import type { Button } from '../../domain/message.ts';
import type { School } from '../../domain/school.ts';
import type { RegisterCommand } from './command-data.ts';
import { labels } from './words.ts';

/** What a card of the register is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

/** The button that gives a command to the register. `given` is what it carries besides. */
export function button(
  command: keyof typeof labels & RegisterCommand,
  reference: string,
  { given, ...more }: { readonly given?: { readonly [key: string]: string } } & Partial<Omit<Button, 'press'>> = {},
): Button {
  return {
    label: labels[command],
    press: { do: command, ref: reference, ...(given === undefined ? {} : { with: given }) },
    primary: false,
    opens: false,
    chatOnly: false,
    ...more,
  };
}

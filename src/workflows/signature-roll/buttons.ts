import type { Instant } from '../../domain/instant.ts';
import type { Button } from '../../domain/message.ts';
import type { School } from '../../domain/school.ts';
import { labels } from './words.ts';

/** What a card of a roll is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

/** The button that gives a command to a roll. `given` is what it carries besides. */
export function button(
  command: keyof typeof labels,
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

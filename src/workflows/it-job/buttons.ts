import type { Instant } from '../../domain/instant.ts';
import type { Button } from '../../domain/message.ts';
import type { School } from '../../domain/school.ts';
import type { JobCommand } from './command-data.ts';
import { jobCommands } from './commands.ts';

/** What a card of a job is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

/** The button that gives a command to a job. A form and a view open the private surface; `given` goes with it. */
export function button(
  command: JobCommand,
  reference: string,
  more: Partial<Omit<Button, 'press'>> = {},
  given?: { readonly [key: string]: string },
): Button {
  const { label, form, opens } = jobCommands[command];
  return {
    label,
    press: { do: command, ref: reference, ...(given === undefined ? {} : { with: given }) },
    primary: false,
    opens: form !== undefined || opens === true,
    chatOnly: false,
    ...more,
  };
}

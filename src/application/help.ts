import type { CardContent, Registry } from '../domain/decider.ts';
import type { Button } from '../domain/message.ts';
import { beginnings } from './overview.ts';
import { notice } from './words.ts';

/** What the bot can do, with its buttons; after `first`, where something else has to be said. */
export type Help = (first?: string) => CardContent;

/** Said of what people wrote to the bot that is no command. */
export const NOT_READ =
  'Nobody has read what you wrote, and it was not kept. Put it into the form, and delete it from this chat.';

/** Gives the words that help somebody who wrote to the bot, or who meets it for the first time. */
export function createHelp(registry: Registry): Help {
  const lists = [listButton('My reports and requests', 'my-reports'), listButton('My policies', 'my-policies')];
  const what =
    'Report a concern about a child here, ask for a blocked site, report an unsuitable one, or see what became of it. Write "my policies" to see what you have to read or sign, and what you have signed. In an emergency ring 999.';
  return (first) =>
    notice('Safeguarding', first === undefined ? [what] : [first, what], [...beginnings(registry), ...lists]);
}

function listButton(label: string, list: string): Button {
  return { label, press: { do: `list/${list}` }, primary: false, opens: false, chatOnly: false };
}

/** The button that opens a command's form on the private surface, for where a line was typed that cannot open it. */
export function openerOf(registry: Registry, type: string): CardContent {
  const words = 'The form opens in front of you; nobody else here sees it.';
  return notice('', [words], beginnings(registry, type));
}

import { notice } from '../../application/words.ts';
import type { CardContent } from '../../domain/decider.ts';
import { roleTelephone, type School } from '../../domain/school.ts';

/** What this chat says by itself. */

/** Slack did not say who somebody is. */
export function notIdentified(school: School): string {
  return `Not done: Slack did not say who you are. Nothing was changed. Try again in a minute; if a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`;
}

/** Slack did not open something, or did not say that it had: what opens something lasts three seconds there. */
export function tooLate(school: School, what: 'command' | 'shortcut' | 'press'): string {
  const again = {
    command: 'type the command again',
    shortcut: 'use the shortcut again',
    press: 'press the button again',
  };
  return `Slack took too long, so what you asked for may not have opened. If it has not: ${again[what]}. If a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`;
}

/** A form was closed, and what was typed in it could not be kept to be offered again. */
export function notKept(school: School): string {
  return `What you typed in a form that you closed could not be kept: the record store did not answer. Unless you find it under "My reports and requests" or in the case, nobody has been told of it: please send it again. If a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`;
}

/** Said to somebody who wrote more than a slash command. Slack shows that to nobody. */
export const TEXT_NOT_READ =
  'What you wrote behind the command was not read, and it was not kept. Put it into the form.';

/** Stands in a modal until there is something to show; never longer than the record store is waited for. */
export function oneMoment(): CardContent {
  return notice('', ['One moment. If nothing comes, close this and try again.']);
}

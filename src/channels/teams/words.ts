import { roleTelephone, type School } from '../../domain/school.ts';

/** What this chat says by itself. */

/** Teams did not say who somebody is. */
export function notIdentified(school: School): string {
  return `Not done: Teams did not say who you are. Nothing was changed. Try again in a minute, in your own chat with this bot; if a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`;
}

/** What somebody asked for in a channel could not be put into their own chat. */
export function notReached(school: School): string {
  return `Not done: your own chat with this bot could not be reached. Nothing was changed. Open the chat, write "safeguarding" there, and try again; if a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`;
}

import { chatNames } from '../../domain/chats.ts';
import { type PersonId, roles } from '../../domain/people.ts';
import { chatsOf, findPerson, holdersOf, preferredChat, type School } from '../../domain/school.ts';
import type { AddressBook, ChannelId } from '../ports.ts';
import { type Finding, findingsOf } from './finding.ts';
import { withRoles } from './roles.ts';

/** What brings the bot to somebody. */
const reaching: Readonly<Record<ChannelId, string>> = {
  teams: 'Have the app installed for them in the Teams admin centre, or let them open it once.',
  slack:
    'Look whether they have an account in this workspace with their address of the school file, or put their Slack id in.',
};

/** What is known without asking a chat, which shuts accounts without telling anybody. */
export const REACHED = 'The bot knows where to write to everybody with a role.';

/** Whether everybody who holds a role, or stands in for one, can be written to. */
export async function checkPeople(school: School, addresses: Pick<AddressBook, 'find'>): Promise<readonly Finding[]> {
  const found = findingsOf('people', school);
  const unreached = await unreachedPeople(school, addresses);
  if (unreached.length === 0) return [found.well(REACHED)];
  return chatsOf(school).flatMap((chat) => {
    const here = unreached.filter((person) => preferredChat(school, person) === chat);
    if (here.length === 0) return [];
    const what = `The bot has not reached ${withRoles(school, here)} in ${chatNames[chat]} yet.`;
    return [found.look(what, reaching[chat])];
  });
}

/** Those who hold a role, or stand in for one, and whom the bot has not met in the chat in which they would be written to. */
export async function unreachedPeople(
  school: School,
  addresses: Pick<AddressBook, 'find'>,
): Promise<readonly PersonId[]> {
  const all = [...new Set([...holdersOf(school, roles), ...roles.map((role) => school.roles[role].delegate)])];
  const isReached = await Promise.all(all.map((person) => canBeReached(school, person, addresses)));
  return all.filter((_, index) => !isReached[index]);
}

/** In Teams an id does not help where the app is not installed; in Slack nothing is installed for a person. */
async function canBeReached(school: School, person: PersonId, addresses: Pick<AddressBook, 'find'>): Promise<boolean> {
  const chat = preferredChat(school, person);
  if (chat === 'slack' && findPerson(school, person)?.slack !== undefined) return true;
  return (await addresses.find(school, chat, `person:${person}`)) !== undefined;
}

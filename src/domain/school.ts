import { type Chat, chats } from './chats.ts';
import { type ChannelName, privateChannels, type StaffChannel } from './message.ts';
import { governing, type PersonId, type PersonKind, type Role, roles } from './people.ts';
import type { Person, School } from './school-schema.ts';

export { type Person, type School, schoolSchema } from './school-schema.ts';

/** What a role is called where the school has no name of its own for it. */
export const usualLabels: Record<Role, string> = {
  dsl: 'Designated Safeguarding Lead',
  'deputy-dsl': 'deputy DSL',
  head: 'head teacher',
  chair: 'chair of governors',
  'online-safety-coordinator': 'online-safety co-ordinator',
  'online-safety-governor': 'online-safety governor',
  'network-manager': 'network manager',
  senco: 'SENCO',
};

/** What this school calls a role. */
export function roleLabel(school: School, role: Role): string {
  return school.labels[role] ?? usualLabels[role];
}

/** The person with that id, if the school knows them. */
export function findPerson(school: School, person: PersonId): Person | undefined {
  const known = peopleByEmail.get(school.people) ?? new Map(school.people.map((one) => [one.email, one]));
  peopleByEmail.set(school.people, known);
  return known.get(person);
}

/** A trust has tens of thousands of people: each list is gone through once. */
const peopleByEmail = new WeakMap<School['people'], ReadonlyMap<PersonId, Person>>();

/** The person whom the school file gives that id in a chat, in the chat's own spelling. */
export function findByChatId(school: School, chat: Chat, userId: string): Person | undefined {
  const known = peopleByChatId.get(school.people) ?? byChatId(school.people);
  peopleByChatId.set(school.people, known);
  return known[chat].get(userId);
}

function byChatId(people: School['people']): Record<Chat, ReadonlyMap<string, Person>> {
  const having = (of: Chat) =>
    new Map(people.flatMap((one) => (one[of] === undefined ? [] : [[one[of].userId, one] as const])));
  return { teams: having('teams'), slack: having('slack') };
}

const peopleByChatId = new WeakMap<School['people'], Record<Chat, ReadonlyMap<string, Person>>>();

/** The name to show for a person; the id where the school no longer knows them. */
export function personName(school: School, person: PersonId): string {
  return findPerson(school, person)?.name ?? person;
}

/** What somebody is to the school: as the school file says; without a word there, a governor by their roles, or staff. */
export function kindOf(school: School, person: PersonId): PersonKind {
  const held = roles.filter((role) => school.roles[role].people.includes(person));
  const governs = held.length > 0 && held.every((role) => governing.includes(role));
  return findPerson(school, person)?.kind ?? (governs ? 'governor' : 'staff');
}

/** Who holds any of these roles now, each once, in the order of the roles. */
export function holdersOf(school: School, wanted: readonly Role[]): readonly PersonId[] {
  return [...new Set(wanted.flatMap((role) => school.roles[role].people))];
}

/** Who looks after the service itself: those whom the school file names, else the network manager's people. */
export function administratorsOf(school: School): readonly PersonId[] {
  return school.administrators.length > 0 ? school.administrators : school.roles['network-manager'].people;
}

/** Who belongs in the private channel of the safeguarding team, and nobody else: the DSL and the deputies. */
export function membersOfPrivateChannel(school: School): readonly PersonId[] {
  return holdersOf(school, ['dsl', 'deputy-dsl']);
}

/** Whether the person holds one of these roles now. */
export function holds(school: School, person: PersonId, wanted: readonly Role[]): boolean {
  return wanted.some((role) => school.roles[role].people.includes(person));
}

/**
 * Those who hold one of these roles and are not among `without`; where nobody is left, the roles' delegates who are not
 * (R008).
 */
export function freeHolders(
  wanted: readonly Role[],
  without: readonly PersonId[],
  school: School,
): readonly PersonId[] {
  const free = (people: readonly PersonId[]) => [...new Set(people)].filter((person) => !without.includes(person));
  const holders = free(holdersOf(school, wanted));
  return holders.length > 0 ? holders : free(wanted.map((role) => school.roles[role].delegate));
}

/** The number to ring for a role: its own, or the school's. */
export function roleTelephone(school: School, role: Role): string {
  return school.roles[role].telephone ?? school.telephone;
}

/** The chats that the school has, in the order of `chats`. */
export function chatsOf(school: School): readonly Chat[] {
  return chats.filter((one) => school[one] !== undefined);
}

/** A channel of the school, with its ids in each chat; undefined where the school file has it no more. */
export function channelIn(school: School, channel: ChannelName): School['channels']['safeguarding'] | undefined {
  return isStaffChannel(channel)
    ? school.staffChannels.find(({ id: name }) => staffChannel(name) === channel)
    : school.channels[channel];
}

/** The chats of the school in which it has that channel. */
export function chatsOfChannel(school: School, channel: ChannelName): readonly Chat[] {
  return chatsOf(school).filter((one) => channelIn(school, channel)?.[one] !== undefined);
}

/** The name of a channel for staff, from its id in the school file. */
export function staffChannel(id: string): StaffChannel {
  return `staff:${id}`;
}

/** All channels of the school. */
export function allChannels(school: School): readonly ChannelName[] {
  return [...privateChannels, ...school.staffChannels.map(({ id: name }) => staffChannel(name))];
}

/** Whether a channel is one that staff read, rather than a private one of those who handle cases. */
export function isStaffChannel(channel: ChannelName): channel is StaffChannel {
  return channel.startsWith('staff:');
}

/**
 * Where messages to a person go: where the school file says, else the one chat in which it knows their id, else where
 * the school has it, else its first chat.
 */
export function preferredChat(school: School, person: PersonId): Chat {
  const known = findPerson(school, person);
  const having = chatsOf(school);
  const knownIn = having.filter((one) => known?.[one] !== undefined);
  const only = knownIn.length === 1 ? knownIn[0] : undefined;
  return known?.chat ?? only ?? school.chat ?? having[0] ?? chats[0];
}

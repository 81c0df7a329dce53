import { z } from 'zod';
import { digestOf } from './digest.ts';
import type { StaffChannel } from './message.ts';
import { type PersonId, type PersonKind, personKinds, type Role, roles } from './people.ts';
import { kindOf, roleLabel, type School } from './school.ts';

/** Who is asked to read or sign something: everybody who is in any of its parts. */
export const audienceSchema = z.object({
  kinds: z.array(z.enum(personKinds)),
  roles: z.array(z.enum(roles)),
  /** Ids of groups of the school file. */
  groups: z.array(z.string()),
  /** Ids of staff channels of the school file: who is in them, the chat says. */
  channels: z.array(z.string()),
  people: z.array(z.string()),
});
export type Audience = z.infer<typeof audienceSchema>;

const kindNames: Readonly<Record<PersonKind, string>> = {
  staff: 'all staff',
  governor: 'governors',
  volunteer: 'volunteers',
  visitor: 'visitors',
};

/** Everybody of the school file who belongs to it, in the order of their addresses. */
export function peopleIn(audience: Audience, school: School): readonly PersonId[] {
  // Looked up once each: a trust has tens of thousands of people.
  const wanted = new Set([
    ...audience.people,
    ...audience.roles.flatMap((role) => school.roles[role].people),
    ...school.groups.flatMap(({ id, people }) => (audience.groups.includes(id) ? people : [])),
  ]);
  const { kinds } = audience;
  return school.people
    .filter(({ email }) => wanted.has(email) || (kinds.length > 0 && kinds.includes(kindOf(school, email))))
    .map(({ email }) => email)
    .toSorted();
}

/** A text that is another one where somebody joined it or left it by the school file. */
export function audienceDigest(audience: Audience, school: School): string {
  return digestOf(peopleIn(audience, school));
}

/** The staff channels of an audience that the school still has. */
export function channelsIn({ channels }: Audience, school: School): readonly StaffChannel[] {
  return school.staffChannels.filter(({ id }) => channels.includes(id)).map(({ id }): StaffChannel => `staff:${id}`);
}

/** An audience in words, such as `all staff, governors and the Science department`. No name of a person (R197). */
export function saidAudience(audience: Audience, school: School): string {
  const count = audience.people.length;
  const parts = [
    ...personKinds.filter((kind) => audience.kinds.includes(kind)).map((kind) => kindNames[kind]),
    ...audience.roles.map((role: Role) => `the ${roleLabel(school, role)}`),
    ...school.groups.filter(({ id }) => audience.groups.includes(id)).map(({ name }) => name),
    ...school.staffChannels.filter(({ id }) => audience.channels.includes(id)).map(({ name }) => `members of ${name}`),
    ...(count === 0 ? [] : [count === 1 ? 'one person by name' : `${count} people by name`]),
  ];
  const last = parts.at(-1) ?? 'nobody';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

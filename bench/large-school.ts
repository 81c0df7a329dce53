import { type Person, type School, schoolSchema } from '../src/domain/school.ts';
import { aSchoolFile } from '../test/support/school.ts';

/** In which chats the people of a school are. With `both`, every other person is in each. */
export type ChatsOf = 'teams' | 'slack' | 'both';

/**
 * A school, or rather a trust, with so many members of staff; whoever holds a role is none of them here. The many are not
 * read from a file: what that takes of the memory is a matter of the start.
 */
export function aLargeSchool(count: number, chats: ChatsOf): School {
  const file = aSchoolFile();
  const { teams, ...rest } = file;
  const hasTeams = chats !== 'slack';
  const hasSlack = chats !== 'teams';
  const school = schoolSchema.parse({
    ...rest,
    ...(hasTeams ? { teams } : {}),
    ...(hasSlack ? { slack: { workspaceId: 'T0OAKFIELD' } } : {}),
    people: file.people.map(({ teams: _, ...person }, number) => ({ ...person, ...placeOf(number, chats) })),
    channels: {
      safeguarding: {
        ...(hasTeams ? { teams: { channelId: '19:safeguarding@thread.tacv2' } } : {}),
        ...(hasSlack ? { slack: { channelId: 'C0SAFEGUARD' } } : {}),
      },
    },
  });
  const known = school.people.map((person): Person => ({ ...person, kind: 'governor' }));
  const others = Array.from({ length: count }, (_, index): Person => {
    const number = known.length + index;
    const email = `p${String(index).padStart(6, '0')}@oakfield.example`;
    return { email, name: `Somebody ${index}`, jobTitle: 'Teacher', kind: 'staff', ...placeOf(number, chats) };
  });
  return { ...school, people: [...known, ...others] };
}

function placeOf(number: number, chats: ChatsOf): Pick<Person, 'teams' | 'slack'> {
  const isInSlack = chats === 'slack' || (chats === 'both' && number % 2 === 1);
  return isInSlack
    ? { slack: { userId: `U0PERSON${String(number).padStart(6, '0')}` } }
    : { teams: { userId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` } };
}

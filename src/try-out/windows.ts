import { Fault } from '../application/faults.ts';
import type { StaffChannel } from '../domain/message.ts';
import { type PersonId, roles } from '../domain/people.ts';
import { findPerson, holds, type Person, type School, staffChannel } from '../domain/school.ts';
import type { PlaygroundPerson, PlaygroundSchool, PlaygroundWindow } from './playground.ts';

/** A window of the try-out and whom it is for. */
export interface TryOutWindow {
  readonly whose: string;
  readonly person: Person;
  readonly window: PlaygroundWindow;
}

/** Somebody was asked for whom the school does not have. */
class WindowFault extends Fault {}

/**
 * The windows of a try-out: a teacher's, a DSL's, and one for each role or email address in `also`, on ports counted
 * from `firstPort`.
 */
export function windowsOf(school: School, also: readonly string[], firstPort: number): readonly TryOutWindow[] {
  const wanted = ['teacher', 'dsl', ...also.filter((name) => name !== 'teacher' && name !== 'dsl')];
  return wanted.map((whose, index) => {
    const person = findPerson(school, personIdOf(school, whose));
    if (person === undefined) throw unknown(whose);
    return { whose, person, window: { person: asShown(person), port: firstPort + index } };
  });
}

/** The school as the Playground shows it, role-holders first, so that they are among the few it has room for. */
export function playgroundSchool(school: School): PlaygroundSchool {
  const { tenantId } = school.teams ?? {};
  const { channelId } = school.channels.safeguarding.teams ?? {};
  if (tenantId === undefined || channelId === undefined)
    throw new WindowFault('the school file has no Teams tenant or no safeguarding channel', {
      code: 'not-for-teams',
      whatToDo: 'Add teams.tenantId and channels.safeguarding.teams.channelId to the school file.',
    });
  const staffChannelId = generalOf(school)?.channelId;
  return {
    name: school.name,
    tenantId,
    channelId,
    ...(staffChannelId === undefined ? {} : { staffChannelId }),
    people: school.people.map(asShown),
  };
}

/** The channel for staff that has a place in the windows, as General: the first that is in Teams. */
export function generalOf(school: School): { readonly name: StaffChannel; readonly channelId: string } | undefined {
  const [first] = school.staffChannels.flatMap(({ id, teams }) =>
    teams === undefined ? [] : [{ name: staffChannel(id), channelId: teams.channelId }],
  );
  return first;
}

function personIdOf(school: School, whose: string): PersonId {
  if (whose === 'teacher') return school.people.find((person) => !holds(school, person.email, roles))?.email ?? '';
  const role = roles.find((candidate) => candidate === whose);
  return (role === undefined ? whose.toLowerCase() : school.roles[role].people[0]) ?? '';
}

function asShown({ email, name, teams }: Person): PlaygroundPerson {
  return { id: email, name, teamsUserId: teams?.userId ?? email };
}

function unknown(whose: string): WindowFault {
  return new WindowFault(`nobody in the school is "${whose}"`, {
    code: 'unknown-window',
    whatToDo: `Use one of ${roles.join(', ')}, or an email address of the school file.`,
  });
}

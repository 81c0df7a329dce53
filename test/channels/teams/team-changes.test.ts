import { beforeEach, describe, expect, it } from 'vitest';
import type { Reach } from '../../../src/application/ports.ts';
import { type Activity, readActivity } from '../../../src/channels/teams/activity.ts';
import { createTeamChanges } from '../../../src/channels/teams/team-changes.ts';
import { findPerson, type School } from '../../../src/domain/school.ts';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';
import { activitiesOf } from '../../support/teams-activities.ts';

const staffRoom = { id: 'staff-room', name: 'Staff room', teams: { channelId: '19:staff@thread.tacv2' } };
const school = aSchool({
  staffChannels: [staffRoom],
  people: aSchoolFile().people.map(({ teams, ...person }) =>
    person.email === people.assistant || teams === undefined ? person : { ...person, teams },
  ),
});
const bot = { id: '28:bot', name: 'Safeguarding' };
const { teamChanges } = activitiesOf({
  user: {
    id: '29:somebody',
    aadObjectId: '99999999-9999-4999-8999-999999999999',
    name: 'Somebody',
    userPrincipalName: 'somebody@oakfield.example',
    tenantId: school.teams?.tenantId ?? '',
  },
  bot,
  serviceUrl: 'https://teams.example/',
  personalChat: 'a:somebody',
});

/** Whom Teams knows by which id. */
const known = new Map([
  ['29:teacher', people.teacher],
  ['29:assistant', people.assistant],
]);

let told: (string | undefined)[];
let asked: string[];
let kept: Map<string, Reach>;

beforeEach(() => {
  [told, asked, kept] = [[], [], new Map()];
});

async function hear(change: 'added' | 'removed', ids: readonly string[], of: School = school): Promise<void> {
  const { heard } = createTeamChanges({
    identifier: {
      async whoIs({ from }: Activity) {
        asked.push(from.id);
        const person = findPerson(of, known.get(from.id) ?? '');
        return person === undefined ? { kind: 'stranger' } : { kind: 'known', person };
      },
    },
    addresses: {
      find: async (_school, _chat, who) => kept.get(who),
      remember: async (_school, _chat, who, reach) => void kept.set(who, reach),
    },
    tellArrived: async (_school, person) => void told.push(person),
  });
  const activity = readActivity(teamChanges(change, ids));
  if (typeof activity === 'string') throw new Error(activity);
  await heard(activity, of);
}

describe('a team in which the bot is', () => {
  it('[R160] gets somebody of the school: what they owe is looked at, and a chat with them can be begun', async () => {
    await hear('added', ['29:teacher', '29:assistant', '29:stranger']);
    expect(told).toEqual([people.teacher, people.assistant]);
    expect([...kept]).toEqual([
      [`person:${people.assistant}`, { serviceUrl: 'https://teams.example/', userId: '29:assistant' }],
    ]);
  });

  it('gets somebody whom the school does not know, or the bot, or loses somebody: it is looked at all the same', async () => {
    await hear('added', ['29:stranger']);
    await hear('added', [bot.id]);
    await hear('removed', ['29:teacher']);
    expect(told).toEqual([undefined, undefined, undefined]);
    expect(asked).toEqual(['29:stranger']);
  });

  it('gets a whole school at once: Teams is not asked for each', async () => {
    await hear(
      'added',
      Array.from({ length: 300 }, (_, number) => `29:${number}`),
    );
    expect(asked).toHaveLength(20);
    expect(told).toEqual([undefined]);
  });

  it('concerns nobody where the school has no channel for staff', async () => {
    await hear('added', ['29:teacher'], aSchool());
    expect([told, asked]).toEqual([[], []]);
  });
});

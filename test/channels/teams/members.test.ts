import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Reach } from '../../../src/application/ports.ts';
import { createRateLimiter } from '../../../src/channels/rate-limiter.ts';
import { createRenderer } from '../../../src/channels/render.ts';
import { createSdkConnector } from '../../../src/channels/teams/sdk-connector.ts';
import { createTeamsApp } from '../../../src/channels/teams/teams-app.ts';
import { createTeamsChannel } from '../../../src/channels/teams/teams-channel.ts';
import type { Member } from '../../../src/domain/gathering.ts';
import { type FakeTeams, type FakeUser, startFakeTeams } from '../../support/fake-teams.ts';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';

const render = createRenderer('teams');
const channelId = '19:staff@thread.tacv2';
const staffRoom = { id: 'staff-room', name: 'Staff room', teams: { channelId } };
/** The teacher is known by their id; the assistant has none in the school file, and is known by their address. */
const school = aSchool({
  staffChannels: [staffRoom],
  people: aSchoolFile().people.map(({ teams, ...person }) =>
    person.email === people.assistant || teams === undefined ? person : { ...person, teams },
  ),
});
const tenantId = school.teams?.tenantId ?? '';

let fake: FakeTeams;
let channel: Channel;
let kept: Map<string, Reach>;
let now: number;

beforeEach(async () => {
  now = 0;
  kept = new Map();
  fake = await startFakeTeams();
  const app = createTeamsApp({
    server: { post: () => undefined, get: () => undefined } as never,
    credentials: { kind: 'none-local' },
    serviceUrl: fake.serviceUrl,
    troubled: () => undefined,
  });
  const limiter = createRateLimiter({
    monotonicMs: () => now,
    wait: async (milliseconds) => {
      now += milliseconds;
    },
  });
  channel = createTeamsChannel({
    connector: createSdkConnector(app, { limiter }),
    addresses: {
      find: async (_school, _chat, who) => kept.get(who),
      remember: async (_school, _chat, who, reach) => void kept.set(who, reach),
      forget: async (_school, _chat, who) => void kept.delete(who),
    },
    render,
    setting: 'chat',
    serviceUrl: fake.serviceUrl,
  });
});
afterEach(() => fake.stop());

function user(number: number, given: Partial<FakeUser> = {}): FakeUser {
  const id = String(number).padStart(12, '0');
  const userPrincipalName = `somebody.${number}@oakfield.example`;
  const known = { id: `29:${id}`, aadObjectId: `99999999-0000-4000-8000-${id}`, name: `Somebody ${number}` };
  return fake.addUser({ ...known, userPrincipalName, tenantId, ...given });
}
const teacher = () => user(1, { aadObjectId: '00000000-0000-4000-8000-000000000001', name: 'Amara' });
const assistant = () => user(2, { userPrincipalName: people.assistant.toUpperCase(), name: 'Bronwen' });

async function everybody(): Promise<readonly Member[]> {
  const all: Member[] = [];
  let after: string | undefined;
  do {
    const page = await channel.members(school, 'staff:staff-room', after);
    all.push(...page.members);
    after = page.next;
  } while (after !== undefined);
  return all;
}

describe('who is in a staff channel in Teams', () => {
  it('is known by the ids of the school file and by their address, and comes with a name where they are not in it', async () => {
    fake.setMembers(channelId, [teacher(), assistant(), user(3)]);
    expect(await everybody()).toEqual([
      { person: people.teacher, name: 'Amara' },
      { person: people.assistant, name: 'Bronwen' },
      { name: 'Somebody 3' },
    ]);
  });

  it('is no guest, nobody who is not signed in and nobody of another organisation', async () => {
    const userPrincipalName = people.assistant;
    fake.setMembers(channelId, [
      user(1, { userRole: 'guest', userPrincipalName }),
      user(2, { userRole: 'anonymous', userPrincipalName }),
      user(3, { tenantId: 'another', userPrincipalName }),
      user(4, { userPrincipalName: 'b.tallis_oakfield.example#EXT#@oakfield.example' }),
    ]);
    expect(await everybody()).toEqual([]);
  });

  it('is read 100 at a time', async () => {
    const many = Array.from({ length: 230 }, (_, number) => user(number));
    fake.setMembers(channelId, many);
    expect((await everybody()).map(({ name }) => name)).toEqual(many.map(({ name }) => name));
    expect(fake.requests.map(({ call }) => call)).toEqual(['members', 'members', 'members']);
  });

  it('can be written to from then on where the school file has no id of theirs, unless more is known already', async () => {
    fake.setMembers(channelId, [teacher(), assistant(), user(3)]);
    await everybody();
    expect([...kept]).toEqual([
      [`person:${people.assistant}`, { serviceUrl: fake.serviceUrl, userId: '99999999-0000-4000-8000-000000000002' }],
    ]);
    const reach = { serviceUrl: fake.serviceUrl, conversation: 'a:chat' };
    kept.set(`person:${people.assistant}`, reach);
    await everybody();
    expect(kept.get(`person:${people.assistant}`)).toEqual(reach);
  });

  it('is asked no more often than Teams allows', async () => {
    fake.setMembers(channelId, [teacher()]);
    const times: number[] = [];
    for (let count = 0; count < 130; count++) {
      await channel.members(school, 'staff:staff-room').catch(() => undefined);
      if (fake.requests.length > times.length) times.push(now);
    }
    const most = (withinMs: number) =>
      Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + withinMs).length));
    expect([most(1_000), most(2_000), most(30_000)].map((count, at) => count <= [14, 16, 120][at]!)).toEqual([
      true,
      true,
      true,
    ]);
    expect(times.length).toBeGreaterThan(100);
  });

  it('begins anew where Teams does not know any more how far it had come', async () => {
    fake.setMembers(channelId, [teacher()]);
    const page = await channel.members(school, 'staff:staff-room', 'a token of last week');
    expect(page).toEqual({ members: [{ person: people.teacher, name: 'Amara' }] });
  });

  it('cannot be said where the app is not in the team, or of a channel that the school has not', async () => {
    const refused = await channel.members(school, 'staff:staff-room').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'teams-403', whatToDo: 'Install the app in the team of this channel.' });
    await expect(channel.members(school, 'staff:other')).rejects.toMatchObject({ code: 'teams-unreachable' });
  });
});

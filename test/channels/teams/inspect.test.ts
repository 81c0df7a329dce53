import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreFault } from '../../../src/application/faults.ts';
import type { Channel, InspectedChannel, Reach } from '../../../src/application/ports.ts';
import { createRateLimiter } from '../../../src/channels/rate-limiter.ts';
import { createRenderer } from '../../../src/channels/render.ts';
import { createSdkConnector } from '../../../src/channels/teams/sdk-connector.ts';
import { createTeamsApp, type TeamsAppOptions } from '../../../src/channels/teams/teams-app.ts';
import { createTeamsChannel } from '../../../src/channels/teams/teams-channel.ts';
import type { School } from '../../../src/domain/school.ts';
import { type FakeTeams, type FakeUser, startFakeTeams } from '../../support/fake-teams.ts';
import { aSchool, people } from '../../support/school.ts';

const render = createRenderer('teams');
const channelId = '19:safeguarding@thread.tacv2';
const teamId = '19:team@thread.tacv2';
const school = aSchool();
const tenantId = school.teams?.tenantId ?? '';
const team = [
  { person: people.dsl, name: 'Naila' },
  { person: people.deputy, name: 'Daniel' },
];

let fake: FakeTeams;
let channel: Channel;
let kept: Map<string, Reach>;
let storeIsAway: boolean;
let now: number;

beforeEach(async () => {
  now = 0;
  kept = new Map();
  storeIsAway = false;
  fake = await startFakeTeams();
  channel = aChannel();
});
afterEach(() => fake.stop());

function aChannel(credentials: TeamsAppOptions['credentials'] = { kind: 'none-local' }): Channel {
  const app = createTeamsApp({
    server: { post: () => undefined, get: () => undefined } as never,
    credentials,
    serviceUrl: fake.serviceUrl,
    troubled: () => undefined,
  });
  const limiter = createRateLimiter({
    monotonicMs: () => now,
    wait: async (milliseconds) => {
      now += milliseconds;
    },
  });
  return createTeamsChannel({
    connector: createSdkConnector(app, { limiter }),
    addresses: {
      async find(_school, _chat, who) {
        if (storeIsAway) throw new StoreFault('away', { code: 'store-away', whatToDo: 'Wait.' });
        return kept.get(who);
      },
      remember: async (_school, _chat, who, reach) => void kept.set(who, reach),
      forget: async (_school, _chat, who) => void kept.delete(who),
    },
    render,
    setting: 'chat',
    serviceUrl: fake.serviceUrl,
  });
}

function user(number: number, given: Partial<FakeUser> = {}): FakeUser {
  const id = String(number).padStart(12, '0');
  const userPrincipalName = `somebody.${number}@oakfield.example`;
  const known = { id: `29:${id}`, aadObjectId: `00000000-0000-4000-8000-${id}`, name: `Somebody ${number}` };
  return fake.addUser({ ...known, userPrincipalName, tenantId, ...given });
}
const dsl = () => user(2, { name: 'Naila' });
const deputy = () => user(3, { name: 'Daniel' });

/** What Teams said when the bot was added to the channel. */
function wasAdded(more: Reach = {}): void {
  kept.set('channel:safeguarding', {
    serviceUrl: fake.serviceUrl,
    conversation: channelId,
    team: teamId,
    ...more,
  });
}

async function safeguarding(of: School = school): Promise<InspectedChannel | undefined> {
  return (await channel.inspect(of)).channels.find((one) => one.channel === 'safeguarding');
}

const openTo = async () => (await safeguarding())?.openTo;

describe('the safeguarding channel in Teams', () => {
  it('is private and holds the team; the bot needs no right that it could miss', async () => {
    wasAdded();
    fake.setTeam(teamId, [{ id: teamId }, { id: channelId, type: 'private' }]);
    fake.setMembers(channelId, [dsl(), deputy()]);
    expect(await channel.inspect(school)).toEqual({
      missingRights: [],
      channels: [{ channel: 'safeguarding', isThere: 'yes', openTo: 'invited', members: team }],
    });
  });

  it('a standard one is open to everybody of its team, whom it has as members', async () => {
    wasAdded();
    fake.setTeam(teamId, [{ id: teamId }, { id: channelId, type: 'standard' }]);
    fake.setMembers(channelId, [dsl(), deputy(), user(40)]);
    expect(await safeguarding()).toEqual({
      channel: 'safeguarding',
      isThere: 'yes',
      openTo: 'everybody',
      members: [...team, { name: 'Somebody 40' }],
    });
  });

  it('the first one of a team is standard though Teams does not say so, and though nobody knows the team', async () => {
    fake.setTeam(channelId, [{ id: channelId }, { id: '19:other@thread.tacv2', type: 'private' }]);
    fake.setMembers(channelId, [dsl(), deputy()]);
    expect(await openTo()).toBe('everybody');
  });

  it('a shared one is open to other organisations', async () => {
    wasAdded();
    fake.setTeam(teamId, [{ id: channelId, type: 'shared' }]);
    fake.setMembers(channelId, [dsl(), deputy()]);
    expect(await openTo()).toBe('other-organisations');
  });

  it.each([
    ['a guest', { userRole: 'guest' }],
    ['a guest, by the name they sign in with', { userPrincipalName: 'g_elsewhere.example#EXT#@oakfield.example' }],
    ['somebody of another organisation', { tenantId: 'another' }],
    ['somebody who is not signed in', { userRole: 'anonymous' }],
  ] as const)('a private one is open to others too where there is %s in it, who is shown', async (_, given) => {
    wasAdded();
    fake.setTeam(teamId, [{ id: channelId, type: 'private' }]);
    fake.setMembers(channelId, [dsl(), user(41, { name: 'Gwen Guest', ...given })]);
    expect(await safeguarding()).toMatchObject({
      isThere: 'yes',
      openTo: 'other-organisations',
      members: [team[0], { name: 'Gwen Guest' }],
    });
  });

  it.each([
    ['privateChannel', 'invited'],
    ['sharedChannel', 'other-organisations'],
    ['standard', 'unknown'],
    ['somethingNew', 'unknown'],
    [undefined, 'unknown'],
  ] as const)(
    'where the list leaves it out and Teams describes the channel itself as %s, it is %s',
    async (type, said) => {
      wasAdded();
      fake.setTeam(teamId, [{ id: teamId }]);
      fake.setTeam(channelId, [], type);
      fake.setMembers(channelId, [dsl(), deputy()]);
      expect(await openTo()).toBe(said);
    },
  );

  it('is unknown where Teams lists it and does not say what it is: a bot is told no more', async () => {
    wasAdded();
    fake.setTeam(teamId, [{ id: teamId }, { id: channelId }]);
    fake.setMembers(channelId, [dsl(), deputy()]);
    expect(await openTo()).toBe('unknown');
    fake.setTeam(teamId, [{ id: teamId }, { id: channelId, type: 'a new sort' }]);
    expect(await openTo()).toBe('unknown');
  });

  it('is what Teams said when the bot was added, where it says nothing now', async () => {
    wasAdded({ sort: 'private' });
    fake.setMembers(channelId, [dsl(), deputy()]);
    expect(await openTo()).toBe('invited');
    fake.setTeam(teamId, [{ id: channelId, type: 'standard' }]);
    expect(await openTo()).toBe('everybody');
  });

  it('is not there where the bot was never added, and where it was taken away', async () => {
    const none = { channel: 'safeguarding', isThere: 'no', openTo: 'unknown', members: undefined };
    expect(await safeguarding()).toEqual(none);
    wasAdded({ sort: 'private' });
    expect(await safeguarding()).toEqual(none);
    fake.trouble('members', { status: 404 });
    expect(await safeguarding()).toEqual(none);
  });

  it('does not count bots among its people', async () => {
    wasAdded({ sort: 'private' });
    const bot = user(42, { id: '28:11111111-1111-4111-8111-111111111111', name: 'Safeguarding' });
    fake.setMembers(channelId, [dsl(), deputy(), bot]);
    expect(await safeguarding()).toMatchObject({ openTo: 'invited', members: team });
    const staffId = '19:staff@thread.tacv2';
    fake.setMembers(staffId, [dsl(), deputy(), bot]);
    const of = aSchool({ staffChannels: [{ id: 'staff-room', name: 'Staff room', teams: { channelId: staffId } }] });
    const page = await channel.members(of, 'staff:staff-room');
    expect(page.members).toEqual(team);
  });

  it('counts among its people whom Teams does not describe', async () => {
    wasAdded({ sort: 'private' });
    fake.setMembers(channelId, [dsl(), user(43, { userRole: 7 as never }), deputy()]);
    expect(await safeguarding()).toMatchObject({
      isThere: 'yes',
      openTo: 'invited',
      members: [...team, { name: 'Somebody whom Teams does not describe' }],
    });
  });

  it('of thousands of people is read so far and no further, and that there are more is said', async () => {
    wasAdded({ sort: 'private' });
    fake.setMembers(
      channelId,
      Array.from({ length: 2_000 }, (_, number) => user(100 + number)),
    );
    const members = (await safeguarding())?.members ?? [];
    expect([members.length, members.at(-1)]).toEqual([1_001, { name: 'Others, who were not looked at' }]);
    expect(fake.requests.filter(({ call }) => call === 'members')).toHaveLength(10);
  });

  it('is looked at although the store does not say how it is reached', async () => {
    storeIsAway = true;
    fake.setTeam(channelId, [{ id: channelId }]);
    fake.setMembers(channelId, [dsl(), deputy()]);
    expect(await safeguarding()).toMatchObject({ isThere: 'yes', openTo: 'everybody', members: team });
  });

  it('is there, and nobody knows whom it lets in, while Teams does not answer that', async () => {
    wasAdded();
    fake.setMembers(channelId, [dsl(), deputy()]);
    fake.trouble('channels', { status: 503 });
    expect(await safeguarding()).toMatchObject({ isThere: 'yes', openTo: 'unknown', members: team });
  });

  it('is unknown where Teams asks for patience and says of another channel how it stands', async () => {
    const staffId = '19:staff@thread.tacv2';
    const of = aSchool({ staffChannels: [{ id: 'staff-room', name: 'Staff room', teams: { channelId: staffId } }] });
    kept.set('channel:staff:staff-room', { serviceUrl: fake.serviceUrl, conversation: staffId, sort: 'standard' });
    fake.setMembers(staffId, [dsl()]);
    fake.setMembers(channelId, [dsl()]);
    fake.trouble('members', { status: 429, headers: { 'retry-after': '30' } });
    const { channels } = await channel.inspect(of);
    expect(channels.map(({ isThere }) => isThere).sort()).toEqual(['unknown', 'yes']);
    expect(channels.map(({ openTo: to }) => to)).toContain('unknown');
  });

  it('says nothing of who is in a channel for staff, of whom it reads a page', async () => {
    const staffId = '19:staff@thread.tacv2';
    const of = aSchool({ staffChannels: [{ id: 'staff-room', name: 'Staff room', teams: { channelId: staffId } }] });
    fake.setTeam(staffId, [{ id: staffId }]);
    fake.setMembers(
      staffId,
      Array.from({ length: 500 }, (_, number) => user(100 + number)),
    );
    expect((await channel.inspect(of)).channels).toEqual([
      { channel: 'safeguarding', isThere: 'no', openTo: 'unknown', members: undefined },
      { channel: 'staff:staff-room', isThere: 'yes', openTo: 'everybody', members: undefined },
    ]);
    expect(fake.requests.filter(({ path, call }) => call === 'members' && path.includes(staffId))).toHaveLength(1);
  });

  it('cannot be looked at where the bot cannot prove itself, or Teams does not answer at all', async () => {
    const token = () => Promise.reject(new Error('the secret has run out'));
    const unproven = aChannel({ kind: 'token', clientId: 'x', tenantId, token });
    await expect(unproven.inspect(school)).rejects.toMatchObject({ code: 'teams-no-token' });
    fake.trouble('members', 'breaks');
    await expect(channel.inspect(school)).rejects.toMatchObject({ code: 'teams-no-answer' });
  });
});

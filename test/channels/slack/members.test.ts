import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Reach } from '../../../src/application/ports.ts';
import { createRateLimiter } from '../../../src/channels/rate-limiter.ts';
import { createRenderer } from '../../../src/channels/render.ts';
import { createSlackApp } from '../../../src/channels/slack/slack-app.ts';
import { createSlackChannel } from '../../../src/channels/slack/slack-channel.ts';
import type { Member } from '../../../src/domain/gathering.ts';
import { type FakeSlack, startFakeSlack } from '../../support/fake-slack.ts';
import { people } from '../../support/school.ts';
import { aSlackSchool, knownByAddress, slackUserId, workspaceId } from '../../support/slack-school.ts';

const render = createRenderer('slack');
const channelId = 'C0STAFF';
const staffRoom = { id: 'staff-room', name: 'Staff room', slack: { channelId } };
const school = aSlackSchool({ staffChannels: [staffRoom] });
const HALF_AN_HOUR = 30 * 60_000;

let slack: FakeSlack;
let channel: Channel;
let now: number;

beforeEach(async () => {
  now = 0;
  slack = await startFakeSlack({ teamId: workspaceId });
  const app = createSlackApp({
    server: { post: () => undefined },
    credentials: { botToken: slack.token, transport: { kind: 'http', signingSecret: slack.signingSecret } },
    apiUrl: slack.apiUrl,
    limiter: createRateLimiter({
      monotonicMs: () => now,
      wait: async (milliseconds) => {
        now += milliseconds;
      },
    }),
    troubled: () => undefined,
  });
  const kept = new Map<string, Reach>();
  channel = createSlackChannel({
    connector: app.connector,
    render,
    addresses: {
      find: async (_school, _chat, who) => kept.get(who),
      remember: async (_school, _chat, who, reach) => void kept.set(who, reach),
    },
    workspaces: () => [workspaceId],
    monotonicMs: () => now,
  });
});
afterEach(() => slack.stop());

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `U0MANY${String(from + index).padStart(5, '0')}`);

/** A channel with these in it; each has an account of its own in the workspace. */
function inChannel(members: readonly string[], isPrivate = false): void {
  slack.addChannel({ id: channelId, name: 'staff', isPrivate, members });
}

async function everybody(): Promise<readonly Member[]> {
  const all: Member[] = [];
  let after: string | undefined;
  do {
    const page = await channel.members(school, 'staff:staff-room', after);
    expect(page.members.length).toBeLessThanOrEqual(100);
    all.push(...page.members);
    after = page.next;
  } while (after !== undefined);
  return all;
}

describe('who is in a staff channel in Slack', () => {
  it('is known by the ids of the school file without asking, and by the address of their account', async () => {
    slack.addUser({ id: 'U0BRONWEN', name: 'Bronwen T', email: knownByAddress.toUpperCase() });
    inChannel([slackUserId(0), 'U0BRONWEN']);
    expect(await everybody()).toEqual([
      { person: people.teacher, name: 'Amara Osei' },
      { person: knownByAddress, name: 'Bronwen T' },
    ]);
    // The bot, and the one account that the file has no id of.
    expect(slack.callsOf('users.info')).toHaveLength(2);
  });

  it('comes with what the chat calls them where the school file does not know them', async () => {
    slack.addUser({ id: 'U0NEW', name: 'New Starter', email: 'new@oakfield.example' });
    inChannel(['U0NEW']);
    expect(await everybody()).toEqual([{ name: 'New Starter' }]);
  });

  it('is no bot, no guest, nobody of another organisation and nobody whose account was closed', async () => {
    const email = knownByAddress;
    slack.addUser({ id: 'U0GUEST', name: 'Guest', email, isGuest: true });
    slack.addUser({ id: 'U0OTHER', name: 'Other', email, teamId: 'T0OTHER' });
    slack.addUser({ id: 'U0BOTTY', name: 'Botty', isBot: true });
    slack.addUser({ id: 'U0GONE', name: 'Gone', email, isDeleted: true });
    inChannel(['U0GUEST', 'U0OTHER', 'U0BOTTY', 'U0GONE', 'U0NOBODY']);
    expect(await everybody()).toEqual([]);
  });

  it('is read page by page, each account once, and costs far fewer calls than there are people', async () => {
    const many = numbered(1_230);
    for (const id of many) slack.addUser({ id, name: `Somebody ${id}`, email: `${id}@oakfield.example`.toLowerCase() });
    inChannel(many);
    const found = await everybody();
    expect(found.map(({ name }) => name)).toEqual(many.map((id) => `Somebody ${id}`));
    expect(slack.callsOf('conversations.members')).toHaveLength(13);
    expect(slack.callsOf('users.list')).toHaveLength(3);
    expect(slack.callsOf('users.info')).toHaveLength(0);
    expect(slack.refusals()).toEqual([]);
  });

  it('is asked again after half an hour, and not before', async () => {
    slack.addUser({ id: 'U0NEW', name: 'New Starter', email: 'new@oakfield.example' });
    inChannel(['U0NEW']);
    await everybody();
    await everybody();
    expect(slack.callsOf('users.info')).toHaveLength(2);
    now += HALF_AN_HOUR;
    slack.changeUser('U0NEW', { isDeleted: true });
    expect(await everybody()).toEqual([]);
  });

  it('begins anew where Slack does not know any more how far it had come', async () => {
    inChannel([slackUserId(0)]);
    const page = await channel.members(school, 'staff:staff-room', 'a cursor of last week');
    expect(page).toEqual({ members: [{ person: people.teacher, name: 'Amara Osei' }] });
  });

  it('cannot be said of a private channel to which the bot was not invited, or of one that the school has not', async () => {
    slack.addChannel({ id: channelId, name: 'staff', isPrivate: true, hasBot: false, members: [slackUserId(0)] });
    await expect(channel.members(school, 'staff:staff-room')).rejects.toMatchObject({
      code: 'slack-channel_not_found',
    });
    await expect(channel.members(school, 'staff:other')).rejects.toMatchObject({ code: 'slack-unreachable' });
  });
});

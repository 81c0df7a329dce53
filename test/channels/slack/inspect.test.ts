import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, InspectedChannel } from '../../../src/application/ports.ts';
import { createRateLimiter } from '../../../src/channels/rate-limiter.ts';
import { createRenderer } from '../../../src/channels/render.ts';
import { neededRights } from '../../../src/channels/slack/rights.ts';
import { createSlackApp, type SlackTransport } from '../../../src/channels/slack/slack-app.ts';
import { createSlackChannel } from '../../../src/channels/slack/slack-channel.ts';
import type { School } from '../../../src/domain/school.ts';
import { type FakeManifest, type FakeSlack, startFakeSlack } from '../../support/fake-slack.ts';
import { people } from '../../support/school.ts';
import { aSlackSchool, slackChannelId, slackUserId, workspaceId } from '../../support/slack-school.ts';

const render = createRenderer('slack');
const school = aSlackSchool();
const [dsl, deputy] = [slackUserId(1), slackUserId(2)];
const team = [
  { person: people.dsl, name: 'Naila Rahimi' },
  { person: people.deputy, name: 'Daniel Okonjo' },
];
let slack: FakeSlack;
afterEach(() => slack.stop());

const manifestOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../manifest/slack/${name}.json`, import.meta.url), 'utf8')) as FakeManifest;
const without = (...rights: readonly string[]): FakeManifest => ({
  oauth_config: { scopes: { bot: neededRights.filter((right) => !rights.includes(right)) } },
});

/** A Slack in which the app has what its manifest asks for, or what is given; and the bot there. */
async function aChannel(manifest = manifestOf('manifest'), given?: string | SlackTransport): Promise<Channel> {
  let now = 0;
  slack = await startFakeSlack({ teamId: workspaceId, manifest });
  const paced = {
    monotonicMs: () => now,
    wait: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  const app = createSlackApp({
    server: { post: () => undefined },
    credentials: {
      botToken: typeof given === 'string' ? given : slack.token,
      transport: typeof given === 'object' ? given : { kind: 'http', signingSecret: slack.signingSecret },
    },
    apiUrl: slack.apiUrl,
    limiter: createRateLimiter(paced),
    troubled: () => undefined,
  });
  return createSlackChannel({
    connector: app.connector,
    render,
    addresses: { find: async () => undefined, remember: async () => undefined },
    workspaces: () => [workspaceId],
    monotonicMs: () => now,
  });
}

async function safeguardingIn(channel: Channel, of: School = school): Promise<InspectedChannel | undefined> {
  return (await channel.inspect(of)).channels.find((one) => one.channel === 'safeguarding');
}

describe('what the bot may do in Slack', () => {
  it('misses nothing where the app has what its manifest asks for', async () => {
    const channel = await aChannel();
    slack.addChannel({ id: slackChannelId, name: 'safeguarding' });
    expect(await channel.inspect(school)).toMatchObject({ missingRights: [] });
  });

  it('is named by Slack’s own words where something of it was not given', async () => {
    const channel = await aChannel(without('groups:read', 'users:read.email'));
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', isPrivate: false });
    expect(await channel.inspect(school)).toMatchObject({ missingRights: ['groups:read', 'users:read.email'] });
  });

  it('is not said to be missing where Slack does not say what was given', async () => {
    const channel = await aChannel({});
    slack.addChannel({ id: slackChannelId, name: 'safeguarding' });
    expect(await channel.inspect(school)).toMatchObject({ missingRights: [] });
  });

  it('cannot be said with a token that Slack does not know, or of another workspace', async () => {
    const stranger = await aChannel(manifestOf('manifest'), 'xoxb-another');
    await expect(stranger.inspect(school)).rejects.toMatchObject({ code: 'slack-invalid_auth' });
    await slack.stop();
    const channel = await aChannel();
    const other = aSlackSchool({ slack: { workspaceId: 'T0ANOTHER' } });
    await expect(channel.inspect(other)).rejects.toMatchObject({ code: 'slack-wrong-workspace' });
  });

  it('cannot be said while the service has no connection of Socket Mode, through which all would come', async () => {
    const channel = await aChannel(manifestOf('manifest'), { kind: 'socket', appToken: 'xapp-revoked' });
    await expect(channel.inspect(school)).rejects.toMatchObject({ code: 'slack-no-socket' });
  });

  it('cannot be said while Slack does not answer', async () => {
    const channel = await aChannel();
    slack.goesDown();
    await expect(channel.inspect(school)).rejects.toMatchObject({ code: 'slack-no-answer' });
    slack.comesBack();
  });
});

describe('the safeguarding channel in Slack', () => {
  let channel: Channel;
  beforeEach(async () => {
    channel = await aChannel();
    for (const [index, { name, email }] of school.people.entries())
      slack.addUser({ id: slackUserId(index), name, email });
  });

  it('is private and holds the team, and the bot is not counted', async () => {
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', members: [dsl, deputy] });
    expect(await safeguardingIn(channel)).toEqual({
      channel: 'safeguarding',
      isThere: 'yes',
      openTo: 'invited',
      members: team,
    });
  });

  it('is not there where it has another id, is archived, or the bot was not invited', async () => {
    const notThere = { isThere: 'no' };
    expect(await safeguardingIn(channel)).toMatchObject({ ...notThere, openTo: 'unknown', members: undefined });
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', hasBot: false });
    expect(await safeguardingIn(channel)).toMatchObject(notThere);
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', isArchived: true });
    expect(await safeguardingIn(channel)).toMatchObject(notThere);
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', isPrivate: false, hasBot: false });
    expect(await safeguardingIn(channel)).toMatchObject({ ...notThere, openTo: 'everybody' });
  });

  it('is open to everybody where it is public', async () => {
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', isPrivate: false, members: [dsl, deputy] });
    expect(await safeguardingIn(channel)).toMatchObject({ isThere: 'yes', openTo: 'everybody', members: team });
  });

  it.each(['with-organisation', 'with-workspace', 'not-yet'] as const)(
    'is open to others where it is shared, also with another workspace or not quite yet: %s',
    async (shared) => {
      slack.addChannel({ id: slackChannelId, name: 'safeguarding', members: [dsl], shared });
      expect(await safeguardingIn(channel)).toMatchObject({ openTo: 'other-organisations' });
    },
  );

  it('shows everybody who is in it: guests, other bots, people of elsewhere, and whom Slack does not describe', async () => {
    slack.addUser({ id: 'U0GUEST', name: 'Gwen Guest', email: 'guest@elsewhere.example', isGuest: true });
    slack.addUser({ id: 'U0OTHER', name: 'Otto Other', teamId: 'T0OTHER' });
    slack.addUser({ id: 'U0BOTTY', name: 'Botty', isBot: true });
    slack.addUser({ id: 'U0NEW', name: 'New Starter', email: 'new@oakfield.example' });
    const members = [dsl, 'U0GUEST', 'U0OTHER', 'U0BOTTY', 'U0NEW', 'U0NOBODY'];
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', members });
    const found = await safeguardingIn(channel);
    expect(found?.members).toEqual([
      team[0],
      { name: 'Gwen Guest' },
      { name: 'Otto Other' },
      { name: 'Botty' },
      { name: 'New Starter' },
      { name: 'Somebody whom Slack does not describe' },
    ]);
  });

  it('does not show an account that was closed: nobody can use it', async () => {
    slack.addUser({ id: 'U0GONE', name: 'Gone', isDeleted: true });
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', members: [dsl, deputy, 'U0GONE'] });
    expect((await safeguardingIn(channel))?.members).toEqual(team);
  });

  it('of thousands of people is read so far and no further, and that there are more is said', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `U0MANY${String(index).padStart(5, '0')}`);
    for (const id of many) slack.addUser({ id, name: `Somebody ${id}` });
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', members: many });
    const members = (await safeguardingIn(channel))?.members ?? [];
    expect([members.length, members.at(-1)]).toEqual([1_000, { name: 'Others, who were not looked at' }]);
    expect(slack.callsOf('conversations.members')).toHaveLength(10);
    expect(slack.callsOf('users.info')).toHaveLength(0);
  });

  it('is still looked at where Slack does not say who is in it', async () => {
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', isPrivate: false, members: [dsl] });
    slack.limits({ method: 'conversations.members', retryAfterSeconds: 30 });
    expect(await safeguardingIn(channel)).toEqual({
      channel: 'safeguarding',
      isThere: 'yes',
      openTo: 'everybody',
      members: undefined,
    });
  });

  it('is unknown where Slack asks for patience and says of another channel how it stands', async () => {
    const of = aSlackSchool({ staffChannels: [{ id: 'staff-room', name: 'Staff', slack: { channelId: 'C0STAFF' } }] });
    slack.addChannel({ id: slackChannelId, name: 'safeguarding', members: [dsl] });
    slack.addChannel({ id: 'C0STAFF', name: 'staff', isPrivate: false, members: [dsl] });
    slack.limits({ method: 'conversations.info', channel: slackChannelId, retryAfterSeconds: 30 });
    expect((await channel.inspect(of)).channels).toEqual([
      { channel: 'safeguarding', isThere: 'unknown', openTo: 'unknown', members: undefined },
      // Who is in a channel for staff is nobody's trouble.
      { channel: 'staff:staff-room', isThere: 'yes', openTo: 'everybody', members: undefined },
    ]);
    await expect(safeguardingIn(channel)).rejects.toMatchObject({ code: 'chat-busy' });
  });
});

it('a private channel cannot be looked at without the right to, and that is what is missing', async () => {
  const channel = await aChannel(without('groups:read'));
  const of = aSlackSchool({ staffChannels: [{ id: 'staff-room', name: 'Staff', slack: { channelId: 'C0STAFF' } }] });
  slack.addChannel({ id: slackChannelId, name: 'safeguarding' });
  slack.addChannel({ id: 'C0STAFF', name: 'staff', isPrivate: false });
  expect(await channel.inspect(of)).toMatchObject({
    missingRights: ['groups:read'],
    channels: [{ isThere: 'unknown' }, { isThere: 'yes' }],
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFault, MESSAGE_GONE } from '../../../src/application/faults.ts';
import type { Channel, Reach } from '../../../src/application/ports.ts';
import { createRenderer } from '../../../src/channels/render.ts';
import type { SlackMessage } from '../../../src/channels/slack/connector.ts';
import { createSlackChannel } from '../../../src/channels/slack/slack-channel.ts';
import type { Message } from '../../../src/domain/message.ts';
import { aPerson, aSchool, aSchoolFile, people } from '../../support/school.ts';

const render = createRenderer('slack');
const dsl = { ...aPerson(people.dsl, 'Naila Rahimi', 'Designated Safeguarding Lead', 2), slack: { userId: 'U0DSL' } };
const school = aSchool({
  slack: { workspaceId: 'T0OAKFIELD' },
  people: aSchoolFile().people.map((person) => (person.email === people.dsl ? dsl : person)),
  channels: { safeguarding: { slack: { channelId: 'C0SAFE' } } },
});

const line: Message = {
  slot: 'seen',
  to: { kind: 'person', person: people.dsl },
  card: 'line',
  data: { text: 'Seen by the deputy DSL, 14:09.' },
  preview: 'Seen <now> & then',
};

const permit = { holds: () => true };

type Calls = Parameters<typeof createSlackChannel>[0]['connector'];
let posts: Array<Parameters<Calls['post']>>;
let edits: Array<Parameters<Calls['edit']>>;
let reaches: Map<string, Reach>;
let refusal: DeliveryFault | undefined;
let members: Map<string, string>;
let workspaceId: string;
let channel: Channel;

beforeEach(() => {
  [posts, edits, reaches, refusal, members] = [[], [], new Map(), undefined, new Map()];
  workspaceId = 'T0OAKFIELD';
  const connector: Calls = {
    post: async (...call) => {
      posts.push(call);
      return { channel: 'D0DSL', ts: '1.5' };
    },
    edit: async (...call) => {
      if (refusal !== undefined) throw refusal;
      edits.push(call);
    },
    findUserId: async (email, workspaceId) => {
      if (refusal !== undefined) throw refusal;
      return members.get(`${workspaceId} ${email}`);
    },
    membersOf: async () => ({ userIds: [] }),
    listMembers: async () => ({ members: [] }),
    lookUp: async () => undefined,
    describeBot: async () => ({ userId: 'U0BOT', workspaceId }),
    describeChannel: async () => undefined,
    health: async () => {
      if (refusal !== undefined) throw refusal;
      return { workspaceId };
    },
  };
  const find = async (_school: unknown, chat: string, who: string) => reaches.get(`${chat} ${who}`);
  const remember = async (_school: unknown, chat: string, who: string, reach: Reach) => {
    reaches.set(`${chat} ${who}`, reach);
  };
  channel = createSlackChannel({ connector, render, addresses: { find, remember }, workspaces: () => ['T0OAKFIELD'] });
});

const shown = (message: SlackMessage | undefined) => JSON.stringify(message?.blocks);
const thread = { kind: 'thread', below: 'case' } as const;
const root = { channel: 'slack', at: { channel: 'C0SAFE', ts: '1.1' } };

describe('a message in Slack', () => {
  it('to somebody reaches the account that the school file names', async () => {
    reaches.set(`slack person:${people.dsl}`, { userId: 'U0OTHER' });
    const post = await channel.post(school, line.to, line, undefined, permit);
    expect(post).toEqual({ channel: 'slack', at: { channel: 'D0DSL', ts: '1.5' } });
    expect(posts[0]?.[0]).toEqual({ channel: 'U0DSL' });
    expect(posts[0]?.[1].text).toBe('Seen &lt;now&gt; &amp; then');
    expect(shown(posts[0]?.[1])).toContain('Seen by the deputy DSL, 14:09.');
  });

  it('to somebody else reaches the account that they were last seen with', async () => {
    reaches.set(`slack person:${people.teacher}`, { userId: 'U0TEACHER' });
    await channel.post(school, { kind: 'person', person: people.teacher }, line, undefined, permit);
    expect(posts[0]?.[0]).toEqual({ channel: 'U0TEACHER' });
  });

  it('to somebody who has never used the bot reaches the account with their address, which is then remembered', async () => {
    members.set(`T0OAKFIELD ${people.teacher}`, 'U0TEACHER');
    await channel.post(school, { kind: 'person', person: people.teacher }, line, undefined, permit);
    expect(posts[0]?.[0]).toEqual({ channel: 'U0TEACHER' });
    expect(reaches.get(`slack person:${people.teacher}`)).toEqual({ userId: 'U0TEACHER' });
  });

  it('goes to the others whom it mentions when Slack cannot say who one of them is', async () => {
    refusal = new DeliveryFault('Slack did not answer', { code: 'slack-503', whatToDo: 'Wait.', certain: false });
    const mentions = [people.dsl, people.head];
    await channel.post(school, { kind: 'channel', channel: 'safeguarding' }, { ...line, mentions }, undefined, permit);
    expect(shown(posts[0]?.[1])).toContain('<@U0DSL>');
  });

  it('to a channel stands in it, and what belongs to it below it', async () => {
    await channel.post(school, { kind: 'channel', channel: 'safeguarding' }, line, undefined, permit);
    await channel.post(school, thread, line, root, permit);
    expect(posts.map(([to]) => to)).toEqual([{ channel: 'C0SAFE' }, { channel: 'C0SAFE', thread: '1.1' }]);
  });

  it('mentions those whom Slack knows, and nobody by name', async () => {
    reaches.set(`slack person:${people.teacher}`, { userId: 'U0TEACHER' });
    const mentions = [people.dsl, people.teacher, people.head];
    await channel.post(school, thread, { ...line, mentions }, root, permit);
    await channel.edit(school, root, { ...line, mentions }, permit);
    for (const message of [posts[0]?.[1], edits[0]?.[1]]) {
      expect(shown(message)).toContain('<@U0DSL> <@U0TEACHER>');
      expect(shown(message)).not.toMatch(/Rahimi|Osei|Elstow|oakfield\.example/);
    }
  });

  it('is edited where it stands', async () => {
    await channel.edit(school, root, line, permit);
    expect(edits[0]?.[0]).toEqual({ channel: 'C0SAFE', ts: '1.1' });
    expect(shown(edits[0]?.[1])).toContain('Seen by the deputy DSL, 14:09.');
  });

  it('that is shown again elsewhere says so where it stood, with no button', async () => {
    await channel.remove(school, root, permit);
    expect(edits[0]?.[0]).toEqual({ channel: 'C0SAFE', ts: '1.1' });
    expect(edits[0]?.[1].text).toBe('This is shown again below.');
    expect(shown(edits[0]?.[1])).toContain('This is shown again below.');
    expect(shown(edits[0]?.[1])).not.toContain('button');
  });

  it('that somebody took away is taken away; what Slack does not do is said', async () => {
    const whatToDo = 'Look.';
    refusal = new DeliveryFault('gone', { code: MESSAGE_GONE, whatToDo, certain: true });
    await channel.remove(school, root, permit);
    await expect(channel.edit(school, root, line, permit)).rejects.toBe(refusal);
    refusal = new DeliveryFault('no', { code: 'slack-is_archived', whatToDo, certain: true });
    await expect(channel.remove(school, root, permit)).rejects.toBe(refusal);
    await expect(channel.health()).rejects.toBe(refusal);
  });

  it("counts no more where the school file names another channel since; in somebody's own chat it always does", () => {
    expect(channel.isCurrent(school, root)).toBe(true);
    expect(channel.isCurrent(school, { channel: 'slack', at: { channel: 'C0OLD', ts: '1.1' } })).toBe(false);
    expect(channel.isCurrent(school, { channel: 'slack', at: { channel: 'D0DSL', ts: '1.1' } })).toBe(true);
  });

  it('is not ready with the token of a workspace that no school has', async () => {
    await channel.health();
    workspaceId = 'T0OTHER';
    await expect(channel.health()).rejects.toMatchObject({ code: 'slack-wrong-workspace' });
  });

  it('is not asked for again and again who somebody is that has no account', async () => {
    let asked = 0;
    members.get = () => {
      asked += 1;
      return undefined;
    };
    const mentions = [people.head];
    const to = { kind: 'channel', channel: 'safeguarding' } as const;
    for (let n = 0; n < 3; n++) await channel.post(school, to, { ...line, mentions }, undefined, permit);
    expect(asked).toBe(1);
  });

  it('to a place that nobody has named is not sent, so that another chat may be tried', async () => {
    const nowhere = { code: 'slack-unreachable', certain: true, noAddress: true, hopeless: false };
    const { safeguarding: _, ...others } = school.channels;
    const elsewhere = { ...school, channels: { ...others, safeguarding: {} } };
    const head = { kind: 'person', person: people.head } as const;
    await expect(channel.post(school, head, line, undefined, permit)).rejects.toMatchObject(nowhere);
    await expect(
      channel.post(elsewhere, { kind: 'channel', channel: 'safeguarding' }, line, undefined, permit),
    ).rejects.toMatchObject(nowhere);
    await expect(channel.post(school, thread, line, undefined, permit)).rejects.toMatchObject(nowhere);
    await expect(channel.edit(school, { channel: 'slack', at: {} }, line, permit)).rejects.toMatchObject(nowhere);
    expect(posts).toEqual([]);
  });
});

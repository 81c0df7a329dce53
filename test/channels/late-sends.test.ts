import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEASE_OVER } from '../../src/application/faults.ts';
import type { Channel, Permit } from '../../src/application/ports.ts';
import { type Call, createRateLimiter, type RateLimiter } from '../../src/channels/rate-limiter.ts';
import { createRenderer } from '../../src/channels/render.ts';
import { createSlackApp } from '../../src/channels/slack/slack-app.ts';
import { createSlackChannel } from '../../src/channels/slack/slack-channel.ts';
import { createSdkConnector } from '../../src/channels/teams/sdk-connector.ts';
import { createTeamsApp } from '../../src/channels/teams/teams-app.ts';
import { createTeamsChannel } from '../../src/channels/teams/teams-channel.ts';
import type { Message } from '../../src/domain/message.ts';
import { type LateServer, startLateServer } from '../support/late-server.ts';
import { aSchool } from '../support/school.ts';

const school = aSchool({
  slack: { workspaceId: 'T0OAKFIELD' },
  channels: { safeguarding: { slack: { channelId: 'C0SAFE' }, teams: { channelId: '19:safe@thread.tacv2' } } },
});
const message: Message = {
  slot: 'case',
  to: { kind: 'channel', channel: 'safeguarding' },
  card: 'line',
  data: { text: 'Seen by the deputy DSL, 14:09.' },
  preview: 'Seen',
};
const addresses = { find: async () => undefined, remember: async () => undefined, forget: async () => undefined };
const nobody = { post: () => undefined, get: () => undefined } as never;

interface Setup {
  readonly server: LateServer;
  readonly limiter: RateLimiter;
  /** Resolves with the token of the bot; Slack's is always at hand. */
  readonly token: () => Promise<string>;
}

const slackRender = createRenderer('slack');
function slackOn({ server, limiter }: Setup): Channel {
  const { connector } = createSlackApp({
    server: { post: () => undefined },
    credentials: { botToken: 'xoxb-the-bot', transport: { kind: 'http', signingSecret: 'a secret' } },
    apiUrl: `https://localhost:${server.port}/api/`,
    limiter,
    troubled: () => undefined,
  });
  return createSlackChannel({ connector, render: slackRender, addresses, workspaces: () => [] });
}

const teamsRender = createRenderer('teams');
function teamsOn({ server, limiter, token }: Setup): Channel {
  const serviceUrl = `https://localhost:${server.port}/teams`;
  const [clientId, tenantId] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  const credentials = { kind: 'token', clientId, tenantId, token } as const;
  const app = createTeamsApp({ server: nobody, credentials, serviceUrl, troubled: () => undefined });
  const connector = createSdkConnector(app, { limiter });
  return createTeamsChannel({ connector, addresses, render: teamsRender, setting: 'chat', serviceUrl });
}

const post = {
  slack: { channel: 'slack', at: { channel: 'C0SAFE', ts: '1.1' } },
  teams: {
    channel: 'teams',
    at: { serviceUrl: '', conversation: '19:safe@thread.tacv2', activity: '1' },
  },
} as const;

let server: LateServer;
let isValid: boolean;
const permit: Permit = { holds: () => isValid };
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 60));

beforeEach(async () => {
  isValid = true;
  server = await startLateServer();
});
afterEach(() => server.stop());

// An unsigned token is enough: nobody looks at it here.
const aToken = ['{"alg":"none"}', '{"exp":4102444800}', '']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');

describe.each([
  ['slack', slackOn],
  ['teams', teamsOn],
] as const)('through the SDK of %s', (chat, on) => {
  const setup = (more: Partial<Setup> = {}) =>
    on({ server, limiter: createRateLimiter(), token: async () => aToken, ...more });
  const at = () => ({
    ...post[chat],
    at: { ...post[chat].at, ...(chat === 'teams' ? { serviceUrl: `https://localhost:${server.port}/teams` } : {}) },
  });
  const work = {
    post: (channel: Channel) => channel.post(school, message.to, message, undefined, permit),
    edit: (channel: Channel) => channel.edit(school, at(), message, permit),
    remove: (channel: Channel) => channel.remove(school, at(), permit),
  };

  it.each(['post', 'edit', 'remove'] as const)('a %s arrives while its permit holds', async (what) => {
    await work[what](setup());
    expect(server.received.join('')).toContain(what === 'remove' ? 'again' : 'DSL');
  });

  it.each(['post', 'edit', 'remove'] as const)(
    'nothing of a %s leaves when the connection comes after its permit has ended',
    async (what) => {
      server.hold();
      const fault = work[what](setup()).catch((error: unknown) => error);
      await server.until(() => server.begun === 1);
      isValid = false;
      server.letIn();
      expect(await fault).toMatchObject({ code: LEASE_OVER, certain: true, notTried: true });
      await aWhile();
      expect(server.received.join('')).toBe('');
    },
  );

  it('nothing leaves whose turn comes after its permit has ended', async () => {
    const { turn, rest } = createRateLimiter();
    const endsFirst = async (call: Call) => {
      await turn(call);
      isValid = false;
    };
    await expect(work.post(setup({ limiter: { turn: endsFirst, rest } }))).rejects.toMatchObject({ code: LEASE_OVER });
    await aWhile();
    expect(server.received.join('')).toBe('');
  });

  it('what goes by a permit asks for its turn as something owed, all else as an answer', async () => {
    const { turn, rest } = createRateLimiter();
    const asked: unknown[] = [];
    const noting = (call: Call) => {
      asked.push(call.isAnswer);
      return turn(call);
    };
    const channel = setup({ limiter: { turn: noting, rest } });
    await work.post(channel);
    await work.edit(channel);
    expect(asked).toEqual([false, false]);
  });

  it('nothing leaves by the connection of an earlier message', async () => {
    const channel = setup();
    await work.edit(channel);
    const before = server.received.join('');
    isValid = false;
    await expect(work.edit(channel)).rejects.toMatchObject({ code: LEASE_OVER });
    await aWhile();
    expect(server.received.join('')).toBe(before);
    expect(server.begun).toBe(1);
  });

  it.each([429, 500, 502, 503, 504])('what is answered with status %i is not sent again by the SDK', async (status) => {
    await server.stop();
    let requests = 0;
    server = await startLateServer({
      answer: () => {
        requests++;
        return `HTTP/1.1 ${status} Trouble\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n`;
      },
    });
    await expect(work.post(setup())).rejects.toMatchObject({ code: `${chat}-${status}` });
    await aWhile();
    expect(requests).toBe(1);
  });

  it.each([301, 307, 308])('what is answered with a redirection (%i) goes nowhere else', async (status) => {
    await server.stop();
    let requests = 0;
    server = await startLateServer({
      answer: () => {
        requests++;
        const place = `https://localhost:${server.port}/elsewhere`;
        return `HTTP/1.1 ${status} Moved\r\nlocation: ${place}\r\ncontent-length: 0\r\n\r\n`;
      },
    });
    await expect(work.post(setup())).rejects.toMatchObject({ code: `${chat}-${status}`, hopeless: false });
    expect(requests).toBe(1);
  });
});

it('nothing leaves for Teams when the token of the bot comes after the permit has ended', async () => {
  const came = Promise.withResolvers<string>();
  const asked = Promise.withResolvers<void>();
  const token = () => {
    asked.resolve();
    return came.promise;
  };
  const channel = teamsOn({ server, limiter: createRateLimiter(), token });
  const fault = channel.post(school, message.to, message, undefined, permit).catch((error: unknown) => error);
  await asked.promise;
  isValid = false;
  came.resolve(aToken);
  expect(await fault).toMatchObject({ code: LEASE_OVER });
  await aWhile();
  expect(server.received.join('')).toBe('');
});

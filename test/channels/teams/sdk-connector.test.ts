import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFault, MESSAGE_GONE } from '../../../src/application/faults.ts';
import { createRateLimiter } from '../../../src/channels/rate-limiter.ts';
import type { TeamsConnector } from '../../../src/channels/teams/connector.ts';
import { createSdkConnector } from '../../../src/channels/teams/sdk-connector.ts';
import { createTeamsApp } from '../../../src/channels/teams/teams-app.ts';
import { createVirtualTime } from '../../support/virtual-time.ts';

const activity = { type: 'message', text: 'Something' };
const nowMs = () => Date.parse('2026-11-23T14:05:00.000Z');

/** What a call is answered with. */
type Answer = (response: ServerResponse) => void;

const json = (status: number, headers: Record<string, string> = {}, body: unknown = { id: '1' }): Answer => {
  return (response) => {
    // The date of the answer is left out where a test does not give one.
    response.sendDate = false;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
};

let calls: string[];
let answers: Answer[];
let serviceUrl: string;
let connector: TeamsConnector;

const teams = createServer((request, response) => {
  request.resume().on('end', () => {
    calls.push(`${request.method} ${decodeURIComponent(request.url ?? '')}`);
    (answers.shift() ?? json(200))(response);
  });
});

function connect(limiter = createRateLimiter(), attemptWithinMs = 9_500): TeamsConnector {
  const credentials = { kind: 'none-local' } as const;
  const server = { post: () => undefined, get: () => undefined } as never;
  const app = createTeamsApp({ server, credentials, serviceUrl, troubled: () => undefined });
  return createSdkConnector(app, { nowMs, limiter, attemptWithinMs });
}

beforeEach(async () => {
  [calls, answers] = [[], []];
  teams.listen(0, '127.0.0.1');
  await once(teams, 'listening');
  serviceUrl = `http://127.0.0.1:${(teams.address() as AddressInfo).port}/teams`;
  connector = connect();
});

afterEach(async () => {
  teams.closeAllConnections();
  await new Promise((resolve) => teams.close(resolve));
});

const post = (to = '19:safe@thread.tacv2') => connector.post(serviceUrl, to, activity);

async function faultOf(work: () => Promise<unknown>, answer: Answer): Promise<DeliveryFault> {
  connector = connect();
  answers.push(answer);
  const fault = await work().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(DeliveryFault);
  return fault as DeliveryFault;
}

const judged = ({ code, certain, hopeless, notTried, retryAfterMs }: DeliveryFault) => ({
  code,
  certain,
  hopeless,
  notTried,
  retryAfterMs,
});

describe('what Teams does not take', () => {
  it.each([
    [429, true],
    [412, true],
    [421, true],
    [423, true],
    [425, true],
    [500, false],
    [503, false],
    [501, false],
    [505, false],
    [507, false],
    [524, false],
    [599, false],
    [502, false],
    [504, false],
    [408, false],
  ])('with status %i is tried again when Teams says', async (status, certain) => {
    const asked = { code: `teams-${status}`, certain, hopeless: false, notTried: false };
    const patience = async (headers: Record<string, string>) => judged(await faultOf(post, json(status, headers)));
    expect(await patience({ 'retry-after': '30' })).toEqual({ ...asked, retryAfterMs: 30_000 });
    expect(await patience({ 'retry-after': '9'.repeat(300) })).toEqual({ ...asked, retryAfterMs: 86_400_000 });
    const date = 'Mon, 23 Nov 2026 14:07:00 GMT';
    expect(await patience({ 'retry-after': date })).toEqual({ ...asked, retryAfterMs: 120_000 });
    expect(await patience({ 'retry-after': date, date: 'Mon, 23 Nov 2026 14:06:00 GMT' })).toEqual({
      ...asked,
      retryAfterMs: 60_000,
    });
    for (const none of ['', '0', '-5', 'NaN', 'soon', '1e9'])
      expect(await patience({ 'retry-after': none }), none).toEqual({ ...asked, retryAfterMs: undefined });
    expect(await patience({})).toEqual({ ...asked, retryAfterMs: undefined });
  });

  it.each([400, 403, 413])('with status %i is hopeless', async (status) => {
    expect(judged(await faultOf(post, json(status)))).toMatchObject({ certain: true, hopeless: true });
  });

  it('but answers in part only may have been said, whatever status the part has', async () => {
    for (const status of [200, 201, 204, 302]) {
      const cut: Answer = (response) => {
        response.writeHead(status, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"id"', () => response.destroy());
      };
      const fault = await faultOf(post, cut);
      expect({ status, ...judged(fault) }).toMatchObject({ status, certain: false, hopeless: false });
    }
  });

  it('but answers without end may have been said, and is not read to the end', async () => {
    const long = (bytes: number): Answer => {
      return (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
        response.end(gzipSync(`{"id":"1"${' '.repeat(bytes)}}`));
      };
    };
    expect(judged(await faultOf(post, long(4_000_000)))).toMatchObject({ code: 'teams-no-answer', certain: false });
    answers.push(long(3_999_000));
    expect(await post()).toBe('1');
  });

  it('but answers too slowly may have been said, and its connection is closed', async () => {
    connector = connect(createRateLimiter(), 400);
    const closed = Promise.withResolvers<void>();
    answers.push((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
      const drips = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drips);
        closed.resolve();
      });
    });
    const fault = await post().catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'teams-no-answer', certain: false, hopeless: false });
    await closed.promise;
  });

  it('though a proxy is named in the environment, is said to Teams itself where Node is not told to use one', async () => {
    const before = { ...process.env };
    let isAsked = false;
    const proxy = createServer((_request, response) => {
      isAsked = true;
      response.end('{"id":"1"}');
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      Object.assign(process.env, { http_proxy: url, HTTP_PROXY: url, no_proxy: '', NO_PROXY: '' });
      connector = connect();
      await post();
    } finally {
      for (const name of ['http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY'])
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      proxy.close();
    }
    expect([isAsked, calls.length]).toEqual([false, 1]);
  });

  it('because it is gone is to be posted again', async () => {
    const edit = () => connector.edit(serviceUrl, '19:safe@thread.tacv2', '1', activity);
    expect(await faultOf(edit, json(404))).toMatchObject({ code: MESSAGE_GONE, certain: true });
  });

  it('and does not answer may have been said; what could not be sent was not', async () => {
    expect(await faultOf(post, (response) => response.destroy())).toMatchObject({
      code: 'teams-no-answer',
      certain: false,
    });
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await new Promise((resolve) => other.close(resolve));
    serviceUrl = `http://127.0.0.1:${port}/teams`;
    expect(await faultOf(post, json(200))).toMatchObject({ code: 'teams-no-answer', certain: true });
  });
});

describe('the limits of Teams', () => {
  it('hold back what is too much in one conversation, in whichever of its threads, and nothing elsewhere', async () => {
    const time = createVirtualTime();
    connector = connect(createRateLimiter({ monotonicMs: time.now, wait: time.wait }));
    const said = Array.from({ length: 9 }, (_, n) => post(`19:safe@thread.tacv2;messageid=${n}`));
    await connector.findMember(serviceUrl, '19:safe@thread.tacv2', { tenantId: 't', userId: 'u' });
    await connector.createPersonalChat(serviceUrl, { tenantId: 't', userId: 'u' });
    await post('a:teacher');
    await Promise.all(said.slice(0, 7));
    const posts = () => calls.filter((call) => call.includes('messageid')).length;
    expect(posts()).toBe(7);
    await time.pass(1_000);
    await said[7];
    expect(posts()).toBe(8);
    await time.pass(1_000);
    await said[8];
  });

  it('once Teams asks for patience, keep others of that conversation from being sent for nothing', async () => {
    await faultOf(post, json(429, { 'retry-after': '30' }));
    const before = calls.length;
    expect(await post().catch((error: unknown) => error)).toMatchObject({ code: 'chat-busy', notTried: true });
    expect(calls).toHaveLength(before);
    await post('a:teacher');
    expect(calls).toHaveLength(before + 1);
  });
});

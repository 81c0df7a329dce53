import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incoming, SlackAnswer, SlackReceive } from '../../../src/channels/slack/incoming.ts';
import { createSlackApp, type SlackApp } from '../../../src/channels/slack/slack-app.ts';
import { type FakeSlack, startFakeSlack } from '../../support/fake-slack.ts';
import { watchConnections } from '../../support/watched-connections.ts';

const teacher = { id: 'U0TEACHER', name: 'Amara Osei', email: 'a.osei@oakfield.example' };

let slack: FakeSlack;
let app: SlackApp;
let troubles: string[];
let received: Incoming[];
let take: SlackReceive;
let routes: string[];
let waits: number[];
let passed: number;
/** How much time passes whenever somebody looks. */
let pace: number;

beforeEach(async () => {
  [troubles, received, routes, waits] = [[], [], [], []];
  [passed, pace] = [0, 60_000];
  take = async () => undefined;
  slack = await startFakeSlack({ patienceMs: 200 });
  slack.addUser(teacher);
  slack.addChannel({ id: 'C0SAFE', name: 'safeguarding' });
  app = join(slack.appToken);
});

afterEach(async () => {
  await app.stop();
  await slack.stop();
});

function join(appToken: string): SlackApp {
  return createSlackApp({
    server: { post: (path) => routes.push(path) },
    credentials: { botToken: slack.token, transport: { kind: 'socket', appToken } },
    apiUrl: slack.apiUrl,
    troubled: ({ code }) => troubles.push(code),
    monotonicMs: () => {
      passed += pace;
      return passed;
    },
    // No time passes between two attempts, but everything else that is going on goes on.
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return new Promise((resolve) => setImmediate(resolve));
    },
  });
}

const start = () =>
  app.start(async (incoming) => {
    received.push(incoming);
    return await take(incoming);
  });
const command = () =>
  slack.tell({ kind: 'command', payload: slack.payloads.command(teacher, '/report-concern', '', 'C0SAFE') });
const shortcut = () => slack.tell({ kind: 'interaction', payload: slack.payloads.shortcut(teacher, 'concern/report') });
const joined = () => slack.joins(teacher.id, 'C0SAFE');
const opened = () => slack.callsOf('apps.connections.open').length;

const isReady = () =>
  app.connector.health().then(
    () => true,
    () => false,
  );

/** Lets everything else go on until it is so. */
async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await look())) await new Promise((resolve) => setImmediate(resolve));
}

describe('the service over a socket', () => {
  it('is connected when it has started, and listens nowhere', async () => {
    await start();
    expect(slack.sockets.isConnected).toBe(true);
    expect(slack.calls.map(({ method }) => method)).toEqual(['apps.connections.open']);
    expect(routes).toEqual([]);
    await app.connector.health();
  });

  it('is told the same as by requests, and answers the same', async () => {
    await start();
    expect(await command()).toMatchObject({ status: 200, body: '' });
    take = async () => ({ kind: 'text', text: 'Nobody knows you here.' });
    expect(JSON.parse((await command()).body)).toEqual({ response_type: 'ephemeral', text: 'Nobody knows you here.' });
    expect(await shortcut()).toMatchObject({ status: 200, body: '' });
    await joined();
    expect(received.map(({ kind }) => kind)).toEqual(['command', 'command', 'shortcut', 'joined']);
    expect(received[0]).toMatchObject({ isFresh: true });
    expect(troubles).toEqual([]);
  });

  it('acknowledges nothing that it could not do, so that Slack says so', async () => {
    await start();
    take = () => Promise.reject(new Error('Sam Bell'));
    expect(await command()).toMatchObject({ trouble: 'timeout' });
    expect(troubles).toEqual(['unforeseen-Error']);
  });

  it('connects again when the line breaks or Slack asks for it, and takes what comes then', async () => {
    await start();
    for (const loses of [slack.sockets.cut, slack.sockets.recycle]) {
      const before = opened();
      loses();
      await until(async () => opened() > before && (await isReady()));
    }
    await command();
    expect(received).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('starts although Slack is down, says that it is not ready, and connects when Slack comes back', async () => {
    slack.fails(503, { method: 'apps.connections.open', times: 4 });
    await start();
    await expect(app.connector.health()).rejects.toMatchObject({ code: 'slack-no-socket', certain: true });
    await until(() => slack.sockets.isConnected);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(troubles).toEqual(Array.from({ length: 4 }, () => 'slack-no-socket'));
    await until(isReady);
  });

  it.each(['ws://127.0.0.1:9/', 'ws://localhost:9/', 'wss://evil.example/link', 'wss://slack.com.evil.example/', 'x'])(
    'makes no connection where Slack leads it to %s, which is none of its own, and goes on when it is put right',
    async (address) => {
      const watch = watchConnections();
      slack.sockets.leadTo(address);
      await start();
      await until(() => opened() > 2);
      expect(slack.sockets.isConnected).toBe(false);
      expect(watch.besides(slack.apiUrl)).toEqual([]);
      watch.stop();
      slack.sockets.leadTo(undefined);
      await until(isReady);
      expect(troubles[0]).toBe('slack-no-socket');
    },
  );

  it('goes on trying with a token that Slack does not take, ever more seldom', async () => {
    app = join('xapp-another');
    await start();
    await until(() => waits.length > 7);
    expect(waits.slice(0, 7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(slack.sockets.isConnected).toBe(false);
  });

  it('waits for a while where Slack ends what it has only just begun', async () => {
    pace = 0;
    await start();
    for (let times = 1; times < 4; times++) {
      const before = opened();
      slack.sockets.recycle();
      await until(async () => opened() > before && (await isReady()));
    }
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });

  it('is gone also when it is stopped while it connects', async () => {
    slack.fails(503, { method: 'apps.connections.open' });
    await start();
    await until(() => opened() > 1);
    await app.stop();
    for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
    await until(() => !slack.sockets.isConnected);
    expect(await isReady()).toBe(false);
  });

  it('answers what it has in hand before it goes, and takes nothing new', async () => {
    await start();
    const { promise, resolve } = Promise.withResolvers<SlackAnswer>();
    take = () => promise;
    const answering = command();
    await until(() => received.length === 1);
    const stopping = app.stop();
    const another = command();
    await new Promise((turn) => setTimeout(turn, 50));
    expect(slack.sockets.isConnected).toBe(true);
    resolve({ kind: 'text', text: 'Saved.' });
    expect(JSON.parse((await answering).body)).toMatchObject({ text: 'Saved.' });
    await stopping;
    await until(() => !slack.sockets.isConnected);
    expect(await another).toMatchObject({ trouble: 'timeout' });
    expect(received).toHaveLength(1);
    expect(troubles).toEqual([]);
  });

  it('is gone when it has stopped, and does not come back', async () => {
    await start();
    await app.stop();
    await until(() => !slack.sockets.isConnected);
    const before = opened();
    for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
    expect(opened()).toBe(before);
    await expect(app.connector.health()).rejects.toMatchObject({ code: 'slack-no-socket' });
  });
});

import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeliveryFault } from '../../../src/application/faults.ts';
import { createHttpServer, type HttpServer } from '../../../src/channels/http-server.ts';
import type { Incoming, SlackReceive } from '../../../src/channels/slack/incoming.ts';
import { createSlackApp, type SlackApp } from '../../../src/channels/slack/slack-app.ts';
import { type FakeSlack, startFakeSlack } from '../../support/fake-slack.ts';

const NOW = 1_795_442_700_000;
const SECRET_WORDS = 'He said that he is afraid of going home.';

let slack: FakeSlack;
let server: HttpServer;
let port: number;
let app: SlackApp;
let troubles: string[];
let received: Incoming[];
/** What the service does with what comes in. */
let take: SlackReceive;

const teacher = { id: 'U0TEACHER', name: 'Amara Osei', email: 'a.osei@oakfield.example' };

beforeEach(async () => {
  [troubles, received] = [[], []];
  take = async () => undefined;
  slack = await startFakeSlack({ now: () => NOW });
  slack.addUser(teacher);
  slack.addChannel({ id: 'C0SAFE', name: 'safeguarding' });
  server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    missing: async () => [],
    failed: () => troubles.push('http-server'),
  });
  app = createSlackApp({
    server,
    credentials: { botToken: slack.token, transport: { kind: 'http', signingSecret: slack.signingSecret } },
    apiUrl: slack.apiUrl,
    troubled: ({ code }) => troubles.push(code),
    nowMs: () => NOW,
  });
  await app.start(async (incoming) => {
    received.push(incoming);
    return await take(incoming);
  });
  port = await server.listen();
  slack.sendsTo(`http://127.0.0.1:${port}/slack/events`);
});

afterEach(async () => {
  await slack.stop();
  await server.close();
});

const command = () =>
  slack.tell({ kind: 'command', payload: slack.payloads.command(teacher, '/report-concern', '', 'C0SAFE') });
const shortcut = () => slack.tell({ kind: 'interaction', payload: slack.payloads.shortcut(teacher, 'concern/report') });

function sentModal() {
  const blocks = [{ type: 'input', block_id: 'what', element: { type: 'plain_text_input', action_id: 'what' } }];
  const view = { type: 'modal', callback_id: 'safeguarding', private_metadata: SECRET_WORDS, blocks };
  const shown = { id: 'V0MODAL', root: 'V0MODAL', previous: undefined, userId: teacher.id, hash: '1.abc', view };
  return slack.payloads.submission(teacher, { ...shown, typed: new Map(), problems: new Map() });
}
const submission = () => slack.tell({ kind: 'interaction', payload: sentModal() });

describe('the service in Slack', () => {
  it('asks nothing of Slack before it is needed', async () => {
    expect(slack.calls).toEqual([]);
    await command();
    expect(slack.calls).toEqual([]);
  });

  it('answers Slack whether its address is right', async () => {
    expect(await slack.verifiesUrl('a challenge')).toMatchObject({ status: 200, body: '{"challenge":"a challenge"}' });
    expect(received).toEqual([]);
  });

  it('hands over everything that it reads, and nothing else', async () => {
    await command();
    await shortcut();
    await submission();
    await slack.happens('app_home_opened', slack.payloads.homeOpened(teacher, 'home', undefined));
    await slack.joins(teacher.id, 'C0SAFE');
    await slack.happens('app_home_opened', slack.payloads.homeOpened(teacher, 'messages', undefined));
    await slack.happens('reaction_added', { type: 'reaction_added', user: teacher.id });
    await app.stop();
    expect(received.map(({ kind }) => kind)).toEqual(['command', 'shortcut', 'submission', 'home-opened', 'joined']);
    expect(troubles).toEqual([]);
  });

  it('hands over a press on what it has posted', async () => {
    const press = {
      type: 'button',
      action_id: 'do:0',
      value: '{"do":"concern/open"}',
      text: { type: 'plain_text', text: 'Open' },
    };
    const blocks = [{ type: 'actions', elements: [press] }];
    const { channel, ts } = await app.connector.post({ channel: 'C0SAFE' }, { text: 'A concern', blocks });
    const message = slack.workspace.messageAt(channel, ts);
    if (message === undefined) throw new Error('nothing was posted');
    await slack.tell({
      kind: 'interaction',
      payload: slack.payloads.messageAction(teacher, message, { type: 'actions' }, press),
    });
    expect(received).toMatchObject([{ kind: 'press', value: press.value, on: { kind: 'message', channel, ts } }]);
  });

  it('answers a command with a line that only the person sees, or with nothing', async () => {
    expect(await command()).toMatchObject({ status: 200, body: '' });
    take = async () => ({ kind: 'text', text: 'Nobody knows you here.' });
    const { status, body } = await command();
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ response_type: 'ephemeral', text: 'Nobody knows you here.' });
  });

  it('answers a modal that was sent with the next, or closes it', async () => {
    expect(await submission()).toMatchObject({ status: 200, body: '' });
    const view = { type: 'modal', blocks: [] } as const;
    take = async () => ({ kind: 'view', view });
    expect(JSON.parse((await submission()).body)).toEqual({ response_action: 'update', view });
  });

  it('acknowledges everything else at once, whatever is done with it', async () => {
    const done = Promise.withResolvers<undefined>();
    take = () => done.promise;
    expect(await shortcut()).toMatchObject({ status: 200, body: '' });
    expect(
      await slack.happens('member_joined_channel', slack.payloads.joined(teacher.id, 'C0SAFE', 'U0X')),
    ).toMatchObject({
      status: 200,
    });
    done.resolve(undefined);
  });

  it('says that a command or a modal was not taken, where something breaks, and no more', async () => {
    const fault = new DeliveryFault(SECRET_WORDS, { code: 'slack-no-answer', whatToDo: 'Look.', certain: false });
    for (const error of [new Error(SECRET_WORDS), fault, SECRET_WORDS]) {
      take = () => Promise.reject(error);
      for (const answer of [await command(), await submission()]) {
        expect(answer.status).toBe(500);
        expect(answer.body).toBe('{"error":"The service could not do this."}');
      }
    }
    expect(troubles).toEqual(['unforeseen-Error', 'slack-no-answer', 'unforeseen'].flatMap((code) => [code, code]));
  });

  it('notes only that something broke which nobody waits for', async () => {
    take = () => Promise.reject(new Error(SECRET_WORDS));
    expect(await shortcut()).toMatchObject({ status: 200 });
    expect(troubles).toEqual(['unforeseen-Error']);
  });

  it('finishes what it has taken before it stops', async () => {
    const done = Promise.withResolvers<undefined>();
    take = () => done.promise;
    await shortcut();
    let hasStopped = false;
    const stopping = app.stop().then(() => {
      hasStopped = true;
    });
    await slack.verifiesUrl();
    expect(hasStopped).toBe(false);
    done.resolve(undefined);
    await stopping;
  });

  it('writes nothing anywhere, whatever comes in and whatever Slack answers', async () => {
    const written = [
      ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name)),
      vi.spyOn(process.stdout, 'write'),
      vi.spyOn(process.stderr, 'write'),
    ];
    try {
      take = () => Promise.reject(new Error(SECRET_WORDS));
      await command();
      await submission();
      await slack.sends('{"broken', slack.signs('{"broken'));
      slack.refuses('invalid_blocks');
      await app.connector.openView('1.2.abc', { type: 'modal', blocks: [SECRET_WORDS] }).catch(() => undefined);
      slack.fails(500);
      await app.connector.health().catch(() => undefined);
      slack.goesDown();
      await app.connector.post({ channel: 'C0SAFE' }, { text: SECRET_WORDS, blocks: [] }).catch(() => undefined);
      for (const spy of written) expect(spy.mock.calls).toEqual([]);
    } finally {
      for (const spy of written) spy.mockRestore();
    }
    expect(troubles.length).toBeGreaterThan(2);
  });
});

describe('a request that Slack did not send', () => {
  const body = () => new URLSearchParams(slack.payloads.command(teacher, '/report-concern', '', 'C0SAFE')).toString();

  it('is refused: without a signature, with another secret, at another time, changed on its way', async () => {
    const text = body();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await slack.sends(text, form)).status).toBe(401);
    expect((await slack.sends(text, slack.signs(text, { secret: 'another' }))).status).toBe(401);
    for (const off of [-301, 301, 86_400])
      expect((await slack.sends(text, slack.signs(text, { timestamp: NOW / 1_000 + off }))).status).toBe(401);
    expect((await slack.sends(`${text}&x=1`, slack.signs(text))).status).toBe(401);
    expect(received).toEqual([]);
    for (const off of [-300, 300])
      expect((await slack.sends(text, slack.signs(text, { timestamp: NOW / 1_000 + off }))).status).toBe(200);
    expect(received).toHaveLength(2);
  });

  it('is refused where a header comes twice', async () => {
    const text = body();
    for (const name of ['x-slack-signature', 'x-slack-request-timestamp', 'content-type']) {
      const headers: Record<string, string | string[]> = { ...slack.signs(text) };
      const value = headers[name];
      if (typeof value !== 'string') throw new Error(`there is no ${name}`);
      headers[name] = [value, value];
      const status = await new Promise((resolve, reject) => {
        const sent = request(
          { port, host: '127.0.0.1', path: '/slack/events', method: 'POST', headers },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        );
        sent.on('error', reject);
        sent.end(text);
      });
      expect(status, name).toBe(name === 'content-type' ? 415 : 401);
    }
    expect(received).toEqual([]);
  });

  it('is refused by its length before it is looked at', async () => {
    const text = 'x'.repeat(1_000_001);
    expect((await slack.sends(text, slack.signs(text))).status).toBe(413);
  });

  it('is answered nowhere else', async () => {
    const text = body();
    const elsewhere = `http://127.0.0.1:${port}/slack/other`;
    expect((await slack.sends(text, slack.signs(text), elsewhere)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/slack/events`)).status).toBe(405);
  });
});

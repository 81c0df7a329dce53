import type { App, ReceiverEvent } from '@slack/bolt';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpHandler } from '../../../src/channels/http-server.ts';
import { createHttpReceiver } from '../../../src/channels/slack/receiver.ts';

const NOW = 1_795_442_700_000;
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const command = {
  command: '/report-concern',
  team_id: 'T0OAKFIELD',
  user_id: 'U0TEACHER',
  text: '',
  trigger_id: '1.2.abc',
};
const press = {
  type: 'block_actions',
  user: { id: 'U0TEACHER', team_id: 'T0OAKFIELD' },
  team: { id: 'T0OAKFIELD' },
  trigger_id: '1.2.abc',
  container: { channel_id: 'C0SAFE', message_ts: '1.2' },
  actions: [{ action_id: 'do:0' }],
};

let routes: Map<string, HttpHandler>;
let troubles: string[];
let handed: ReceiverEvent[];
let isGenuine: boolean;
/** What Bolt does with what it is handed. */
let bolt: (event: ReceiverEvent) => Promise<void>;

beforeEach(async () => {
  [routes, troubles, handed, isGenuine] = [new Map(), [], [], true];
  bolt = ({ ack }) => ack();
  const receiver = createHttpReceiver({
    server: { post: (path, handler) => routes.set(path, handler) },
    isGenuine: () => isGenuine,
    troubled: ({ code }) => troubles.push(code),
    nowMs: () => NOW,
    answerWithinMs: 20,
  });
  const app = {
    processEvent: (event: ReceiverEvent) => {
      handed.push(event);
      return bolt(event);
    },
  };
  receiver.init(app as App);
  expect(routes.size).toBe(0);
  await receiver.start();
});

function send(body: string, headers: Record<string, string> = {}): Promise<HttpAnswer> {
  const all = { 'content-type': FORM_TYPE, 'x-slack-request-timestamp': String(NOW / 1_000), ...headers };
  const handler = routes.get('/slack/events');
  if (handler === undefined) throw new Error('nothing listens');
  return handler({ headers: all, body: Buffer.from(body) });
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const sendCommand = (headers = {}) => send(form(command), headers);

describe('a request from Slack', () => {
  it('is taken as a form, as JSON in a form and as JSON', async () => {
    await sendCommand();
    await send(form({ payload: JSON.stringify(press) }));
    await send(JSON.stringify(press), { 'content-type': JSON_TYPE });
    await send(JSON.stringify(press), { 'content-type': 'Application/JSON; charset=utf-8' });
    expect(handed.map(({ body }) => body)).toEqual([command, press, press, press]);
    expect(troubles).toEqual([]);
  });

  it('that Slack did not sign is refused before anything of it is read', async () => {
    isGenuine = false;
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    for (const [body, type] of [
      [form(command), FORM_TYPE],
      ['{"broken', JSON_TYPE],
      [challenge, JSON_TYPE],
      ['', FORM_TYPE],
    ] as const)
      expect(await send(body, { 'content-type': type })).toEqual({ status: 401, body: { error: 'Not authorised.' } });
    expect(handed).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it('of a kind that Slack does not send is refused', async () => {
    for (const type of [
      '',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/jsonx',
      'text/json',
      'application/xml',
    ])
      expect((await send(form(command), { 'content-type': type })).status, type).toBe(415);
    expect(handed).toEqual([]);
  });

  it.each([
    ['broken JSON', '{"type":', JSON_TYPE],
    ['a list', '[]', JSON_TYPE],
    ['a text', '"x"', JSON_TYPE],
    ['null', 'null', JSON_TYPE],
    ['nothing', '', JSON_TYPE],
    ['broken JSON in a form', form({ payload: '{"type":' }), FORM_TYPE],
    ['a list in a form', form({ payload: '[]' }), FORM_TYPE],
    ['two payloads', `${form({ payload: JSON.stringify(press) })}&payload=%7B%7D`, FORM_TYPE],
    ['a field twice', `${form(command)}&user_id=U0OTHER`, FORM_TYPE],
    ['a command for nobody', form({ command: '/report-concern' }), FORM_TYPE],
    ['a press on nothing', form({ payload: JSON.stringify({ ...press, container: {} }) }), FORM_TYPE],
  ])('that holds %s is refused', async (_what, body, type) => {
    expect(await send(body, { 'content-type': type })).toMatchObject({ status: 400 });
    expect(handed).toEqual([]);
    expect(troubles).toEqual(['malformed-payload']);
  });

  it('that is of no interest is taken and goes no further', async () => {
    for (const body of ['{"type":"app_rate_limited"}', '{}'])
      expect(await send(body, { 'content-type': JSON_TYPE })).toEqual({ status: 200 });
    expect(await send(form({ ssl_check: '1', token: 'x' }))).toEqual({ status: 200 });
    expect(handed).toEqual([]);
  });

  it('that asks whether the address is right is answered with what it holds', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'a challenge', token: 'x' });
    expect(await send(body, { 'content-type': JSON_TYPE })).toEqual({
      status: 200,
      body: { challenge: 'a challenge' },
    });
    expect(handed).toEqual([]);
  });

  it('comes with how often it has come, and whether it is fresh', async () => {
    await sendCommand();
    await sendCommand({ 'x-slack-retry-num': '2' });
    await sendCommand({ 'x-slack-request-timestamp': String(NOW / 1_000 - 10) });
    await sendCommand({ 'x-slack-request-timestamp': String(NOW / 1_000 - 11) });
    await sendCommand({ 'x-slack-request-timestamp': String(NOW / 1_000 + 11) });
    expect(handed.map(({ retryNum, customProperties }) => [retryNum, customProperties])).toEqual([
      [0, { isFresh: true }],
      [2, { isFresh: false }],
      [0, { isFresh: true }],
      [0, { isFresh: false }],
      [0, { isFresh: false }],
    ]);
  });
});

describe('the answer to Slack', () => {
  it.each([
    ['nothing', undefined, { status: 200 }],
    ['an empty text', '', { status: 200 }],
    ['a text', 'Received.', { status: 200, body: { response_type: 'ephemeral', text: 'Received.' } }],
    ['an object', { response_action: 'clear' }, { status: 200, body: { response_action: 'clear' } }],
  ])('is what was acknowledged: %s', async (_what, acknowledged, answer) => {
    bolt = ({ ack }) => ack(acknowledged);
    expect(await sendCommand()).toEqual(answer);
  });

  it('does not wait for what happens afterwards', async () => {
    bolt = async ({ ack }) => {
      await ack();
      await new Promise(() => undefined);
    };
    expect(await sendCommand()).toEqual({ status: 200 });
  });

  it('stays what it was when it is acknowledged again, or something breaks afterwards', async () => {
    bolt = async ({ ack }) => {
      await ack('first');
      await ack('second');
      throw new Error('Sam Bell');
    };
    expect(await sendCommand()).toMatchObject({ status: 200, body: { text: 'first' } });
    expect(troubles).toEqual(['slack-sdk']);
  });

  it('is that it was not done, where nobody acknowledged it', async () => {
    bolt = async () => undefined;
    const notDone = { status: 500, body: { error: 'The service could not do this.' } };
    expect(await sendCommand()).toEqual(notDone);
    expect(troubles).toEqual([]);
    bolt = () => Promise.reject(new Error('Sam Bell'));
    expect(await sendCommand()).toEqual(notDone);
    expect(troubles).toEqual(['slack-sdk']);
  });

  it('is that it was not done, where nobody acknowledged it in time', async () => {
    const late = Promise.withResolvers<void>();
    bolt = async ({ ack }) => {
      await late.promise;
      await ack('too late');
    };
    expect(await sendCommand()).toMatchObject({ status: 500 });
    expect(troubles).toEqual(['slack-answered-late']);
    late.resolve();
  });
});

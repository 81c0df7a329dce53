import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFault, MESSAGE_GONE } from '../../../src/application/faults.ts';
import { withPermit } from '../../../src/channels/permit.ts';
import { type Call, createRateLimiter } from '../../../src/channels/rate-limiter.ts';
import { TRIGGER_GONE, TRIGGER_USED, VIEW_GONE } from '../../../src/channels/slack/connector.ts';
import { createSlackApp, type SlackApp } from '../../../src/channels/slack/slack-app.ts';

const TOKEN = 'xoxb-the-bot';
const SECRET_WORDS = 'He said that he is afraid of going home.';
const message = { text: 'A concern', blocks: [{ type: 'section', text: { type: 'plain_text', text: SECRET_WORDS } }] };
const view = { type: 'modal', blocks: [], private_metadata: SECRET_WORDS } as const;

interface Made {
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly given: Readonly<Record<string, string>>;
}

type Headers = Readonly<Record<string, string | string[]>>;

/** What a call is answered with. */
type Answer = (response: ServerResponse) => void;

const json = (body: unknown, status = 200, headers: Headers = {}): Answer => {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
};
const refused = (error: unknown, more: object = {}) => json({ ok: false, error, ...more });
const posted = json({ ok: true, channel: 'D0TEACHER', ts: '1795442700.000100', message: { text: 'x' } });
const shown = json({ ok: true, view: { id: 'V0MODAL', hash: '1795442700.abc', type: 'modal', blocks: [] } });

let calls: Made[];
let answers: Answer[];
let always: Answer | undefined;
let troubles: string[];
let app: SlackApp;
let connector: SlackApp['connector'];
let address: string;

const slack = createServer((request, response) => {
  void (async () => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const given = Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString('utf8')));
    calls.push({ method: (request.url ?? '').replace('/api/', ''), headers: request.headers, given });
    (answers.shift() ?? always ?? json({ ok: true }))(response);
  })();
});

function connect(apiUrl: string, callWithinMs = 10_000, limiter = createRateLimiter()): SlackApp {
  const credentials = { botToken: TOKEN, transport: { kind: 'http', signingSecret: 'a secret' } } as const;
  return createSlackApp({
    server: { post: () => undefined },
    credentials,
    apiUrl,
    callWithinMs,
    limiter,
    troubled: ({ code }) => troubles.push(code),
  });
}

beforeEach(async () => {
  [calls, answers, always, troubles] = [[], [], undefined, []];
  slack.listen(0, '127.0.0.1');
  await once(slack, 'listening');
  address = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`;
  app = connect(address);
  connector = app.connector;
});

afterEach(async () => {
  await app.stop();
  slack.closeAllConnections();
  await new Promise((resolve) => slack.close(resolve));
});

const at = { channel: 'C0SAFE', ts: '1795442700.000100' };
/** Each to a place of its own, as one channel takes one message a second. */
let places = 0;
const work = {
  post: () => connector.post({ channel: `C${places++}` }, message),
  edit: () => connector.edit({ ...at, channel: `C${places++}` }, message),
  open: () => connector.openView('1.2.abc', view),
  update: () => connector.updateView({ id: 'V0MODAL', hash: '1.abc' }, view),
  home: () => connector.publishHome('U0TEACHER', { type: 'home', blocks: [] }),
  member: () => connector.findMember('U0TEACHER', 'T0OAKFIELD'),
  health: () => connector.health(),
};

/** The fault of a call that is answered in that way. Whatever it is, none of what was sent or answered is in it. */
async function faultOf(call: () => Promise<unknown>, answer: Answer): Promise<DeliveryFault> {
  answers.push(answer);
  const fault = await call().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(DeliveryFault);
  for (const words of [SECRET_WORDS, TOKEN, 'private_metadata', '<html>'])
    expect(inspect(fault, { depth: 20 })).not.toContain(words);
  return fault as DeliveryFault;
}

const judged = ({ code, certain, hopeless, retryAfterMs }: DeliveryFault) => ({
  code,
  certain,
  hopeless,
  retryAfterMs,
});

describe('what is said in Slack', () => {
  it('is posted with the token of the bot, and where it stands is given back', async () => {
    answers = [posted, posted];
    expect(await connector.post({ channel: 'U0TEACHER' }, message)).toEqual({
      channel: 'D0TEACHER',
      ts: '1795442700.000100',
    });
    await connector.post({ channel: 'C0SAFE', thread: '1795442600.000100' }, message);
    const [first, second] = calls;
    expect(first?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(first).toMatchObject({
      method: 'chat.postMessage',
      given: {
        channel: 'U0TEACHER',
        text: 'A concern',
        blocks: JSON.stringify(message.blocks),
        unfurl_links: 'false',
        unfurl_media: 'false',
      },
    });
    expect(first?.given).not.toHaveProperty('thread_ts');
    expect(second?.given).toMatchObject({ channel: 'C0SAFE', thread_ts: '1795442600.000100' });
  });

  it('is edited where it stands', async () => {
    await connector.edit(at, message);
    expect(calls).toMatchObject([{ method: 'chat.update', given: { ...at, blocks: JSON.stringify(message.blocks) } }]);
  });

  it('is shown in modals and on the Home tab', async () => {
    answers = [shown, shown, shown, json({ ok: true })];
    expect(await connector.openView('1.2.abc', view)).toEqual({ id: 'V0MODAL', hash: '1795442700.abc' });
    expect(await connector.updateView({ id: 'V0MODAL', hash: '1.abc' }, view)).toEqual({
      id: 'V0MODAL',
      hash: '1795442700.abc',
    });
    await connector.updateView({ id: 'V0MODAL' }, view);
    await connector.publishHome('U0TEACHER', { type: 'home', blocks: [] });
    expect(
      calls.map(({ method, given }) => [method, given['trigger_id'] ?? given['view_id'] ?? given['user_id']]),
    ).toEqual([
      ['views.open', '1.2.abc'],
      ['views.update', 'V0MODAL'],
      ['views.update', 'V0MODAL'],
      ['views.publish', 'U0TEACHER'],
    ]);
    expect(calls[0]?.given['view']).toBe(JSON.stringify(view));
    expect(calls.map(({ given }) => given['hash'])).toEqual([undefined, '1.abc', undefined, undefined]);
  });

  it('in a busy channel is not tried, while modals still open', async () => {
    always = posted;
    const outcomes: unknown[] = [];
    const note = (outcome: unknown) => outcomes.push(outcome);
    for (let n = 0; n < 9; n++) void connector.post({ channel: 'C0BUSY' }, message).then(note, note);
    await work.open().catch(note);
    expect(outcomes.filter((outcome) => outcome instanceof DeliveryFault && outcome.notTried)).toHaveLength(6);
    always = shown;
    for (let n = 0; n < 150; n++) await work.open();
  });

  it('asks for its turn as an answer, unless it goes by a permit', async () => {
    const asked: unknown[] = [];
    const limiter = { turn: async ({ isAnswer }: Call) => void asked.push(isAnswer), rest: () => undefined };
    connector = connect(address, 10_000, limiter).connector;
    always = posted;
    await work.post();
    await withPermit({ holds: () => true }, work.post);
    expect(asked).toEqual([true, false]);
  });

  it('opens in front of somebody although other calls hang', async () => {
    const patient = connect(address, 60_000).connector;
    always = () => undefined;
    for (let n = 0; n < 100; n++) void patient.findMember('U0TEACHER', 'T0OAKFIELD').catch(() => undefined);
    while (calls.length < 100) await new Promise((resolve) => setImmediate(resolve));
    answers = [shown];
    expect(await patient.openView('1.2.abc', view)).toMatchObject({ id: 'V0MODAL' });
  });
});

describe('what Slack refuses', () => {
  it.each([
    ['message_not_found', MESSAGE_GONE],
    ['cant_update_message', MESSAGE_GONE],
    ['edit_window_closed', MESSAGE_GONE],
  ])('because a message cannot be edited any more (%s) is to be posted again', async (error, code) => {
    expect(judged(await faultOf(work.edit, refused(error)))).toEqual({ code, certain: true, hopeless: false });
    expect((await faultOf(work.post, refused(error))).code).toBe(`slack-${error}`);
  });

  it.each([
    ['expired_trigger_id', TRIGGER_GONE],
    ['trigger_expired', TRIGGER_GONE],
    ['invalid_trigger_id', TRIGGER_GONE],
    ['exchanged_trigger_id', TRIGGER_USED],
    ['trigger_exchanged', TRIGGER_USED],
    ['hash_conflict', VIEW_GONE],
    ['not_found', VIEW_GONE],
    ['view_not_found', VIEW_GONE],
  ])('because a modal cannot be shown (%s) is told apart', async (error, code) => {
    for (const call of [work.open, work.update])
      expect(judged(await faultOf(call, refused(error)))).toEqual({ code, certain: true, hopeless: true });
  });

  it.each([
    'user_not_found',
    'user_disabled',
    'user_not_visible',
    'cannot_dm_bot',
    'messages_tab_disabled',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_arguments',
    'msg_too_long',
    'msg_blocks_too_long',
    'view_too_large',
    'no_text',
  ])('for good (%s) is not tried again', async (error) => {
    const messages = [`[ERROR] invalid value: ${SECRET_WORDS} [json-pointer:/blocks/0]`];
    const fault = await faultOf(work.post, refused(error, { response_metadata: { messages }, errors: messages }));
    expect(judged(fault)).toEqual({ code: `slack-${error}`, certain: true, hopeless: true });
    expect(fault.whatToDo.length).toBeGreaterThan(20);
  });

  it.each([
    ['not_in_channel', 'Invite the bot'],
    ['channel_not_found', 'Invite the bot'],
    ['thread_not_found', 'Invite the bot'],
    ['is_archived', 'Unarchive'],
    ['restricted_action', 'Let the bot post'],
    ['restricted_action_read_only_channel', 'Let the bot post'],
    ['invalid_auth', 'Install the app'],
    ['not_authed', 'Install the app'],
    ['account_inactive', 'Install the app'],
    ['token_revoked', 'Install the app'],
    ['token_expired', 'Install the app'],
    ['missing_scope', 'manifest/slack/manifest.json'],
    ['not_allowed_token_type', 'manifest/slack/manifest.json'],
    ['something_new_in_2031', 'Look up'],
  ])('until somebody puts it right (%s) is tried again', async (error, whatToDo) => {
    const fault = await faultOf(work.post, refused(error, { needed: 'chat:write', provided: SECRET_WORDS }));
    expect(judged(fault)).toEqual({ code: `slack-${error}`, certain: true, hopeless: false });
    expect(fault.whatToDo).toContain(whatToDo);
  });

  it.each(['internal_error', 'fatal_error', 'service_unavailable'])(
    'may have been done all the same (%s)',
    async (error) => {
      expect(judged(await faultOf(work.post, refused(error)))).toEqual({
        code: `slack-${error}`,
        certain: false,
        hopeless: false,
      });
    },
  );

  /** As if nothing had been asked of Slack before. */
  const afresh = () => {
    connector = connect(address).connector;
  };

  it('because there is too much of it is tried again when Slack says', async () => {
    for (const call of Object.values(work)) {
      afresh();
      expect(judged(await faultOf(call, json('', 429, { 'retry-after': '30' })))).toEqual({
        code: 'slack-429',
        certain: true,
        hopeless: false,
        retryAfterMs: 30_000,
      });
    }
    const patience = async (headers: Headers) => {
      afresh();
      return judged(await faultOf(work.post, json(SECRET_WORDS, 429, headers)));
    };
    const late = { code: 'slack-429', certain: true, hopeless: false };
    for (const many of ['9999999', '1'.repeat(400)])
      expect(await patience({ 'retry-after': many })).toEqual({ ...late, retryAfterMs: 86_400_000 });
    expect(await patience({ 'retry-after': ['30', '45', '30'] })).toEqual({ ...late, retryAfterMs: 45_000 });
    expect(await patience({ 'retry-after': '1.5' })).toEqual({ ...late, retryAfterMs: 2_000 });
    const date = 'Mon, 23 Nov 2026 14:07:00 GMT';
    expect(await patience({ 'retry-after': date, date: 'Mon, 23 Nov 2026 14:05:00 GMT' })).toEqual({
      ...late,
      retryAfterMs: 120_000,
    });
    for (const none of ['0', '-5', 'soon', '', 'NaN', '1e9', '2 minutes'])
      expect(await patience({ 'retry-after': none }), none).toEqual(late);
    expect(await patience({})).toEqual(late);
    afresh();
    expect(judged(await faultOf(work.post, refused('ratelimited')))).toEqual(late);
    const inWords = json({ ok: false, error: 'ratelimited' }, 200, { 'retry-after': '7' });
    afresh();
    expect(judged(await faultOf(work.post, inWords))).toEqual({ ...late, retryAfterMs: 7_000 });
  });

  it('because there is too much of it keeps others of that channel from being sent for nothing, and no other', async () => {
    const [loud, quiet] = ['C0LOUD', 'C0QUIET'].map((channel) => () => connector.post({ channel }, message));
    if (loud === undefined || quiet === undefined) throw new Error('two channels are missing');
    await faultOf(loud, json('', 429, { 'retry-after': '30' }));
    const before = calls.length;
    expect(await loud().catch((error: unknown) => error)).toMatchObject({ code: 'chat-busy', notTried: true });
    expect(calls).toHaveLength(before);
    answers = [posted];
    await quiet();
    expect(calls).toHaveLength(before + 1);
  });

  it('in two channels keeps all others from being sent for nothing, but nobody from a modal', async () => {
    await faultOf(work.post, json('', 429, { 'retry-after': '30' }));
    await faultOf(work.post, json('', 429, { 'retry-after': '30' }));
    const before = calls.length;
    const behind = await work.post().catch((error: unknown) => error);
    expect(behind).toMatchObject({ code: 'chat-busy', notTried: true });
    expect(calls).toHaveLength(before);
    answers = [shown, json({ ok: true })];
    await work.open();
    await work.edit();
    expect(calls.slice(before).map(({ method }) => method)).toEqual(['views.open', 'chat.update']);
  });
});

describe('what Slack does not answer as it should', () => {
  it.each([500, 502, 503, 504, 408, 302])('with status %i may have been done', async (status) => {
    const answer = json(`<html>${SECRET_WORDS}</html>`, status, { 'retry-after': '20' });
    const fault = await faultOf(work.post, answer);
    expect(judged(fault)).toMatchObject({ certain: false, hopeless: false });
    if (status >= 400) expect(judged(fault)).toMatchObject({ code: `slack-${status}`, retryAfterMs: 20_000 });
  });

  it.each([400, 403, 404])('with status %i was not done', async (status) => {
    expect(judged(await faultOf(work.post, json(`<html>${SECRET_WORDS}</html>`, status)))).toEqual({
      code: `slack-${status}`,
      certain: true,
      hopeless: false,
    });
  });

  it.each([
    ['a page', `<html>${SECRET_WORDS}</html>`],
    ['nothing', ''],
    ['half an answer', '{"ok": true, "chan'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '7'],
    ['an answer that does not say whether', '{}'],
    ['an error that is none of Slack', JSON.stringify({ ok: false, error: SECRET_WORDS })],
    ['an error that is an object', JSON.stringify({ ok: false, error: { text: SECRET_WORDS } })],
    ['no place where it stands', JSON.stringify({ ok: true, ts: '1.2' })],
    ['a place that is none', JSON.stringify({ ok: true, ts: 7, channel: {} })],
  ])('but with %s may have been done', async (_what, body) => {
    const fault = await faultOf(work.post, json(body));
    expect(fault.certain).toBe(false);
    expect(fault.hopeless).toBe(false);
    expect(['slack-unreadable', 'slack-no-answer']).toContain(fault.code);
  });

  it('and hangs up may have been done', async () => {
    const fault = await faultOf(work.post, (response) => response.destroy());
    expect(judged(fault)).toEqual({ code: 'slack-no-answer', certain: false, hopeless: false });
    const half = await faultOf(work.post, (response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"ok":', () => response.destroy());
    });
    expect(judged(half)).toEqual({ code: 'slack-no-answer', certain: false, hopeless: false });
  });

  it('but changes to another protocol may have been done, and is not waited for', async () => {
    const fault = await faultOf(work.post, (response) => {
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
    });
    expect(judged(fault)).toEqual({ code: 'slack-no-answer', certain: false, hopeless: false });
  });

  const unread = { code: 'slack-unreadable', certain: false, hopeless: false };

  it('as it was asked to, without compression, may have been done', async () => {
    const answer = { ok: true, channel: 'D0TEACHER', ts: '1.2' };
    const packed: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify(answer)));
    };
    expect(judged(await faultOf(work.post, packed))).toEqual(unread);
    expect(calls[0]?.headers['accept-encoding']).toBe('identity');
    answers = [json(answer, 200, { 'content-encoding': 'identity' })];
    expect(await work.post()).toEqual({ channel: 'D0TEACHER', ts: '1.2' });
  });

  it('but without end may have been done, and is not read', async () => {
    const long = (more: number) => json({ ok: true, channel: 'D0TEACHER', ts: '1.2', more: 'x'.repeat(more) });
    expect(judged(await faultOf(work.post, long(4_000_000)))).toEqual(unread);
    answers = [long(3_999_000)];
    expect(await work.post()).toEqual({ channel: 'D0TEACHER', ts: '1.2' });
  });

  it('because it cannot be reached was not done', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await new Promise((resolve) => other.close(resolve));
    const closed = connect(`http://127.0.0.1:${port}/api/`).connector;
    expect(judged(await faultOf(() => closed.post(at, message), posted))).toEqual({
      code: 'slack-no-answer',
      certain: true,
      hopeless: false,
    });
  });

  it('in time may have been done', async () => {
    const hurried = connect(address, 20).connector;
    const fault = await faultOf(
      () => hurried.post(at, message),
      () => undefined,
    );
    expect(judged(fault)).toEqual({ code: 'slack-no-answer', certain: false, hopeless: false });
  });

  it('is asked once, and nothing of it is logged', async () => {
    for (const answer of [refused('invalid_blocks'), json('', 500), json('', 429, { 'retry-after': '1' })]) {
      const before = calls.length;
      await faultOf(work.post, answer);
      expect(calls.length - before).toBe(1);
    }
    expect(troubles.every((code) => code === 'slack-sdk')).toBe(true);
  });
});

describe('a member of the workspace', () => {
  const user = {
    id: 'U0TEACHER',
    team_id: 'T0OAKFIELD',
    deleted: false,
    is_bot: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_email_confirmed: true,
    profile: { email: 'A.Osei@oakfield.example', real_name: 'Amara Osei' },
  };
  const find = (more: object, workspace = 'T0OAKFIELD') => {
    answers.push(json({ ok: true, user: { ...user, ...more } }));
    return connector.findMember('U0TEACHER', workspace);
  };

  it('is known by the address of their account', async () => {
    expect(await find({})).toEqual({ addresses: ['a.osei@oakfield.example'], isOutsider: false });
    expect(calls).toMatchObject([{ method: 'users.info', given: { user: 'U0TEACHER' } }]);
    for (const none of [{ profile: {} }, { profile: { email: '' } }, { profile: { email: null } }, { profile: null }])
      expect(await find(none)).toEqual({ addresses: [], isOutsider: false });
  });

  it('is found by the address of their account, unless they are an outsider or Slack gives somebody else', async () => {
    const found = (more: object) => {
      answers.push(json({ ok: true, user: { ...user, ...more } }));
      return connector.findUserId('a.osei@oakfield.example', 'T0OAKFIELD');
    };
    expect(await found({})).toBe(user.id);
    expect(calls).toMatchObject([{ method: 'users.lookupByEmail', given: { email: 'a.osei@oakfield.example' } }]);
    for (const more of [{ is_restricted: true }, { team_id: 'T0OTHER' }, { profile: { email: 'x@oakfield.example' } }])
      expect(await found(more)).toBeUndefined();
    answers.push(json({ ok: false, error: 'users_not_found' }));
    expect(await connector.findUserId('a.osei@oakfield.example', 'T0OAKFIELD')).toBeUndefined();
  });

  it('is not known by an address that nobody has confirmed', async () => {
    expect(await find({ is_email_confirmed: false })).toEqual({ addresses: [], isOutsider: false });
  });

  it.each([
    [{ deleted: true }],
    [{ is_bot: true }],
    [{ is_workflow_bot: true }],
    [{ is_connector_bot: true }],
    [{ is_restricted: true }],
    [{ is_ultra_restricted: true }],
    [{ is_stranger: true }],
    [{ id: 'USLACKBOT' }],
    [{ team_id: 'T0OTHER' }],
    [{ team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER', 'T0THIRD'] } }],
  ])('is an outsider where Slack says %j', async (more) => {
    expect(await find(more)).toMatchObject({ isOutsider: true });
  });

  it('of an organisation with several workspaces is no outsider in any of theirs', async () => {
    const more = { team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER', 'T0OAKFIELD'] } };
    expect(await find(more)).toMatchObject({ isOutsider: false });
  });

  it('whom Slack does not know, or does not show, is nobody', async () => {
    answers = [refused('user_not_found'), refused('user_not_visible')];
    expect(await work.member()).toBeUndefined();
    expect(await work.member()).toBeUndefined();
    expect(await faultOf(work.member, refused('invalid_auth'))).toMatchObject({ code: 'slack-invalid_auth' });
    expect(await faultOf(work.member, json({ ok: true, user: { id: 'U1' } }))).toMatchObject({
      code: 'slack-unreadable',
    });
  });
});

describe('whether Slack lets the bot in', () => {
  const letIn = json({ ok: true, user_id: 'U0BOT', team_id: 'T0OAKFIELD', bot_id: 'B0BOT' });

  it('is asked once in half a minute, however often somebody wants to know', async () => {
    always = letIn;
    await Promise.all([work.health(), work.health()]);
    await work.health();
    expect(calls.map(({ method }) => method)).toEqual(['auth.test']);
  });

  it('is not believed where it cannot be read', async () => {
    expect(await faultOf(work.health, json({ ok: true }))).toMatchObject({ code: 'slack-unreadable' });
  });

  it('also says who the bot is, which does not change', async () => {
    answers = [refused('internal_error'), letIn];
    await expect(connector.ownUserId()).rejects.toMatchObject({ code: 'slack-internal_error' });
    expect(await connector.ownUserId()).toBe('U0BOT');
    expect(await connector.ownUserId()).toBe('U0BOT');
    expect(calls).toHaveLength(2);
  });
});

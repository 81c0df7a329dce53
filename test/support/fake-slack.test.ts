import { expect, test } from 'vitest';
import { button, modalOf, plain, textInput } from './slack/tiny-bot.ts';
import { manifest, started, withForm } from './slack/tiny-scene.ts';
import type { Part } from './slack/workspace.ts';

test('a request is signed, and one with another secret, another body or no signature is not taken', async () => {
  const { slack, bot, amara } = await started();
  expect((await amara.types('/report')).status).toBe(200);
  const body = JSON.stringify({ type: 'event_callback' });
  expect((await slack.sends(body, slack.signs(body))).status).toBe(200);
  expect((await slack.sends(body, slack.signs(body, { secret: 'another' }))).status).toBe(401);
  expect((await slack.sends(`${body} `, slack.signs(body))).status).toBe(401);
  expect((await slack.sends(body)).status).toBe(401);
  expect(bot.heard).toHaveLength(2);
});

test('a request that is sent again is the same to the byte', async () => {
  const { slack, bot, amara } = await started();
  const { request } = await amara.types('/report', 'with words & marks');
  expect((await slack.replay(request)).status).toBe(200);
  expect(bot.heard[1]?.heard).toEqual(bot.heard[0]?.heard);
  expect(bot.heard[1]?.headers['x-slack-signature']).toBe(bot.heard[0]?.headers['x-slack-signature']);
});

test('a trigger serves once and for three seconds', async () => {
  const { bot, amara, pass } = await started();
  const view = modalOf([textInput('what', 'What happened?')]);
  await amara.types('/report');
  const trigger = () => String(bot.heard.at(-1)?.heard['trigger_id']);
  pass(3_000);
  expect((await bot.call('views.open', { trigger_id: trigger(), view })).json).toMatchObject({ ok: true });
  expect((await bot.call('views.open', { trigger_id: trigger(), view })).json['error']).toBe('exchanged_trigger_id');
  await amara.types('/report');
  pass(3_001);
  expect((await bot.call('views.open', { trigger_id: trigger(), view })).json['error']).toBe('expired_trigger_id');
  expect((await bot.call('views.open', { trigger_id: 'made-up', view })).json['error']).toBe('invalid_trigger_id');
});

test('a view is not changed with a hash that is no longer its own, and not at all when it was closed', async () => {
  const { bot, amara, opened } = await withForm(modalOf([textInput('what', 'What happened?')]));
  const [view_id, hash] = [opened['id'], opened['hash']];
  const next = modalOf([textInput('where', 'Where?')]);
  expect((await bot.call('views.update', { view_id, hash, view: next })).json).toMatchObject({ ok: true });
  expect((await bot.call('views.update', { view_id, hash, view: next })).json['error']).toBe('hash_conflict');
  expect((await bot.call('views.update', { view_id, view: next })).json).toMatchObject({ ok: true });
  await amara.closes();
  expect(amara.modal).toBeUndefined();
  expect((await bot.call('views.update', { view_id, view: next })).json['error']).toBe('not_found');
});

test('a message is posted, changed, deleted and answered in its thread; nobody changes what is not theirs', async () => {
  const { slack, bot, amara } = await started();
  const blocks = [
    { type: 'section', text: plain('A concern') },
    { type: 'actions', elements: [button('Acknowledge', 'C-1')] },
  ];
  const posted = await bot.call('chat.postMessage', { channel: 'C0DSL', text: 'A &amp; B', blocks });
  const ts = String(posted.json['ts']);
  expect(slack.messagesIn('#dsl-team')).toMatchObject([{ notification: 'A & B', words: 'A concern\n[Acknowledge]' }]);
  await bot.call('chat.postMessage', { channel: 'C0DSL', text: 'below', thread_ts: ts });
  expect(slack.messagesIn('C0DSL')).toHaveLength(1);
  expect(slack.thread('C0DSL', ts).map(({ words }) => words)).toEqual(['A concern\n[Acknowledge]', 'below']);
  await amara.pressesOn(amara.newestWith('Acknowledge', { channel: 'C0DSL' }), 'Acknowledge');
  expect(bot.heard.at(-1)?.heard).toMatchObject({
    container: { message_ts: ts },
    actions: [{ value: 'C-1' }],
    channel: { id: 'C0DSL' },
  });
  await bot.call('chat.update', { channel: 'C0DSL', ts, text: 'Done', blocks: [] });
  expect(slack.messagesIn('C0DSL')[0]).toMatchObject({ words: 'Done', versions: { length: 2 } });
  const theirs = slack.workspace.keep(
    { channel: 'C0DSL', thread: undefined, author: 'U0AMARA' },
    { text: 'Mine', blocks: [] },
  );
  const change = (at: string) => bot.call('chat.update', { channel: 'C0DSL', ts: at, text: 'Other' });
  expect((await change(theirs.ts)).json['error']).toBe('cant_update_message');
  slack.removeMessage('C0DSL', ts);
  expect((await change(ts)).json['error']).toBe('message_not_found');
});

test('a message to a person goes to their own chat; one to nowhere is refused with the reason', async () => {
  const { slack, bot, amara } = await started();
  const post = async (channel: string) => (await bot.call('chat.postMessage', { channel, text: 'Hello' })).json;
  expect(await post('U0AMARA')).toMatchObject({ ok: true, channel: amara.chat });
  expect(amara.directMessages.map(({ words }) => words)).toEqual(['Hello']);
  expect((await post('C0NONE'))['error']).toBe('channel_not_found');
  slack.changeChannel('C0DSL', { hasBot: false });
  expect((await post('C0DSL'))['error']).toBe('not_in_channel');
  slack.changeChannel('C0DSL', { isArchived: true });
  expect((await post('C0DSL'))['error']).toBe('is_archived');
  slack.changeUser('U0AMARA', { isDeleted: true });
  expect((await post('U0AMARA'))['error']).toBe('channel_not_found');
  expect((await bot.call('users.info', { user: 'U0AMARA' })).json).toMatchObject({ user: { deleted: true } });
  expect((await bot.call('users.info', { user: 'U0NOBODY' })).json['error']).toBe('user_not_found');
});

test("what breaks a published limit is refused, in Slack's words", async () => {
  const { bot, amara } = await started();
  const blocks = [{ type: 'section', text: plain('x'.repeat(3_001)) }];
  const { json } = await bot.call('chat.postMessage', { channel: 'U0AMARA', text: 'Hello', blocks });
  expect(json).toMatchObject({
    error: 'invalid_blocks',
    response_metadata: { messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'] },
  });
  const home = await bot.call('views.publish', {
    user_id: 'U0AMARA',
    view: { type: 'home', blocks, title: plain('No') },
  });
  expect(home.json['error']).toBe('invalid_arguments');
  await bot.call('views.publish', {
    user_id: 'U0AMARA',
    view: { type: 'home', blocks: [{ type: 'actions', elements: [button('Report')] }] },
  });
  await amara.pressesAtHome('Report');
  expect(bot.heard.at(-1)?.heard).toMatchObject({ view: { type: 'home' }, actions: [{ value: 'Report' }] });
});

test('a wrong token is refused, and so is a call for which the app has no scope', async () => {
  const { bot } = await started(undefined, {
    manifest: { ...manifest, oauth_config: { scopes: { bot: ['users:read'] } } },
  });
  expect((await bot.call('auth.test', {}, 'xoxb-other')).json['error']).toBe('invalid_auth');
  expect((await bot.call('auth.test', {})).json).toMatchObject({ ok: true, team_id: 'T0OAKFIELD' });
  expect((await bot.call('chat.postMessage', { channel: 'C0DSL', text: 'x' })).json['error']).toBe('missing_scope');
  const { json } = await bot.call('users.info', { user: 'U0AMARA' });
  expect(JSON.stringify(json)).not.toContain('amara@');
});

test('a limit is told with how long it lasts; counted, a channel takes one post a second', async () => {
  const { slack, bot, pass } = await started();
  const post = () => bot.call('chat.postMessage', { channel: 'C0DSL', text: 'Hello' });
  slack.limits({ method: 'chat.postMessage', channel: 'C0DSL', retryAfterSeconds: 7 });
  const limited = await post();
  expect([limited.status, limited.headers.get('retry-after'), limited.json['error']]).toEqual([
    429,
    '7',
    'ratelimited',
  ]);
  expect((await post()).status).toBe(200);
  slack.countsPosts();
  expect([(await post()).status, (await post()).status]).toEqual([200, 429]);
  pass(1_000);
  expect((await post()).status).toBe(200);
});

test('Slack can fail, be down, hang, and lose an answer after it did what it was asked', async () => {
  const { slack, bot } = await started();
  const post = () => bot.call('chat.postMessage', { channel: 'C0DSL', text: 'Hello' });
  slack.fails(503);
  expect((await post()).status).toBe(503);
  slack.refuses('internal_error');
  expect((await post()).json['error']).toBe('internal_error');
  slack.goesDown();
  await expect(post()).rejects.toThrow();
  slack.comesBack();
  expect(slack.messagesIn('C0DSL')).toHaveLength(0);
  slack.losesAnswers();
  await expect(post()).rejects.toThrow();
  expect(slack.messagesIn('C0DSL')).toHaveLength(1);
  slack.hangs();
  const hanging = post().catch(() => 'broken');
  await slack.until(() => slack.callsOf('chat.postMessage').length === 5, 'the call arrives');
  slack.comesBack();
  expect(await hanging).toBe('broken');
  expect((await post()).json).toMatchObject({ ok: true });
});

test('an event that was not taken comes again: at once, and twice later', async () => {
  let status = 500;
  const { slack, bot, amara } = await started(() => ({ status }));
  await amara.writes('safeguarding');
  const retries = () => bot.heard.map(({ headers }) => headers['x-slack-retry-num']);
  expect(retries()).toEqual([undefined, '1']);
  await slack.redelivers();
  status = 200;
  await slack.redelivers();
  expect(retries()).toEqual([undefined, '1', '2', '3']);
  expect(bot.heard[3]?.headers['x-slack-retry-reason']).toBe('http_error');
  expect(new Set(bot.heard.map(({ heard }) => heard['event_id'])).size).toBe(1);
  expect(await slack.redelivers()).toEqual([]);
});

test('an event that is never taken is given up after its third retry', async () => {
  const { slack, bot, amara } = await started(() => ({ status: 500 }));
  await amara.writes('safeguarding');
  for (let time = 0; time < 4; time++) await slack.redelivers();
  expect(bot.heard).toHaveLength(4);
});

test('an event that was taken can come again, as when the answer was lost on its way', async () => {
  const { slack, bot, amara } = await started();
  const taken = await amara.writes('safeguarding');
  await slack.deliversAgain(taken?.request ?? -1);
  expect(bot.heard.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1']);
  expect(bot.heard[1]?.heard['event_id']).toBe(bot.heard[0]?.heard['event_id']);
});

test('the address is verified with a challenge', async () => {
  const { slack } = await started(({ challenge }) => ({ body: { challenge } }));
  expect(JSON.parse((await slack.verifiesUrl('abc')).body)).toEqual({ challenge: 'abc' });
});

test("the bot is told of its own messages in a chat, as of everybody's", async () => {
  const { slack, bot } = await started(undefined, { echoes: true });
  await bot.call('chat.postMessage', { channel: 'U0AMARA', text: 'Hello' });
  await slack.settled();
  expect(bot.heard.map(({ heard }) => heard['event'])).toMatchObject([
    { type: 'message', bot_id: 'B0SAFEGRD', user: slack.botUserId },
  ]);
});

test('over a socket the bot is told the same, and its answer is taken', async () => {
  const { slack, bot, amara } = await started();
  expect((await bot.call('apps.connections.open', {})).json['error']).toBe('not_allowed_token_type');
  const { json } = await bot.call('apps.connections.open', {}, slack.appToken);
  const socket = new WebSocket(String(json['url']));
  const heard: Part[] = [];
  socket.addEventListener('message', ({ data }) => {
    const envelope = JSON.parse(String(data)) as Part;
    heard.push(envelope);
    const { envelope_id } = envelope;
    if (envelope_id !== undefined) socket.send(JSON.stringify({ envelope_id, payload: { text: 'Taken' } }));
  });
  await slack.until(() => slack.sockets.isConnected, 'the socket is open');
  await amara.types('/report');
  expect(amara.ephemerals).toEqual(['Taken']);
  await amara.writes('safeguarding');
  expect(heard.map(({ type }) => type)).toEqual(['hello', 'slash_commands', 'events_api']);
  expect(bot.heard).toHaveLength(0);
});

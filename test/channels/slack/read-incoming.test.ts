import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIncoming } from '../../../src/channels/slack/read-incoming.ts';

const user = { id: 'U0TEACHER', username: 'a.osei', name: 'a.osei', team_id: 'T0OAKFIELD' };
const team = { id: 'T0OAKFIELD', domain: 'oakfield' };
const who = { workspaceId: 'T0OAKFIELD', userId: 'U0TEACHER' };
const trigger = { trigger_id: '13345224609.738474920.8088930838d88f008e0' };

const command = {
  command: '/report-concern',
  team_id: 'T0OAKFIELD',
  team_domain: 'oakfield',
  channel_id: 'C0STAFF',
  channel_name: 'staff',
  user_id: 'U0TEACHER',
  user_name: 'a.osei',
  text: '',
  api_app_id: 'A0APP',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.com/commands/T0OAKFIELD/1/abc',
  token: 'x',
  ...trigger,
};

const shortcut = {
  type: 'shortcut',
  callback_id: 'concern/report',
  user,
  team,
  token: 'x',
  action_ts: '1.2',
  ...trigger,
};

const messageAction = {
  ...shortcut,
  type: 'message_action',
  callback_id: 'concern/report:message',
  channel: { id: 'C0STAFF', name: 'staff' },
  message_ts: '1795442700.000100',
  message: { type: 'message', user: 'U0OTHER', text: 'something about a child', ts: '1795442700.000100' },
  response_url: 'https://hooks.slack.com/app/T0OAKFIELD/1/abc',
};

const modal = {
  id: 'V0MODAL',
  team_id: 'T0OAKFIELD',
  type: 'modal',
  callback_id: 'safeguarding',
  private_metadata: '{"do":"concern/report"}',
  hash: '1795442700.abcdef',
  state: { values: { what: { what: { type: 'plain_text_input', value: 'He said that he is afraid.' } } } },
  blocks: [],
  title: { type: 'plain_text', text: 'Safeguarding' },
  root_view_id: 'V0MODAL',
  app_installed_team_id: 'T0OAKFIELD',
};
const state = { viewId: 'V0MODAL', hash: modal.hash, metadata: modal.private_metadata, values: modal.state.values };

const press = {
  type: 'block_actions',
  user,
  team,
  enterprise: null,
  is_enterprise_install: false,
  container: { type: 'message', message_ts: '1795442700.000200', channel_id: 'C0SAFE', is_ephemeral: false },
  channel: { id: 'C0SAFE', name: 'privategroup' },
  message: { bot_id: 'B0BOT', text: 'Concern C-7K3Q9F', ts: '1795442700.000200' },
  state: { values: {} },
  actions: [{ type: 'button', action_id: 'open:0', block_id: 'b1', value: '{"do":"concern/open"}', action_ts: '1.3' }],
  ...trigger,
};
const { container: _, channel: __, message: ___, ...pressInView } = press;

const submission = { type: 'view_submission', user, team, view: modal, token: 'x', response_urls: [], ...trigger };
const closing = { type: 'view_closed', user, team, view: modal, is_cleared: false };

function event(inner: object, outer: object = {}) {
  return {
    type: 'event_callback',
    token: 'x',
    team_id: 'T0OAKFIELD',
    api_app_id: 'A0APP',
    event_id: 'Ev0EVENT',
    event_time: 1_795_442_700,
    authorizations: [{ enterprise_id: null, team_id: 'T0OAKFIELD', user_id: 'U0BOT', is_bot: true }],
    event: inner,
    ...outer,
  };
}
const line = {
  type: 'message',
  channel: 'D0TEACHER',
  channel_type: 'im',
  user: 'U0TEACHER',
  text: 'report a concern',
  ts: '1795442700.000300',
  event_ts: '1795442700.000300',
  team: 'T0OAKFIELD',
  blocks: [{ type: 'rich_text' }],
  client_msg_id: 'c',
};
const homeOpened = { type: 'app_home_opened', user: 'U0TEACHER', channel: 'D0TEACHER', tab: 'home', event_ts: '1.4' };
const came = { type: 'team_join', user: { id: 'U0NEW', team_id: 'T0OAKFIELD', profile: { email: 'new@x.example' } } };
const joined = {
  type: 'member_joined_channel',
  user: 'U0BOT',
  channel: 'G0SAFE',
  channel_type: 'G',
  team: 'T0OAKFIELD',
};

describe('what Slack sends', () => {
  it('is a slash command, of which no text goes further', () => {
    const read = { kind: 'command', who, name: '/report-concern', hasText: false, trigger: trigger.trigger_id };
    expect(readIncoming(command)).toEqual({ ...read, isFresh: true });
    expect(readIncoming({ ...command, text: '   ' }, false)).toEqual({ ...read, isFresh: false });
    const withText = readIncoming({ ...command, text: 'Sam Bell hit somebody' });
    expect(withText).toEqual({ ...read, hasText: true, isFresh: true });
    expect(JSON.stringify(withText)).not.toContain('Sam');
  });

  it('is a shortcut, of which no message goes further', () => {
    const read = { kind: 'shortcut', who, callbackId: 'concern/report', trigger: trigger.trigger_id, isFresh: true };
    expect(readIncoming(shortcut)).toEqual(read);
    expect(readIncoming(messageAction)).toEqual({ ...read, callbackId: 'concern/report:message' });
  });

  it('is nothing to answer where a button only opened a page in the browser', () => {
    const actions = [
      { type: 'button', action_id: 'link', block_id: 'b1', url: 'https://oakfield.example/', action_ts: '1.3' },
    ];
    expect(readIncoming({ ...press, actions })).toBe('of no interest');
    expect(readIncoming({ ...pressInView, view: { ...modal }, actions })).toBe('of no interest');
  });

  it('is a button on a message, in a modal or on the Home tab', () => {
    const read = {
      kind: 'press',
      who,
      trigger: trigger.trigger_id,
      isFresh: true,
      actionId: 'open:0',
      value: '{"do":"concern/open"}',
    };
    const container = { type: 'view', view_id: 'V0MODAL' };
    expect(readIncoming(press)).toEqual({
      ...read,
      on: { kind: 'message', channel: 'C0SAFE', ts: '1795442700.000200' },
    });
    expect(readIncoming({ ...pressInView, container, view: modal })).toEqual({
      ...read,
      on: { kind: 'modal', ...state },
    });
    expect(readIncoming({ ...pressInView, container, view: { ...modal, type: 'home' } })).toEqual({
      ...read,
      on: { kind: 'home' },
    });
    const plain = [{ type: 'button', action_id: 'do:1', block_id: 'b1' }];
    expect(readIncoming({ ...press, actions: plain })).toMatchObject({ actionId: 'do:1', value: '' });
  });

  it('is a modal that was sent or closed', () => {
    expect(readIncoming(submission)).toEqual({ kind: 'submission', who, callbackId: 'safeguarding', ...state });
    expect(readIncoming(closing)).toEqual({ kind: 'closing', who, callbackId: 'safeguarding', ...state });
  });

  it('is a modal without inputs, however Slack says that', () => {
    for (const empty of [{}, { state: null }, { state: { values: {} } }, { state: { values: [] } }]) {
      const { state: _state, ...view } = modal;
      expect(readIncoming({ ...closing, view: { ...view, ...empty } })).toMatchObject({ values: {} });
    }
    const oneEmpty = { values: { what: [] } };
    expect(readIncoming({ ...closing, view: { ...modal, state: oneEmpty } })).toMatchObject({ values: { what: {} } });
    for (const values of [['x'], 'x', 7, true, { what: ['x'] }, { what: 'x' }])
      expect(readIncoming({ ...closing, view: { ...modal, state: { values } } })).toBe('malformed');
  });

  it('is a line that somebody typed in their own chat with the bot', () => {
    const read = {
      kind: 'line',
      who,
      eventId: 'Ev0EVENT',
      channel: 'D0TEACHER',
      text: 'report a concern',
      hasFile: false,
    };
    expect(readIncoming(event(line))).toEqual(read);
    expect(readIncoming(event({ ...line, text: null }))).toEqual({ ...read, text: '' });
    expect(readIncoming(event({ ...line, text: 'x'.repeat(9_000) }))).toEqual({ ...read, text: 'x'.repeat(500) });
    for (const file of [
      { subtype: 'file_share', files: [{ id: 'F0FILE' }], upload: true },
      { subtype: 'file_share' },
      { files: [{ id: 'F0FILE' }] },
      { attachments: [{ is_share: true, files: [{ id: 'F0FILE' }] }] },
      { attachments: [{ text: 'a' }, { image_url: 'https://example.org/a.png' }] },
      { attachments: [{ video_url: 'https://example.org/a.mp4' }] },
    ])
      expect(readIncoming(event({ ...line, ...file })), JSON.stringify(file)).toEqual({ ...read, hasFile: true });
    for (const none of [{ files: [] }, { files: null }, { attachments: [] }, { attachments: [{ text: 'a link' }] }])
      expect(readIncoming(event({ ...line, ...none })), JSON.stringify(none)).toEqual(read);
  });

  it('is of no interest where nobody typed it, or nobody typed it to the bot', () => {
    for (const other of [
      { bot_id: 'B0BOT' },
      { subtype: 'bot_message', bot_id: 'B0OTHER', user: undefined },
      { subtype: 'message_changed', user: undefined, text: undefined, message: line, previous_message: line },
      { subtype: 'message_deleted', user: undefined, previous_message: line },
      { subtype: 'thread_broadcast' },
      { subtype: 'me_message' },
      { channel_type: 'channel', channel: 'C0STAFF' },
      { channel_type: 'mpim', channel: 'G0GROUP' },
      { channel_type: undefined },
    ])
      expect(readIncoming(event({ ...line, ...other })), JSON.stringify(other)).toBe('of no interest');
  });

  it('is a Home tab that somebody looks at', () => {
    expect(readIncoming(event(homeOpened))).toEqual({ kind: 'home-opened', who });
    for (const tab of ['messages', 'about', undefined])
      expect(readIncoming(event({ ...homeOpened, tab }))).toBe('of no interest');
  });

  it('is somebody who left a channel, and somebody who has an account now', () => {
    const of = { workspaceId: 'T0OAKFIELD', eventId: event(joined).event_id };
    expect(readIncoming(event({ ...joined, type: 'member_left_channel' }))).toEqual({
      ...of,
      kind: 'left',
      channel: joined.channel,
      userId: joined.user,
    });
    expect(readIncoming(event(came))).toEqual({ ...of, kind: 'came', userId: 'U0NEW' });
  });

  it('is somebody who joined a channel', () => {
    expect(readIncoming(event(joined))).toEqual({
      kind: 'joined',
      eventId: 'Ev0EVENT',
      workspaceId: 'T0OAKFIELD',
      channel: 'G0SAFE',
      userId: 'U0BOT',
    });
  });

  it('is of no interest where it is something else', () => {
    for (const type of [
      'url_verification',
      'app_rate_limited',
      'block_suggestion',
      'dialog_submission',
      'x'.repeat(100),
    ])
      expect(readIncoming({ type })).toBe('of no interest');
    for (const type of ['app_mention', 'reaction_added', 'tokens_revoked'])
      expect(readIncoming(event({ type, user: 'U0TEACHER' }))).toBe('of no interest');
    expect(readIncoming({})).toBe('of no interest');
  });
});

describe('somebody of another organisation', () => {
  const other = { ...user, team_id: 'T0OTHER' };
  const theirs = { workspaceId: 'T0OTHER', userId: 'U0TEACHER' };

  it('is of their own workspace, not of the one in which they act', () => {
    for (const body of [shortcut, messageAction, press, submission, closing])
      expect(readIncoming({ ...body, user: other }), body.type).toMatchObject({ who: theirs });
    for (const name of ['team', 'user_team', 'source_team'])
      expect(readIncoming(event({ ...line, [name]: 'T0OTHER' })), name).toMatchObject({ who: theirs });
    expect(readIncoming(event({ ...line, team: 'T0OAKFIELD', user_team: 'E0GRID' }))).toMatchObject({
      who: { workspaceId: 'E0GRID' },
    });
  });

  it('is of the workspace in which they act where Slack says no other', () => {
    const { team_id: _team, ...plain } = user;
    for (const body of [shortcut, messageAction, press, submission, closing])
      expect(readIncoming({ ...body, user: plain }), body.type).toMatchObject({ who });
    expect(readIncoming(event({ ...line, team: undefined }))).toMatchObject({ who });
  });
});

/** Every part of a body that is read, as the path to it. */
const needed: ReadonlyArray<readonly [string, object, readonly string[]]> = [
  ['command', command, ['command', 'team_id', 'user_id', 'trigger_id']],
  ['shortcut', shortcut, ['team', 'team.id', 'user', 'user.id', 'callback_id', 'trigger_id']],
  ['message shortcut', messageAction, ['team', 'team.id', 'user', 'user.id', 'callback_id', 'trigger_id']],
  [
    'press',
    press,
    [
      'team',
      'team.id',
      'user',
      'user.id',
      'trigger_id',
      'actions',
      'actions.0',
      'actions.0.action_id',
      'container',
      'container.channel_id',
      'container.message_ts',
    ],
  ],
  ['submission', submission, ['team', 'team.id', 'user', 'user.id', 'view', 'view.id', 'view.type', 'view.hash']],
  ['closing', closing, ['team', 'team.id', 'user', 'user.id', 'view', 'view.id', 'view.type', 'view.hash']],
  ['line', event(line), ['team_id', 'event_id', 'event', 'event.type', 'event.user', 'event.channel']],
  ['home', event(homeOpened), ['team_id', 'event_id', 'event.user']],
  ['joined', event(joined), ['team_id', 'event_id', 'event.user', 'event.channel']],
  ['came', event(came), ['team_id', 'event_id', 'event.user', 'event.user.id']],
];

function withPart(body: unknown, [first = '', ...rest]: readonly string[], value: unknown): unknown {
  if (Array.isArray(body))
    return body.with(Number(first), rest.length === 0 ? value : withPart(body[Number(first)], rest, value));
  const part = (body as Record<string, unknown>)[first];
  return { ...(body as object), [first]: rest.length === 0 ? value : withPart(part, rest, value) };
}

describe('something that Slack would not send', () => {
  it.each(needed)('is malformed where a part of a %s is missing or is no such thing', (_name, body, paths) => {
    expect(readIncoming(body)).toBeTypeOf('object');
    for (const path of paths) {
      for (const value of [undefined, null, 7, true, [], {}, '', 'x'.repeat(5_000), '<!channel>', '../../x']) {
        // These three hold any text that is not too long.
        const isText = /hash|callback_id|action_id|trigger_id|event_id|view\.id|event\.type/.test(path);
        if (isText && typeof value === 'string' && value.length < 50) continue;
        if (path === 'command' && value === undefined) continue;
        expect(readIncoming(withPart(body, path.split('.'), value)), `${path} ${JSON.stringify(value)}`).toBe(
          'malformed',
        );
      }
    }
  });

  it('is malformed where it is for a whole enterprise', () => {
    for (const body of [shortcut, messageAction, press, submission, closing])
      expect(readIncoming({ ...body, team: null, is_enterprise_install: true })).toBe('malformed');
    expect(readIncoming(event(line, { team_id: null, is_enterprise_install: true }))).toBe('malformed');
  });

  it('is malformed where it is longer than Slack allows', () => {
    const long = (length: number) => 'x'.repeat(length);
    expect(readIncoming({ ...submission, view: { ...modal, private_metadata: long(3_000) } })).toBeTypeOf('object');
    expect(readIncoming({ ...submission, view: { ...modal, private_metadata: long(3_001) } })).toBe('malformed');
    const carrying = (value: string) => ({ ...press, actions: [{ action_id: 'do:0', value }] });
    expect(readIncoming(carrying(long(2_000)))).toBeTypeOf('object');
    expect(readIncoming(carrying(long(2_001)))).toBe('malformed');
  });

  it('is one of three things, whatever it is, and is never thrown at anybody', () => {
    const bodies = needed.map(([, body]) => body);
    const anyBody = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.string(), event: fc.jsonValue(), view: fc.jsonValue(), team: fc.jsonValue() }),
      fc
        .tuple(fc.constantFrom(...needed), fc.jsonValue(), fc.nat())
        .map(([[, body, paths], value, at]) => withPart(body, (paths[at % paths.length] ?? '').split('.'), value)),
      fc
        .tuple(fc.constantFrom(...bodies), fc.dictionary(fc.string(), fc.jsonValue()))
        .map(([a, b]) => ({ ...a, ...b })),
    );
    fc.assert(
      fc.property(anyBody, (body) => {
        const read = readIncoming(body);
        expect(read === 'malformed' || read === 'of no interest' || typeof read.kind === 'string').toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('changes nothing by the names of its parts', () => {
    const hostile = '{"__proto__":{"polluted":1,"value":"x"},"constructor":{"prototype":{"polluted":1}}}';
    const view = {
      ...modal,
      state: { values: JSON.parse(`{"__proto__":${hostile},"constructor":${hostile},"a":${hostile}}`) },
    };
    const read = readIncoming(JSON.parse(JSON.stringify({ ...submission, view }).replace('"x"', '"y"')));
    expect(read).toMatchObject({ kind: 'submission' });
    const { values } = read as unknown as { values: Record<string, Record<string, unknown>> };
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(values['a'])).toBe(Object.prototype);
    expect(values['polluted']).toBeUndefined();
    expect(values['a']?.['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    for (const [, body] of needed) {
      const poisoned = JSON.parse(`${JSON.stringify(body).slice(0, -1)},${hostile.slice(1)}`);
      expect(readIncoming(poisoned)).toEqual(readIncoming(body));
    }
  });
});

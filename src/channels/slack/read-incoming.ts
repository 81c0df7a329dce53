import type { Incoming, ModalState, PressedOn, Who } from './incoming.ts';
import {
  blockActionsSchema,
  cameSchema,
  commandSchema,
  eventSchema,
  homeOpenedSchema,
  joinedSchema,
  messageSchema,
  type Payload,
  shortcutSchema,
  sortSchema,
  type View,
  viewSchema,
} from './incoming-schemas.ts';

type Read = Incoming | 'of no interest' | 'malformed';

/** What came in, if it is something that is read. `isFresh` is false where Slack sent it some time ago. */
export function readIncoming(body: unknown, isFresh = true): Read {
  const sort = sortSchema.safeParse(body);
  if (!sort.success) return 'malformed';
  if (sort.data.command !== undefined) return readCommand(body, isFresh);
  switch (sort.data.type) {
    case 'block_actions':
      return readPress(body, isFresh);
    case 'shortcut':
    case 'message_action':
      return readShortcut(body, isFresh);
    case 'view_submission':
      return readView(body, 'submission');
    case 'view_closed':
      return readView(body, 'closing');
    case 'event_callback':
      return readEvent(body);
    default:
      return 'of no interest';
  }
}

function readCommand(body: unknown, isFresh: boolean): Read {
  const { data } = commandSchema.safeParse(body);
  if (data === undefined) return 'malformed';
  const who = { workspaceId: data.team_id, userId: data.user_id };
  const { command: name, trigger_id: trigger } = data;
  return { kind: 'command', who, name, hasText: data.text.trim() !== '', trigger, isFresh };
}

function readShortcut(body: unknown, isFresh: boolean): Read {
  const { data } = shortcutSchema.safeParse(body);
  if (data === undefined) return 'malformed';
  return { kind: 'shortcut', who: whoOf(data), callbackId: data.callback_id, trigger: data.trigger_id, isFresh };
}

function readPress(body: unknown, isFresh: boolean): Read {
  const { data } = blockActionsSchema.safeParse(body);
  const [action] = data?.actions ?? [];
  const on = data && pressedOn(data);
  if (data === undefined || action === undefined || on === undefined) return 'malformed';
  const who = whoOf(data);
  if (action.type !== 'button') {
    if (on.kind !== 'modal') return 'of no interest';
    return { ...on, kind: 'typing', who, at: action.action_ts ?? '', isFresh };
  }
  // A button that only opens a page in the browser is told of all the same.
  if (action.action_id === 'link') return 'of no interest';
  return {
    kind: 'press',
    who,
    trigger: data.trigger_id,
    isFresh,
    actionId: action.action_id,
    value: action.value ?? '',
    on,
  };
}

function pressedOn({ view, container }: ReturnType<typeof blockActionsSchema.parse>): PressedOn | undefined {
  if (view != null) return view.type === 'home' ? { kind: 'home' } : { kind: 'modal', ...modalState(view) };
  const { channel_id: channel, message_ts: ts } = container ?? {};
  return channel === undefined || ts === undefined ? undefined : { kind: 'message', channel, ts };
}

function readView(body: unknown, kind: 'submission' | 'closing'): Read {
  const { data } = viewSchema.safeParse(body);
  if (data === undefined) return 'malformed';
  return { kind, who: whoOf(data), callbackId: data.view.callback_id, ...modalState(data.view) };
}

function modalState({ id, hash, private_metadata: metadata, state }: View): ModalState {
  return { viewId: id, hash, metadata, values: state?.values ?? {} };
}

/** Somebody of another organisation, in a channel that is shared with it, has a workspace of their own. */
function whoOf({ user, team }: Payload): Who {
  return { workspaceId: user.team_id ?? team.id, userId: user.id };
}

function readEvent(body: unknown): Read {
  const { data } = eventSchema.safeParse(body);
  if (data === undefined) return 'malformed';
  const { event, team_id: workspaceId, event_id: eventId } = data;
  switch (event.type) {
    case 'message':
      return readLine(event, workspaceId, eventId);
    case 'app_home_opened': {
      const opened = homeOpenedSchema.safeParse(event);
      if (!opened.success) return 'malformed';
      if (opened.data.tab !== 'home') return 'of no interest';
      return { kind: 'home-opened', who: { workspaceId, userId: opened.data.user } };
    }
    case 'member_joined_channel':
    case 'member_left_channel': {
      const { data: moved } = joinedSchema.safeParse(event);
      if (moved === undefined) return 'malformed';
      const kind = event.type === 'member_joined_channel' ? 'joined' : 'left';
      return { kind, eventId, workspaceId, channel: moved.channel, userId: moved.user };
    }
    case 'team_join': {
      const { data: came } = cameSchema.safeParse(event);
      return came === undefined ? 'malformed' : { kind: 'came', eventId, workspaceId, userId: came.user.id };
    }
    default:
      return 'of no interest';
  }
}

/** The most of a line that is read: longer than any command. */
const LINE_LENGTH = 500;

function readLine(event: object, workspaceId: string, eventId: string): Read {
  const { data } = messageSchema.safeParse(event);
  if (data === undefined) return 'malformed';
  const { channel_type: type, subtype, bot_id: bot, user, channel, text } = data;
  const isTyped = subtype == null || subtype === 'file_share';
  // A bot is not talked to by bots: the two might never end.
  if (type !== 'im' || !isTyped || bot != null) return 'of no interest';
  if (user == null) return 'malformed';
  return {
    kind: 'line',
    who: { workspaceId: data.user_team ?? data.source_team ?? data.team ?? workspaceId, userId: user },
    eventId,
    channel,
    text: (text ?? '').slice(0, LINE_LENGTH),
    hasFile: subtype === 'file_share' || bringsFile(data),
  };
}

/** Whether a line brings a picture or a file, or a message that has one. */
function bringsFile({ files, attachments }: ReturnType<typeof messageSchema.parse>): boolean {
  const quoted = (attachments ?? []).some(
    (attachment) => (attachment.files ?? []).length > 0 || attachment.image_url != null || attachment.video_url != null,
  );
  return (files ?? []).length > 0 || quoted;
}

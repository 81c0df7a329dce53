import type { Scene } from './api.ts';
import { messageJson } from './chat-methods.ts';
import { userJson } from './methods.ts';
import { viewJson } from './view-methods.ts';
import type { Part, SlackUser, StoredMessage, StoredView } from './workspace.ts';

// What Slack sends to a bot, with all that stands in it, whether a bot needs it or not: docs.slack.dev,
// reference/interaction-payloads, "Slash commands" and "The Events API".

/** Long out of use, and still sent. */
const VERIFICATION_TOKEN = 'Jhj5dZrVaK7ZwHHjRyZWjbDl';
const TEAM_DOMAIN = 'oakfield';

export interface Shortcut {
  readonly name: string;
  readonly type: string;
  readonly callback_id: string;
}

/** `respondTo` gives an address for answers that only `user` sees, in `channel`. */
export function createPayloads(scene: Scene, respondTo: (userId: string, channel: string) => string) {
  const { workspace, appId, botId } = scene;
  const channelOf = (id: string) => ({ id, name: workspace.channels.get(id)?.name ?? 'directmessage' });
  const accountOf = ({ name }: SlackUser) => name.toLowerCase().replaceAll(' ', '.');

  const envelope = (user: SlackUser) => ({
    team: { id: workspace.teamId, domain: TEAM_DOMAIN },
    enterprise: null,
    is_enterprise_install: false,
    user: {
      id: user.id,
      username: accountOf(user),
      name: accountOf(user),
      team_id: user.teamId ?? workspace.teamId,
    },
    api_app_id: appId,
    token: VERIFICATION_TOKEN,
  });

  const actionOf = (block: Part, element: Part, chosen: Part): Part => ({
    action_id: element['action_id'],
    block_id: block['block_id'],
    ...(element['type'] === 'button'
      ? { text: element['text'], value: element['value'], style: element['style'] }
      : {}),
    ...chosen,
    type: element['type'],
    action_ts: workspace.timestamp(),
  });

  return {
    command: (user: SlackUser, command: string, text: string, channel: string): Record<string, string> => ({
      token: VERIFICATION_TOKEN,
      team_id: user.teamId ?? workspace.teamId,
      team_domain: TEAM_DOMAIN,
      channel_id: channel,
      channel_name: channelOf(channel).name,
      user_id: user.id,
      user_name: accountOf(user),
      command,
      text,
      api_app_id: appId,
      is_enterprise_install: 'false',
      response_url: respondTo(user.id, channel),
      trigger_id: workspace.issueTrigger(user.id),
    }),
    shortcut: (user: SlackUser, callbackId: string): Part => ({
      type: 'shortcut',
      ...envelope(user),
      action_ts: workspace.timestamp(),
      callback_id: callbackId,
      trigger_id: workspace.issueTrigger(user.id),
    }),
    messageShortcut: (user: SlackUser, callbackId: string, message: StoredMessage): Part => ({
      type: 'message_action',
      ...envelope(user),
      action_ts: workspace.timestamp(),
      callback_id: callbackId,
      trigger_id: workspace.issueTrigger(user.id),
      response_url: respondTo(user.id, message.channel),
      message_ts: message.ts,
      channel: channelOf(message.channel),
      message: messageJson(message, scene),
    }),
    /** Something is pressed or chosen in a message. */
    messageAction: (user: SlackUser, message: StoredMessage, block: Part, element: Part): Part => ({
      type: 'block_actions',
      ...envelope(user),
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: false,
        ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
      },
      trigger_id: workspace.issueTrigger(user.id),
      channel: channelOf(message.channel),
      message: messageJson(message, scene),
      state: { values: {} },
      response_url: respondTo(user.id, message.channel),
      actions: [actionOf(block, element, {})],
    }),
    /** Something is pressed or chosen in a modal or on the Home tab. */
    viewAction: (user: SlackUser, view: StoredView, block: Part, element: Part, chosen: Part = {}): Part => ({
      type: 'block_actions',
      ...envelope(user),
      container: { type: 'view', view_id: view.id },
      trigger_id: workspace.issueTrigger(user.id, view.id),
      view: viewJson(view, scene),
      actions: [actionOf(block, element, chosen)],
    }),
    submission: (user: SlackUser, view: StoredView): Part => ({
      type: 'view_submission',
      ...envelope(user),
      trigger_id: workspace.issueTrigger(user.id, view.id),
      view: viewJson(view, scene),
      response_urls: [],
    }),
    closing: (user: SlackUser, view: StoredView, isCleared: boolean, hasValues: boolean): Part => ({
      type: 'view_closed',
      ...envelope(user),
      view: { ...viewJson(view, scene), ...(hasValues ? {} : { state: { values: {} } }) },
      is_cleared: isCleared,
    }),
    /** An event in its envelope. */
    event: (event: Part): Part => ({
      token: VERIFICATION_TOKEN,
      team_id: workspace.teamId,
      context_team_id: workspace.teamId,
      context_enterprise_id: null,
      api_app_id: appId,
      event,
      type: 'event_callback',
      event_id: `Ev${workspace.next()}`,
      event_time: Math.floor(workspace.now() / 1_000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: workspace.teamId,
          user_id: workspace.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: `4-${Buffer.from(workspace.next()).toString('base64url')}`,
    }),
    /** A line that somebody wrote. */
    message: (user: SlackUser, message: StoredMessage, extra: Part = {}): Part => ({
      ...messageJson(message, scene),
      client_msg_id: `${botId}-${workspace.next()}`,
      team: user.teamId ?? workspace.teamId,
      channel: message.channel,
      event_ts: message.ts,
      channel_type: 'im',
      ...extra,
    }),
    homeOpened: (user: SlackUser, tab: string, home: StoredView | undefined): Part => ({
      type: 'app_home_opened',
      user: user.id,
      channel: workspace.directChannel(user.id).id,
      tab,
      ...(home === undefined ? {} : { view: viewJson(home, scene) }),
      event_ts: workspace.timestamp(),
    }),
    joined: (userId: string, channel: string, inviter: string): Part => ({
      type: 'member_joined_channel',
      user: userId,
      channel,
      channel_type: workspace.channels.get(channel)?.isPrivate === true ? 'G' : 'C',
      team: workspace.teamId,
      inviter,
      event_ts: workspace.timestamp(),
    }),
    left: (userId: string, channel: string): Part => ({
      type: 'member_left_channel',
      user: userId,
      channel,
      channel_type: workspace.channels.get(channel)?.isPrivate === true ? 'G' : 'C',
      team: workspace.teamId,
      event_ts: workspace.timestamp(),
    }),
    /** Somebody has an account in the workspace now. */
    cameToTeam: (user: SlackUser): Part => ({
      type: 'team_join',
      user: userJson(user, scene),
      cache_ts: Math.floor(workspace.now() / 1_000),
      event_ts: workspace.timestamp(),
    }),
    changed: (message: StoredMessage): Part => ({
      type: 'message',
      subtype: message.isDeleted ? 'message_deleted' : 'message_changed',
      hidden: true,
      ...(message.isDeleted ? { deleted_ts: message.ts } : { message: messageJson(message, scene) }),
      previous_message: messageJson(message, scene),
      channel: message.channel,
      channel_type: 'im',
      ts: workspace.timestamp(),
      event_ts: workspace.timestamp(),
    }),
  };
}

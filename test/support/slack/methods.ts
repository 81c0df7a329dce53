import { type Args, failed, type Method, type Scene, said } from './api.ts';
import { chatMethods } from './chat-methods.ts';
import { viewMethods } from './view-methods.ts';
import type { Part, SlackChannel, SlackUser } from './workspace.ts';

// What Slack's Web API does for a bot, as docs.slack.dev/reference/methods says it. Written apart from the product, so
// that the two can disagree.

/** The methods that need no token. */
export const OPEN_METHODS: readonly string[] = ['api.test'];
/** The methods that want the token of the app itself. */
export const APP_METHODS: readonly string[] = ['apps.connections.open'];

/** Which of the app's scopes a method needs: any one of them. */
export const scopesOf: { readonly [method: string]: readonly string[] } = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
  'conversations.members': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.open': ['im:write', 'mpim:write', 'channels:manage', 'groups:write'],
};

/** Every method that a bot of ours may call. */
export const methods: { readonly [name: string]: Method } = {
  ...viewMethods,
  ...chatMethods,
  'api.test': (args) => ({ ok: true, args }),
  'auth.test': (_args, { workspace, botId }) => ({
    ok: true,
    url: 'https://oakfield.slack.com/',
    team: 'Oakfield',
    user: 'safeguarding',
    team_id: workspace.teamId,
    user_id: workspace.botUserId,
    bot_id: botId,
    is_enterprise_install: false,
  }),
  'apps.connections.open': (_args, { openSocket }) => ({ ok: true, url: openSocket() }),
  'users.info': (args, scene) => {
    const user = scene.workspace.users.get(said(args, 'user'));
    return user === undefined ? failed('user_not_found') : { ok: true, user: userJson(user, scene) };
  },
  'users.lookupByEmail': (args, scene) => {
    const email = said(args, 'email').toLowerCase();
    const user = [...scene.workspace.users.values()].find((each) => each.email?.toLowerCase() === email);
    const isThere = user !== undefined && user.isDeleted !== true;
    return isThere ? { ok: true, user: userJson(user, scene) } : failed('users_not_found');
  },
  'conversations.info': (args, { workspace, scopes }) => {
    const channel = workspace.channels.get(said(args, 'channel'));
    if (channel === undefined || (channel.isPrivate && !channel.hasBot)) return failed('channel_not_found');
    const needed = channel.isPrivate ? 'groups:read' : 'channels:read';
    const isDirect = channel.user !== undefined;
    if (scopes !== undefined && !isDirect && !scopes.includes(needed)) return { ...failed('missing_scope'), needed };
    return { ok: true, channel: channelJson(channel) };
  },
  'users.list': (args, scene) => {
    const { page, next } = pageOf([...scene.workspace.users.values()], args);
    if (page === undefined) return failed('invalid_cursor');
    return { ok: true, members: page.map((user) => userJson(user, scene)), response_metadata: { next_cursor: next } };
  },
  'conversations.members': (args, { workspace, scopes }) => {
    const channel = workspace.channels.get(said(args, 'channel'));
    if (channel === undefined || (channel.isPrivate && !channel.hasBot)) return failed('channel_not_found');
    const needed = channel.isPrivate ? 'groups:read' : 'channels:read';
    if (scopes !== undefined && !scopes.includes(needed)) return { ...failed('missing_scope'), needed };
    const everybody = [...(channel.hasBot ? [workspace.botUserId] : []), ...(channel.members ?? [])];
    const { page, next } = pageOf(everybody, args);
    if (page === undefined) return failed('invalid_cursor');
    return { ok: true, members: page, response_metadata: { next_cursor: next } };
  },
  'conversations.open': (args, { workspace }) => {
    const [userId = '', ...others] = said(args, 'users').split(',');
    const user = workspace.users.get(userId);
    if (user === undefined || others.length > 0) return failed('user_not_found');
    if (user.isDeleted === true) return failed('user_disabled');
    if (user.isBot === true) return failed('cannot_dm_bot');
    const isOpen = workspace.channels.has(`D${userId.slice(1)}`);
    const { id } = workspace.directChannel(userId);
    return { ok: true, no_op: isOpen, already_open: isOpen, channel: { id } };
  },
};

/** A part of a list as Slack gives it: the cursor of the next is empty after the last. */
function pageOf<Item>(all: readonly Item[], args: Args): { readonly page?: readonly Item[]; readonly next: string } {
  const limit = Number(args['limit'] ?? 100);
  const [, from = '0'] = /^from (\d+)$/.exec(Buffer.from(said(args, 'cursor'), 'base64').toString()) ?? [];
  if (said(args, 'cursor') !== '' && from === '0') return { next: '' };
  const end = Number(from) + limit;
  const next = end < all.length ? Buffer.from(`from ${end}`).toString('base64') : '';
  return { page: all.slice(Number(from), end), next };
}

/** Somebody as the API and events describe them. */
export function userJson(user: SlackUser, { workspace, scopes }: Scene): Part {
  const maySeeEmail = scopes === undefined || scopes.includes('users:read.email');
  const teamId = user.teamId ?? workspace.teamId;
  return {
    id: user.id,
    team_id: teamId,
    name: user.name.toLowerCase().replaceAll(' ', '.'),
    deleted: user.isDeleted === true,
    color: '9f69e7',
    real_name: user.name,
    tz: 'Europe/London',
    tz_label: 'Greenwich Mean Time',
    tz_offset: 0,
    profile: {
      real_name: user.name,
      real_name_normalized: user.name,
      display_name: user.name,
      status_text: '',
      avatar_hash: 'ge3b51ca72de',
      image_48: 'https://secure.gravatar.com/avatar/0.jpg',
      team: teamId,
      ...(maySeeEmail && user.email !== undefined ? { email: user.email } : {}),
    },
    is_admin: false,
    is_owner: false,
    is_restricted: user.isGuest === true,
    is_ultra_restricted: false,
    is_bot: user.isBot === true,
    is_app_user: false,
    ...(teamId === workspace.teamId ? {} : { is_stranger: true }),
    updated: Math.floor(workspace.now() / 1_000),
  };
}

/** docs.slack.dev, "Conversation object": a channel that another organisation was asked to share is pending. */
function channelJson({ id, name, isPrivate, isArchived, hasBot, user, shared }: SlackChannel): Part {
  const isDirect = user !== undefined;
  return {
    id,
    ...(isDirect ? { user } : { name, name_normalized: name }),
    is_channel: !isDirect && !isPrivate,
    is_group: !isDirect && isPrivate,
    is_im: isDirect,
    is_mpim: false,
    is_private: isPrivate,
    is_archived: isArchived,
    is_member: hasBot,
    is_shared: shared === 'with-organisation' || shared === 'with-workspace',
    is_ext_shared: shared === 'with-organisation',
    is_org_shared: shared === 'with-workspace',
    is_pending_ext_shared: shared === 'not-yet',
  };
}

import { blockKitProblems } from '../block-kit.ts';
import { type ApiAnswer, type Args, failed, type Method, type Scene, said } from './api.ts';
import type { Part, SlackChannel, StoredMessage, Workspace } from './workspace.ts';

/** What is done with messages. */
export const chatMethods: { readonly [name: string]: Method } = {
  'chat.postMessage': (args, scene) => {
    const channel = placeFor(said(args, 'channel'), scene.workspace);
    if (typeof channel === 'string') return failed(channel);
    const wrong = wrongMessage(args);
    if (wrong !== undefined) return wrong;
    const { workspace } = scene;
    const thread = args['thread_ts'] === undefined ? undefined : String(args['thread_ts']);
    if (thread !== undefined && !/^\d+\.\d{6}$/.test(thread)) return failed('invalid_thread_ts');
    const version = { text: said(args, 'text'), blocks: workspace.named(args['blocks']) };
    const message = workspace.keep({ channel: channel.id, thread, author: workspace.botUserId }, version);
    scene.echo(message, 'posted');
    return { ok: true, channel: channel.id, ts: message.ts, message: messageJson(message, scene) };
  },
  'chat.update': (args, scene) => {
    const found = ownMessage(args, scene);
    if (typeof found === 'string') return failed(found);
    const wrong = wrongMessage(args);
    if (wrong !== undefined) return wrong;
    if (said(args, 'text').length > 4_000) return failed('msg_too_long');
    const blocks = args['blocks'] === undefined ? found.versions.at(-1)?.blocks : scene.workspace.named(args['blocks']);
    found.versions.push({ text: said(args, 'text'), blocks: blocks ?? [] });
    scene.echo(found, 'changed');
    const { channel, ts } = found;
    return { ok: true, channel, ts, text: said(args, 'text'), message: messageJson(found, scene) };
  },
  'chat.delete': (args, scene) => {
    const found = ownMessage(args, scene);
    if (typeof found === 'string') return failed(found === 'cant_update_message' ? 'cant_delete_message' : found);
    found.isDeleted = true;
    scene.echo(found, 'deleted');
    return { ok: true, channel: found.channel, ts: found.ts };
  },
  'chat.postEphemeral': (args, { workspace, whisper }) => {
    const channel = placeFor(said(args, 'channel'), workspace);
    if (typeof channel === 'string') return failed(channel);
    const wrong = wrongMessage(args);
    if (wrong !== undefined) return wrong;
    if (!workspace.users.has(said(args, 'user'))) return failed('user_not_in_channel');
    whisper(said(args, 'user'), channel.id, { text: said(args, 'text'), blocks: workspace.named(args['blocks']) });
    return { ok: true, message_ts: workspace.timestamp() };
  },
};

/** The conversation that an id means, or why nothing can be posted in it. */
function placeFor(id: string, workspace: Workspace): SlackChannel | string {
  const user = workspace.users.get(id);
  if (user?.isDeleted === true || user?.isBot === true) return 'channel_not_found';
  const channel = user === undefined ? workspace.channels.get(id) : workspace.directChannel(id);
  if (channel === undefined) return 'channel_not_found';
  if (channel.isArchived) return 'is_archived';
  return channel.hasBot ? channel : 'not_in_channel';
}

function ownMessage(args: Args, { workspace }: Scene): StoredMessage | string {
  // Only the id of a conversation is known here, not that of a person.
  const channel = workspace.channels.get(said(args, 'channel'));
  if (channel === undefined) return 'channel_not_found';
  const message = workspace.messageAt(channel.id, said(args, 'ts'));
  if (message === undefined) return 'message_not_found';
  if (channel.isArchived) return 'is_archived';
  return message.author === workspace.botUserId ? message : 'cant_update_message';
}

function wrongMessage(args: Args): ApiAnswer | undefined {
  const { text, blocks } = args;
  const isEmpty = blocks === undefined || (Array.isArray(blocks) && blocks.length === 0);
  if (isEmpty && said(args, 'text') === '') return failed('no_text');
  if (blocks !== undefined && !Array.isArray(blocks)) return failed('invalid_blocks_format');
  const problems = blockKitProblems('message', { text, blocks });
  if (problems.some((each) => each.startsWith('msg_blocks_too_long'))) return failed('msg_blocks_too_long');
  return problems.length > 0 ? failed('invalid_blocks', problems) : undefined;
}

/** A message as Slack sends it. */
export function messageJson(message: StoredMessage, { workspace, appId, botId }: Scene): Part {
  const version = message.versions.at(-1);
  const isBots = message.author === workspace.botUserId;
  return {
    type: 'message',
    user: message.author,
    ts: message.ts,
    ...(isBots
      ? { bot_id: botId, app_id: appId, bot_profile: { id: botId, app_id: appId, name: 'Safeguarding' } }
      : {}),
    text: version?.text ?? '',
    team: workspace.teamId,
    blocks: version?.blocks ?? [],
    ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
    ...(message.versions.length > 1 ? { edited: { user: message.author, ts: workspace.timestamp() } } : {}),
  };
}

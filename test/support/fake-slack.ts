import { createActivity } from './slack/activity.ts';
import type { Args, Scene } from './slack/api.ts';
import { startApiServer } from './slack/api-server.ts';
import { createDelivery, type Told } from './slack/delivery.ts';
import { messagesOf, type SeenMessage } from './slack/messages.ts';
import { createPayloads, type Shortcut } from './slack/payloads.ts';
import { FORM_TYPE, JSON_TYPE, signed } from './slack/signing.ts';
import { createSockets } from './slack/socket-mode.ts';
import { badDays, createTroubles } from './slack/trouble.ts';
import {
  createWorkspace,
  type Part,
  type SlackChannel,
  type SlackUser,
  type StoredMessage,
  type Version,
} from './slack/workspace.ts';

/** The part of an app's manifest that decides what its people can use. */
export interface FakeManifest {
  readonly features?: {
    readonly slash_commands?: readonly { readonly command: string }[];
    readonly shortcuts?: readonly Shortcut[];
  };
  readonly oauth_config?: { readonly scopes?: { readonly bot?: readonly string[] } };
  readonly settings?: { readonly event_subscriptions?: { readonly bot_events?: readonly string[] } };
}

export interface FakeSlackOptions {
  readonly token?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly teamId?: string;
  /** In milliseconds since 1970. */
  readonly now?: () => number;
  /** How long Slack waits for an answer. */
  readonly patienceMs?: number;
  /** Without it every command, event and method is there; shortcuts are only in it. */
  readonly manifest?: FakeManifest;
  /** Waits until the bot has done what follows from what it was told. */
  readonly settle?: () => Promise<void>;
  /** Whether the bot is told of its own messages too, as Slack does in direct messages. */
  readonly echoes?: boolean;
}

/** A message that one person alone sees, until they look away. */
export interface Ephemeral extends Version {
  readonly userId: string;
  readonly channel: string;
}

/**
 * Starts a Slack on this machine: one workspace with the bot's app installed. It keeps what docs.slack.dev says of the
 * Web API, of requests to the bot, of Block Kit and of Socket Mode. Channels and people have to be made known to it.
 */
export async function startFakeSlack(options: FakeSlackOptions = {}) {
  const { token = 'xoxb-fake', appToken = 'xapp-fake', signingSecret = 'a-signing-secret', manifest } = options;
  const { teamId = 'T0OAKFIELD', now = Date.now, patienceMs = 3_000, echoes = true } = options;
  const [appId, botId, botUserId] = ['A0SAFEGRD', 'B0SAFEGRD', 'U0SAFEGRD'];
  let settle = options.settle ?? (() => Promise.resolve());
  const workspace = createWorkspace(now, teamId, botUserId);
  workspace.users.set(botUserId, { id: botUserId, name: 'Safeguarding', isBot: true });
  const activity = createActivity();
  const troubles = createTroubles(now);
  const ephemerals: Ephemeral[] = [];
  const responses = new Map<string, { readonly userId: string; readonly channel: string }>();
  const scene: Scene = {
    workspace,
    appId,
    botId,
    scopes: manifest?.oauth_config?.scopes?.bot,
    echo,
    whisper: (userId, channel, version) => void ephemerals.push({ userId, channel, ...version }),
    openSocket: () => sockets.ticketAt(api.address),
  };
  const api = await startApiServer({
    tokens: { bot: token, app: appToken },
    activity,
    troubles,
    scene: () => scene,
    respond,
  });
  const sockets = createSockets(api.server, activity, appId);
  const delivery = createDelivery({ secret: signingSecret, now, patienceMs, activity, sockets });
  const payloads = createPayloads(scene, (userId, channel) => {
    const id = workspace.next();
    responses.set(id, { userId, channel });
    return `${api.address}/respond/${id}`;
  });

  function respond(id: string, body: Args): boolean {
    const place = responses.get(id);
    if (place === undefined) return false;
    const version = { text: String(body['text'] ?? ''), blocks: workspace.named(body['blocks']) };
    if (body['response_type'] !== 'in_channel') scene.whisper(place.userId, place.channel, version);
    else workspace.keep({ channel: place.channel, thread: undefined, author: botUserId }, version);
    return true;
  }

  function echo(message: StoredMessage, kind: 'posted' | 'changed' | 'deleted'): void {
    const isDirect = workspace.channels.get(message.channel)?.user !== undefined;
    if (!echoes || !isDirect || !hearsOf('message.im')) return;
    const bot = { id: botUserId, name: 'Safeguarding' };
    const event = kind === 'posted' ? payloads.message(bot, message) : payloads.changed(message);
    void delivery.tellEvent(payloads.event(event));
  }

  /** Whether somebody is in a channel from now on; of one that was not made known, nothing is kept. */
  function isIn(id: string, userId: string, isMember: boolean): void {
    const channel = workspace.channels.get(id);
    const others = (channel?.members ?? []).filter((one) => one !== userId);
    if (channel !== undefined)
      workspace.channels.set(id, { ...channel, members: isMember ? [...others, userId] : others });
  }

  function hearsOf(event: string): boolean {
    return manifest === undefined || (manifest.settings?.event_subscriptions?.bot_events ?? []).includes(event);
  }

  async function settled(): Promise<void> {
    do {
      await activity.idle();
      await settle();
    } while (!activity.isIdle);
  }

  return {
    token,
    appToken,
    signingSecret,
    teamId,
    botUserId,
    appId,
    /** What stands for `https://slack.com/api/`. */
    apiUrl: `${api.address}/api/`,
    workspace,
    payloads,
    manifest,
    /** Every call of the Web API, oldest first. */
    calls: api.calls,
    callsOf: (method: string) => api.calls.filter((call) => call.method === method),
    /** What the API did not take, in Slack's words. */
    refusals: () => api.calls.filter(({ answer }) => answer?.ok === false),
    ephemerals: ephemerals as readonly Ephemeral[],
    /** What the bot answered that Slack could do nothing with. */
    badAnswers: [] as string[],
    /** Somebody alone sees a message. */
    whisper: scene.whisper,
    sockets,
    /** Everything that was sent to the bot, to the byte. */
    sent: delivery.sent,
    /** Where the bot listens, and how to wait until it has done what follows from what it was told. */
    sendsTo(url: string | undefined, wait: () => Promise<void> = settle): void {
      delivery.sendTo(url);
      settle = wait;
    },
    addUser(user: SlackUser): SlackUser {
      workspace.users.set(user.id, user);
      return user;
    },
    changeUser(id: string, change: Partial<SlackUser>): void {
      const user = workspace.users.get(id);
      if (user === undefined) throw new Error(`nobody is ${id}`);
      workspace.users.set(id, { ...user, ...change });
    },
    addChannel(channel: Partial<SlackChannel> & Pick<SlackChannel, 'id' | 'name'>): SlackChannel {
      const added = { isPrivate: true, isArchived: false, hasBot: true, ...channel };
      workspace.channels.set(added.id, added);
      return added;
    },
    changeChannel(id: string, change: Partial<SlackChannel>): void {
      const channel = workspace.channels.get(id);
      if (channel === undefined) throw new Error(`there is no channel ${id}`);
      workspace.channels.set(id, { ...channel, ...change });
    },
    removeChannel: (id: string) => workspace.channels.delete(id),
    /** Somebody asks the bot into a channel; the bot is told. */
    async invitesBot(id: string, inviter: string): Promise<void> {
      this.changeChannel(id, { hasBot: true });
      await this.happens('member_joined_channel', payloads.joined(botUserId, id, inviter));
    },
    /** Somebody joins a channel; the bot is told. */
    async joins(userId: string, id: string) {
      isIn(id, userId, true);
      return await tellAndSettle('member_joined_channel', payloads.joined(userId, id, botUserId));
    },
    /** Somebody leaves a channel; the bot is told. */
    async leaves(userId: string, id: string) {
      isIn(id, userId, false);
      return await tellAndSettle('member_left_channel', payloads.left(userId, id));
    },
    /** Somebody gets an account in the workspace; the bot is told. */
    comesToWorkspace(user: SlackUser) {
      this.addUser(user);
      return tellAndSettle('team_join', payloads.cameToTeam(user));
    },
    /** An event, named as it is subscribed to. The bot is told when its app listens to it. */
    happens: tellAndSettle,
    removeMessage(channel: string, ts: string): void {
      const message = workspace.messageAt(channel, ts);
      if (message === undefined) throw new Error(`there is no message ${ts}`);
      message.isDeleted = true;
    },
    /** A channel, by its id or as `#name`, without what hangs below its messages. */
    messagesIn: (channel: string): readonly SeenMessage[] => messagesOf(workspace, channel),
    /** A message and what hangs below it. */
    thread: (channel: string, ts: string): readonly SeenMessage[] => messagesOf(workspace, channel, ts),
    /** Everything that was ever shown to anybody. */
    everythingShown: () => JSON.stringify([workspace.messages, ephemerals, api.calls.map(({ args }) => args)]),
    tell: (told: Told) => delivery.tell(told),
    /** Any request at all to the bot. */
    sends: (body: string, headers: Record<string, string> = {}, url?: string) =>
      delivery.post({ kind: 'other', body, headers, payload: {} }, url),
    /** The headers of a request as Slack signs it; another secret or time makes a forged one. */
    signs(
      body: string,
      { secret = signingSecret, timestamp = Math.floor(now() / 1_000) as number | string, type = '' } = {},
    ) {
      const looksLike = body.startsWith('{') ? JSON_TYPE : FORM_TYPE;
      return { 'content-type': type === '' ? looksLike : type, ...signed(body, secret, timestamp) };
    },
    /** The exact bytes of an earlier request again. */
    replay(index: number, url?: string) {
      const request = delivery.sent.at(index);
      if (request === undefined) throw new Error(`there was no request ${index}`);
      return delivery.post(request, url);
    },
    /** Slack looks whether somebody answers at the address. */
    async verifiesUrl(challenge = '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P') {
      const body = JSON.stringify({ token: 'Jhj5dZrVaK7ZwHHjRyZWjbDl', challenge, type: 'url_verification' });
      return delivery.post({ kind: 'other', body, headers: this.signs(body), payload: {} });
    },
    /** A minute, then five: what the bot did not take comes again. */
    async redelivers() {
      const answers = await delivery.redeliver();
      await settled();
      return answers;
    },
    /** An event that was taken comes again. */
    async deliversAgain(index: number) {
      const answer = await delivery.deliverAgain(index);
      await settled();
      return answer;
    },
    ...badDays(troubles, api.cut),
    settled,
    /** Looks after everything that happens here, until it finds what it looks for. */
    until: <Found>(look: () => Found | undefined | false, what: string) => activity.until(look, what),
    async stop(): Promise<void> {
      delivery.sendTo(undefined);
      sockets.cut();
      await api.stop();
    },
  };

  async function tellAndSettle(name: string, event: Part) {
    if (!hearsOf(name)) return undefined;
    const answer = await delivery.tellEvent(payloads.event(event));
    await settled();
    return answer;
  }
}

export type FakeSlack = Awaited<ReturnType<typeof startFakeSlack>>;

import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import { DeliveryFault } from '../../application/faults.ts';
import { isOwed, passing } from '../permit.ts';
import type { Call, RateLimiter } from '../rate-limiter.ts';
import type { ShownView, SlackBot, SlackChannelFacts, SlackConnector } from './connector.ts';
import { type SlackLimits, slackCall, slackLimits, slackRead } from './limits.ts';
import { createResting } from './resting.ts';
import { faultOf, TOO_MANY, unreadable } from './slack-fault.ts';
import { asMember, asNamedMember, type SlackUser, slackUserSchema } from './slack-user.ts';

export interface SdkConnectorParts {
  /** With the bot's token. */
  readonly client: webApi.WebClient;
  readonly limiter: RateLimiter;
  /** What the limiter keeps to. */
  readonly limits?: SlackLimits;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
}

const postedSchema = z.object({ channel: z.string().min(1), ts: z.string().min(1) });
const shownSchema = z.object({ view: z.object({ id: z.string().min(1), hash: z.string() }) });
const letInSchema = z.object({
  user_id: z.string().min(1),
  team_id: z.string().min(1),
  /** The SDK puts there what Slack says in a header. */
  response_metadata: z
    .object({ scopes: z.array(z.string()) })
    .optional()
    .catch(undefined),
});
const flag = z.boolean().nullish();
const channelSchema = z.object({
  channel: z.object({
    is_member: flag,
    is_private: flag,
    is_archived: flag,
    is_shared: flag,
    is_ext_shared: flag,
    is_org_shared: flag,
    is_pending_ext_shared: flag,
  }),
});

const memberSchema = z.object({ user: slackUserSchema });
const cursor = z.object({ next_cursor: z.string().nullish() }).nullish();
const channelMembersSchema = z.object({ members: z.array(z.string()), response_metadata: cursor });
/** Somebody whom Slack describes in a way that is not understood keeps nobody else from being found. */
const membersSchema = z.object({
  members: z.array(slackUserSchema.optional().catch(undefined)),
  response_metadata: cursor,
});

/** How many Slack is asked for at once. */
const IN_CHANNEL_AT_ONCE = 100;
const IN_WORKSPACE_AT_ONCE = 500;

/** For how long Slack's word is taken on whether it lets the bot in. */
const BELIEVED_FOR_MS = 30_000;

/** Slack's Web API through its SDK, within its limits. */
export function createSdkConnector(parts: SdkConnectorParts): SlackConnector {
  const { client, limiter, limits = slackLimits, monotonicMs = () => performance.now() } = parts;
  const rest = createResting({ limiter, monotonicMs });
  let asked: { readonly bot: Promise<SlackBot>; readonly at: number } | undefined;
  /** A token is of one bot for good. */
  let known: SlackBot | undefined;

  async function askWhoIAm(): Promise<SlackBot> {
    const answer = read(letInSchema, await attempt(() => client.auth.test()));
    const { user_id: userId, team_id: workspaceId, response_metadata: said } = answer;
    known = { userId, workspaceId, ...(said === undefined ? {} : { rights: said.scopes }) };
    return known;
  }

  async function whoIAm(): Promise<SlackBot> {
    if (asked === undefined || monotonicMs() - asked.at >= BELIEVED_FOR_MS)
      asked = { bot: askWhoIAm(), at: monotonicMs() };
    return await asked.bot;
  }

  /** A call that waits for its turn. When Slack asks for patience all the same, those behind it wait too. */
  async function inTurn<Value>(call: Call, work: () => Promise<Value>, what?: 'edit'): Promise<Value> {
    await limiter.turn({ ...call, isAnswer: !isOwed() });
    try {
      return await attempt(work, what);
    } catch (error) {
      if (error instanceof DeliveryFault && error.code === TOO_MANY) rest(call, error.retryAfterMs);
      throw error;
    }
  }

  return {
    async post({ channel, thread }, { text, blocks }) {
      const message = { channel, text, blocks, unfurl_links: false, unfurl_media: false };
      const where = thread === undefined ? {} : { thread_ts: thread };
      const call = slackCall(limits, 'chat.postMessage', channel);
      return read(postedSchema, await inTurn(call, () => client.chat.postMessage({ ...message, ...where } as never)));
    },
    async edit({ channel, ts }, { text, blocks }) {
      const call = slackCall(limits, 'chat.update', channel);
      await inTurn(call, () => client.chat.update({ channel, ts, text, blocks } as never), 'edit');
    },
    async openView(trigger, view) {
      return asShown(await attempt(() => client.views.open({ trigger_id: trigger, view } as never)));
    },
    async updateView({ id, hash }, view) {
      const which = { view_id: id, ...(hash === undefined ? {} : { hash }) };
      return asShown(await attempt(() => client.views.update({ ...which, view } as never)));
    },
    async publishHome(userId, view) {
      const call = slackCall(limits, 'views.publish', userId);
      await inTurn(call, () => client.views.publish({ user_id: userId, view } as never));
    },
    async findMember(userId, workspaceId) {
      const user = await someone(() => attempt(() => client.users.info({ user: userId })));
      return user && asMember(user, workspaceId);
    },
    async lookUp(userId, workspaceId) {
      const call = slackRead(limits, 'users.info');
      const user = await someone(() => inTurn(call, () => client.users.info({ user: userId })));
      return user && asNamedMember(user, workspaceId);
    },
    async findUserId(email, workspaceId) {
      const call = slackRead(limits, 'users.lookupByEmail');
      const user = await someone(() => inTurn(call, () => client.users.lookupByEmail({ email })));
      const member = user && asMember(user, workspaceId);
      return member?.isOutsider === false && member.addresses.includes(email) ? user?.id : undefined;
    },
    async membersOf(channel, after) {
      const of = { channel, limit: IN_CHANNEL_AT_ONCE, ...(after === undefined ? {} : { cursor: after }) };
      const call = slackRead(limits, 'conversations.members');
      const { members, response_metadata: at } = read(
        channelMembersSchema,
        await inTurn(call, () => client.conversations.members(of)),
      );
      return { userIds: members, ...nextPage(at) };
    },
    async listMembers(workspaceId, after) {
      const of = { limit: IN_WORKSPACE_AT_ONCE, ...(after === undefined ? {} : { cursor: after }) };
      const call = slackRead(limits, 'users.list');
      const { members, response_metadata: at } = read(membersSchema, await inTurn(call, () => client.users.list(of)));
      const understood = members.filter((user) => user !== undefined);
      return { members: understood.map((user) => asNamedMember(user, workspaceId)), ...nextPage(at) };
    },
    async describeChannel(channel) {
      const call = slackRead(limits, 'conversations.info');
      try {
        return asFacts(read(channelSchema, await inTurn(call, () => client.conversations.info({ channel }))).channel);
      } catch (error) {
        if (error instanceof DeliveryFault && error.code === 'slack-channel_not_found') return undefined;
        throw error;
      }
    },
    describeBot: () => whoIAm(),
    ownUserId: async () => (known ?? (await askWhoIAm())).userId,
    health: () => whoIAm(),
  };
}

function asFacts(channel: z.infer<typeof channelSchema>['channel']): SlackChannelFacts {
  const isPrivate = channel.is_private ?? undefined;
  const { is_shared, is_ext_shared, is_org_shared, is_pending_ext_shared } = channel;
  return {
    // Of a private channel in which the bot is not, Slack says nothing at all.
    hasBot: channel.is_member ?? (isPrivate === true ? true : undefined),
    isPrivate,
    isArchived: channel.is_archived === true,
    isShared: [is_shared, is_ext_shared, is_org_shared, is_pending_ext_shared].includes(true),
  };
}

const unknownUser: ReadonlySet<string> = new Set([
  'slack-user_not_found',
  'slack-users_not_found',
  'slack-user_not_visible',
]);

/** Whom Slack gives in answer; undefined where it knows nobody of the sort. */
async function someone(ask: () => Promise<unknown>): Promise<SlackUser | undefined> {
  try {
    return read(memberSchema, await ask()).user;
  } catch (error) {
    if (error instanceof DeliveryFault && unknownUser.has(error.code)) return undefined;
    throw error;
  }
}

/** Slack gives an empty cursor where there is no more. */
function nextPage(at: z.infer<typeof cursor>): { readonly next?: string } {
  const next = at?.next_cursor ?? '';
  return next === '' ? {} : { next };
}

function asShown(answer: unknown): ShownView {
  const { id, hash } = read(shownSchema, answer).view;
  return { id, hash };
}

function read<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const { data } = schema.safeParse(answer);
  if (data === undefined) throw unreadable();
  return data;
}

function attempt<Value>(work: () => Promise<Value>, what: 'edit' | 'other' = 'other'): Promise<Value> {
  return passing(work, (error, hasLeft) => faultOf(error, what, hasLeft));
}

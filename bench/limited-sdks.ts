import type { createSdkConnector as slackConnector } from '../src/channels/slack/sdk-connector.ts';
import type { createSdkConnector as teamsConnector } from '../src/channels/teams/sdk-connector.ts';
import type { ChatRequest, LimitedChat } from './chat-limits.ts';

// What stands in place of the two SDKs: the channels, connectors and limiters above them are the service's own.

/** What is heard at the chat of each post that it took or sent away. */
export type Heard = (of: {
  readonly chat: 'teams' | 'slack';
  readonly thread: string;
  readonly isTaken: boolean;
}) => void;

export interface LimitedSdkParts {
  readonly chat: LimitedChat;
  /** Lets so long pass: the way of a call to the chat, and of its answer back. */
  readonly travel: () => Promise<void>;
  readonly heard: Heard;
  /** Whether the call that is about to leave may. */
  readonly mayLeave: () => boolean;
}

/** One call: the way there, the chat's answer, and the way back. `tooMany` is how its SDK says that it was too many. */
async function call(parts: LimitedSdkParts, request: ChatRequest, tooMany: (seconds: number) => Error): Promise<void> {
  if (!parts.mayLeave()) throw new Error('it may not leave any more');
  await parts.travel();
  const answer = parts.chat.ask(request);
  const { isTaken } = answer;
  if (request.method === 'send' || request.method === 'chat.postMessage')
    parts.heard({ chat: request.method === 'send' ? 'teams' : 'slack', thread: request.thread, isTaken });
  await parts.travel();
  if (!answer.isTaken) throw tooMany(answer.retryAfterSeconds);
}

/** The id of the chat of the bot with somebody, as Teams makes it. */
export function personalChatOf(userId: string): string {
  return `a:${userId}`;
}

/** Teams, as far as the service calls it. */
export function aLimitedTeams(parts: LimitedSdkParts): Parameters<typeof teamsConnector>[0] {
  const tooMany = (seconds: number) =>
    Object.assign(new Error('429'), {
      isAxiosError: true,
      response: { status: 429, headers: { 'retry-after': String(seconds) } },
    });
  const send = (thread: string) => call(parts, { method: 'send', thread: decodeURIComponent(thread) }, tooMany);
  let count = 0;
  const conversations = {
    async create({ members: [member] }: { readonly members: readonly { readonly id: string }[] }) {
      await send(`beginning with ${member?.id}`);
      return { id: personalChatOf(member?.id ?? '') };
    },
    async createActivity(conversation: string) {
      await send(conversation);
      return { id: String(++count) };
    },
    async updateActivity(conversation: string) {
      await send(conversation);
    },
  };
  const app = { credentials: undefined, tokenProvider: undefined, api: { clone: () => ({ conversations }) } };
  return app as unknown as Parameters<typeof teamsConnector>[0];
}

/** Slack, as far as the service calls it. */
export function aLimitedSlack(parts: LimitedSdkParts): Parameters<typeof slackConnector>[0]['client'] {
  const tooMany = (seconds: number) =>
    Object.assign(new Error('429'), { code: 'slack_webapi_rate_limited_error', retryAfter: seconds });
  const ask = (method: string, thread = '') => call(parts, { method, thread }, tooMany);
  let count = 0;
  const client = {
    chat: {
      async postMessage({ channel }: { readonly channel: string }) {
        await ask('chat.postMessage', channel);
        return { channel: channel.replace(/^U/, 'D'), ts: String(++count) };
      },
      async update({ channel }: { readonly channel: string }) {
        await ask('chat.update', channel);
      },
    },
    auth: { test: async () => ({ user_id: 'U0BOT', team_id: 'T0OAKFIELD' }) },
  };
  return client as unknown as Parameters<typeof slackConnector>[0]['client'];
}

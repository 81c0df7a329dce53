import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

// What the Teams service does for a bot, as its public contract says it: learn.microsoft.com, "Bot Connector API
// reference", and in MicrosoftDocs/msteams-docs send-proactive-messages.md, rate-limit.md and
// format-your-bot-messages.md. Written apart from the product, so that the two can disagree.

/** Somebody as Teams knows them. */
export interface FakeUser {
  /** The bot's own id of them, such as `29:amara`. */
  readonly id: string;
  readonly aadObjectId: string;
  readonly name: string;
  readonly userPrincipalName: string;
  readonly email?: string;
  readonly tenantId: string;
  readonly userRole?: 'user' | 'guest' | 'anonymous';
  /** False for somebody who has not installed the bot, or has blocked it. */
  readonly hasBot?: boolean;
}

/** A request that reached the fake. */
export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
  /** What it was, as the contract has it; `other` for everything that no bot of ours has to ask for. */
  readonly call: FakeCall | 'other';
}

export type FakeCall = 'create' | 'post' | 'edit' | 'member' | 'members' | 'team' | 'channels';

/** A channel as Teams lists it for a bot of its team: which sort it is, Teams has not always said. */
export interface FakeChannel {
  readonly id: string;
  readonly name: string | null;
  readonly type?: string;
}

/** What stands in a conversation now. */
export interface FakeMessage {
  readonly id: string;
  /** The message it hangs below; undefined for one that begins a thread, and in chats. */
  readonly thread: string | undefined;
  readonly activity: Record<string, unknown>;
  /** Every form that it ever had, the first one first. */
  readonly versions: readonly Record<string, unknown>[];
}

/** What happens to the next calls of a kind instead of, or before, what would. */
export type FakeTrouble =
  | { readonly status: number; readonly code?: string; readonly headers?: Record<string, string> }
  | { readonly slowMs: number }
  /** The message is taken, and the answer never comes. */
  | 'takes and breaks'
  | 'breaks';

interface Message {
  id: string;
  thread: string | undefined;
  versions: Record<string, unknown>[];
}

/** In bytes of UTF-16 with everything in it (msteams-docs format-your-bot-messages.md). */
const MESSAGE_LIMIT = 100 * 1_024;

/** Starts a Teams service on this machine. Channels and people have to be made known to it. */
export async function startFakeTeams() {
  const users: FakeUser[] = [];
  const conversations = new Map<string, { readonly members: readonly FakeUser[]; readonly messages: Message[] }>();
  const teams = new Map<string, { readonly channels: readonly FakeChannel[]; readonly type: string | undefined }>();
  const requests: FakeRequest[] = [];
  const troubles: { readonly call: FakeCall; readonly trouble: FakeTrouble; left: number }[] = [];
  const sockets = new Set<Socket>();
  let lastId = 1_790_000_000_000;
  let waiting: (() => void)[] = [];

  const server = createServer((request, response) => void answer(request, response));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const [asked = '', question = ''] = (request.url ?? '').split('?');
    const path = decodeURIComponent(asked);
    const found = routes.find(({ method, pattern }) => method === request.method && pattern.test(path));
    const call = found?.call ?? 'other';
    requests.push({ method: request.method ?? '', path, authorization: request.headers.authorization, body, call });
    const trouble = call === 'other' ? undefined : nextTrouble(call);
    if (trouble === 'breaks') return void request.socket.destroy();
    if (typeof trouble === 'object' && 'slowMs' in trouble) await pause(trouble.slowMs);
    if (typeof trouble === 'object' && 'status' in trouble) {
      const code = trouble.code ?? 'ServiceError';
      return send(response, trouble.status, { error: { code, message: code } }, trouble.headers);
    }
    const match = found?.pattern.exec(path);
    const [status, answered] =
      found && match ? found.handle(match, body, new URLSearchParams(question)) : error(404, 'NotFound');
    if (trouble === 'takes and breaks') request.socket.destroy();
    else send(response, status, answered);
    for (const wake of waiting.splice(0)) wake();
  }

  function nextTrouble(call: FakeCall): FakeTrouble | undefined {
    const trouble = troubles.find((candidate) => candidate.call === call && candidate.left > 0);
    if (trouble === undefined) return undefined;
    trouble.left--;
    return trouble.trouble;
  }

  type Answer = readonly [status: number, body: unknown];
  interface Route {
    readonly call: FakeCall;
    readonly method: string;
    readonly pattern: RegExp;
    handle(match: RegExpExecArray, body: string, question: URLSearchParams): Answer;
  }

  const routes: readonly Route[] = [
    {
      call: 'create',
      method: 'POST',
      pattern: /^\/teams\/v3\/conversations$/,
      handle: (_match, body) => {
        const { members, tenantId } = JSON.parse(body) as { members?: { id: string }[]; tenantId?: string };
        const [member, ...others] = members ?? [];
        if (member === undefined || others.length > 0 || tenantId === undefined) return error(400, 'BadSyntax');
        const user = users.find(({ id, aadObjectId }) => id === member.id || aadObjectId === member.id);
        if (user === undefined || user.tenantId !== tenantId) return error(400, 'MemberNotFoundInConversation');
        if (user.hasBot === false) return error(403, 'ForbiddenOperationException');
        return [201, { id: personalChatOf(user) }];
      },
    },
    {
      call: 'post',
      method: 'POST',
      pattern: /^\/teams\/v3\/conversations\/([^/]+)\/activities$/,
      handle: ([, id = ''], body) => {
        const [place = '', thread] = id.split(';messageid=');
        const conversation = conversations.get(place);
        if (conversation === undefined) return error(404, 'ConversationNotFound');
        if (thread !== undefined && !conversation.messages.some((message) => message.id === thread))
          return error(404, 'ConversationNotFound');
        if (conversation.members.length === 1 && conversation.members[0]?.hasBot === false)
          return error(403, 'MessageWritesBlocked');
        const refused = refusal(body);
        if (refused !== undefined) return refused;
        const activity = JSON.parse(body) as Record<string, unknown>;
        const message: Message = { id: String(++lastId), thread, versions: [activity] };
        conversation.messages.push(message);
        return isSplit(activity) ? [202, {}] : [201, { id: message.id }];
      },
    },
    {
      call: 'edit',
      method: 'PUT',
      pattern: /^\/teams\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/,
      handle: ([, id = '', activityId = ''], body) => {
        const conversation = conversations.get(id.split(';')[0] ?? '');
        if (conversation === undefined) return error(404, 'ConversationNotFound');
        const message = conversation.messages.find((candidate) => candidate.id === activityId);
        if (message === undefined) return error(404, 'ActivityNotFoundInConversation');
        const refused = refusal(body);
        if (refused !== undefined) return refused;
        message.versions.push(JSON.parse(body) as Record<string, unknown>);
        return [200, { id: message.id }];
      },
    },
    {
      call: 'member',
      method: 'GET',
      pattern: /^\/teams\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/,
      handle: ([, id = '', userId = '']) => {
        const conversation = conversations.get(id.split(';')[0] ?? '');
        if (conversation === undefined) return error(403, 'BotNotInConversationRoster');
        const user = conversation.members.find((member) => member.id === userId);
        if (user === undefined) return error(404, 'MemberNotFoundInConversation');
        return [200, memberJson(user)];
      },
    },
    {
      call: 'members',
      method: 'GET',
      pattern: /^\/teams\/v3\/conversations\/([^/]+)\/pagedMembers$/,
      handle: ([, id = ''], _body, question) => {
        const conversation = conversations.get(id.split(';')[0] ?? '');
        if (conversation === undefined) return error(403, 'BotNotInConversationRoster');
        const token = question.get('continuationToken');
        const from = token === null ? 0 : Number(Buffer.from(token, 'base64').toString().replace('from ', ''));
        if (!Number.isInteger(from)) return error(400, 'BadArgument');
        // Fewer than 50 are treated as 50, more than 500 as 500 (msteams-docs get-teams-context.md).
        const size = Math.min(500, Math.max(50, Number(question.get('pageSize') ?? 200)));
        const members = conversation.members.slice(from, from + size).map(memberJson);
        const isLast = from + size >= conversation.members.length;
        const continuationToken = Buffer.from(`from ${from + size}`).toString('base64');
        return [200, isLast ? { members } : { members, continuationToken }];
      },
    },
    {
      // Only for bots of the team (msteams-docs get-teams-context.md). It may be described as what channel it is.
      call: 'team',
      method: 'GET',
      pattern: /^\/teams\/v3\/teams\/([^/]+)$/,
      handle: ([, id = '']) => {
        const team = teams.get(id);
        if (team === undefined) return error(403, 'BotNotInConversationRoster');
        const details = { id, name: 'Oakfield School', aadGroupId: '02ce3874-dd86-41ba-bddc-013f34019978' };
        return [200, team.type === undefined ? details : { ...details, type: team.type }];
      },
    },
    {
      call: 'channels',
      method: 'GET',
      pattern: /^\/teams\/v3\/teams\/([^/]+)\/conversations$/,
      handle: ([, id = '']) => {
        const team = teams.get(id);
        return team === undefined ? error(403, 'BotNotInConversationRoster') : [200, { conversations: team.channels }];
      },
    },
  ];

  function memberJson({ hasBot: _, ...member }: FakeUser) {
    return { userRole: 'user', ...member };
  }

  /** What Teams refuses in a message: its size, its kind, and a mention of somebody whom it does not know. */
  function refusal(body: string): Answer | undefined {
    if (Buffer.byteLength(body, 'utf16le') > MESSAGE_LIMIT) return error(413, 'MessageSizeTooBig');
    const activity = JSON.parse(body) as { type?: string };
    if (activity.type !== 'message') return error(400, 'BadSyntax');
    const mentions = objectsIn(activity).filter(({ type }) => type === 'mention');
    const isWrong = mentions.some(({ mentioned, text: said }) => {
      const { id } = mentioned as { id: string };
      const isKnown = users.some((user) => [user.id, user.aadObjectId, user.userPrincipalName].includes(id));
      return !isKnown || !JSON.stringify(activity).includes(JSON.stringify(said).slice(1, -1));
    });
    return isWrong ? error(400, 'Invalid mention entity') : undefined;
  }

  function personalChatOf(user: FakeUser): string {
    const id = `a:${Buffer.from(user.id).toString('base64url')}`;
    if (!conversations.has(id)) conversations.set(id, { members: [user], messages: [] });
    return id;
  }

  return {
    /** What activities say of the service, and where the bot answers to. */
    serviceUrl: `${address}/teams/`,
    /** An address on the same machine at which nothing is to be fetched, such as that of a picture. */
    elsewhere: `${address}/files/picture.png`,
    requests: requests as readonly FakeRequest[],
    users: users as readonly FakeUser[],
    personalChatOf,
    /** Makes somebody known, who then has a 1:1 chat with the bot. */
    addUser(user: FakeUser): FakeUser {
      users.push(user);
      personalChatOf(user);
      return user;
    },
    /** Somebody installs the bot, removes it, or changes otherwise. */
    changeUser(id: string, change: Partial<FakeUser>): void {
      const index = users.findIndex((user) => user.id === id);
      const old = users[index];
      if (old === undefined) throw new Error(`nobody is ${id}`);
      const changed = { ...old, ...change };
      users[index] = changed;
      for (const [key, { members, messages }] of conversations)
        conversations.set(key, { members: members.map((member) => (member.id === id ? changed : member)), messages });
    },
    /** A channel or group chat with these people in it; what stands in it already stays. */
    setMembers(id: string, members: readonly FakeUser[]): void {
      conversations.set(id, { members, messages: conversations.get(id)?.messages ?? [] });
    },
    /** A team with the bot in it, and what Teams lists of its channels. The first of them has the team's id and no name. */
    setTeam(id: string, channels: readonly Partial<FakeChannel>[], type?: string): void {
      teams.set(id, { channels: channels.map((one) => ({ id, name: null, ...one })), type });
    },
    /** A channel or group chat in which the bot is not. */
    forget: (id: string) => conversations.delete(id),
    /** What stands in a conversation, oldest first. */
    messagesIn(id: string): readonly FakeMessage[] {
      const { messages = [] } = conversations.get(id.split(';')[0] ?? '') ?? {};
      return messages.map(({ versions, ...message }) => ({ ...message, versions, activity: versions.at(-1) ?? {} }));
    },
    /** Everything that was ever put into any conversation. */
    everythingSaid(): string {
      return JSON.stringify([...conversations.values()].map(({ messages }) => messages));
    },
    /** Somebody takes a message away. */
    removeMessage(conversation: string, id: string): void {
      const messages = conversations.get(conversation)?.messages;
      messages?.splice(
        messages.findIndex((message) => message.id === id),
        1,
      );
    },
    /** The next calls of a kind meet with trouble. */
    trouble(call: FakeCall, trouble: FakeTrouble, times = 1): void {
      troubles.push({ call, trouble, left: times });
    },
    /** There is no more trouble. */
    calmDown(): void {
      troubles.length = 0;
    },
    /** Resolves when the next request has been answered. */
    nextRequest: () => new Promise<void>((resolve) => waiting.push(resolve)),
    async stop(): Promise<void> {
      waiting = [];
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type FakeTeams = Awaited<ReturnType<typeof startFakeTeams>>;

/** A text and a card in one message become two, and the sender is told the id of neither. */
function isSplit({ text: said, attachments = [] }: { text?: unknown; attachments?: unknown[] }): boolean {
  return attachments.length > 1 || (attachments.length > 0 && said !== undefined && said !== '');
}

function error(status: number, code: string): readonly [number, unknown] {
  return [status, { error: { code, message: code } }];
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)];
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

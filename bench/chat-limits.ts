// The limits of both chats as their makers publish them (platform-limits.md), kept as the chats keep them. Written apart
// from what the service keeps to: nothing is imported from src, so that a mistake there is not made here again.

/** So many calls within so many milliseconds, in any stretch of that length. */
export interface Allowance {
  readonly most: number;
  readonly withinMs: number;
}

/** What a call counts towards: calls with the same key count together. */
export interface Counted {
  readonly key: string;
  readonly allowances: readonly Allowance[];
}

/** One call that comes to a chat. */
export interface ChatRequest {
  /** In Slack the name of the method; in Teams `send` (also to edit or to begin a conversation) or `read`. */
  readonly method: string;
  /** The conversation, channel or person that it is for. */
  readonly thread: string;
}

/** What a chat allows, one line of its table after the other. */
export type Table = (request: ChatRequest) => readonly Counted[];

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Teams, for each bot and thread. */
const inThread: Readonly<Record<'send' | 'read', readonly Allowance[]>> = {
  send: [
    { most: 7, withinMs: SECOND_MS },
    { most: 8, withinMs: 2 * SECOND_MS },
    { most: 60, withinMs: 30 * SECOND_MS },
    { most: 1_800, withinMs: 60 * MINUTE_MS },
  ],
  read: [
    { most: 14, withinMs: SECOND_MS },
    { most: 16, withinMs: 2 * SECOND_MS },
    { most: 120, withinMs: 30 * SECOND_MS },
    { most: 3_600, withinMs: 60 * MINUTE_MS },
  ],
};

/** Teams, for each app and tenant, as its documentation has it; an older page says 30. */
export const TEAMS_TENANT: Allowance = { most: 50, withinMs: SECOND_MS };
/** What the least time is worked out for: so many are sent by default, as it is not sure which page is right. */
const TENANT_BY_DEFAULT: Allowance = { most: 40, withinMs: SECOND_MS };

const teamsTableOf =
  (tenant: Allowance): Table =>
  ({ method, thread }) => {
    const [whole = ''] = thread.split(';');
    const what = method === 'read' ? 'read' : 'send';
    return [
      { key: `${what} ${whole}`, allowances: inThread[what] },
      { key: 'tenant', allowances: [tenant] },
    ];
  };

/** What Teams allows. The replies in a channel count with it. */
export const teamsTable = teamsTableOf(TEAMS_TENANT);
/** The same with what is sent to a tenant by default. */
export const teamsTableByDefault = teamsTableOf(TENANT_BY_DEFAULT);

/** Slack's tiers, of which each method is in one: calls a minute in a workspace. */
const tiers = { 2: 20, 3: 50, 4: 100 } as const;
const methods: Readonly<Record<string, keyof typeof tiers>> = {
  'chat.update': 3,
  'chat.delete': 3,
  'conversations.members': 4,
  'users.info': 4,
  'users.list': 2,
  'users.lookupByEmail': 3,
  'views.publish': 4,
};

/** Slack, for posts to one channel or person. */
const SLACK_CHANNEL: Allowance = { most: 1, withinMs: SECOND_MS };

/**
 * Slack, for posts in a whole workspace. It says that there is such a limit and not which; these are figures that a
 * careful sender would take.
 */
export const SLACK_WORKSPACE: readonly Allowance[] = [
  { most: 12, withinMs: SECOND_MS },
  { most: 50, withinMs: 10 * SECOND_MS },
];

/** What Slack allows. */
export const slackTable: Table = ({ method, thread }) => {
  if (method === 'chat.postMessage')
    return [
      { key: `post ${thread}`, allowances: [SLACK_CHANNEL] },
      { key: method, allowances: SLACK_WORKSPACE },
    ];
  const tier = methods[method];
  return tier === undefined ? [] : [{ key: method, allowances: [{ most: tiers[tier], withinMs: MINUTE_MS }] }];
};

/** Taken, or sent away with how many whole seconds to wait, as the header `Retry-After` has it. */
export type ChatAnswer = { readonly isTaken: true } | { readonly isTaken: false; readonly retryAfterSeconds: number };

/** The least that is added to a moment that lies right at the end of a stretch: floating point makes no neighbour of it. */
const HAIR_MS = 1e-6;
/** How often what counts no more is forgotten. */
const SWEEP_EVERY = 20_000;

/** A chat that takes what its table allows and sends the rest away. */
export interface LimitedChat {
  /** A call comes in. What is sent away does not count. */
  ask(request: ChatRequest): ChatAnswer;
  /** From now on so much of what the table says is allowed, such as a half. */
  allow(part: number): void;
  readonly taken: number;
  /** The calls that earned a 429. */
  readonly refused: number;
}

/** Keeps every line of a table at once, over any stretch of time. `nowMs` only ever goes forward. */
export function createLimitedChat(table: Table, nowMs: () => number): LimitedChat {
  /** When calls were taken, by what they counted towards, the oldest first. */
  const times = new Map<string, number[]>();
  let part = 1;
  const count = { taken: 0, refused: 0 };

  const mostOf = ({ most }: Allowance) => Math.max(1, Math.floor(most * part));

  /** How long nothing more fits, in milliseconds; nothing where it fits now. */
  function fullForMs({ key, allowances }: Counted, now: number): number {
    const before = times.get(key) ?? [];
    return Math.max(
      0,
      ...allowances.map((allowance) => {
        const oldest = before.at(-mostOf(allowance));
        return oldest === undefined ? 0 : oldest + allowance.withinMs - now - HAIR_MS;
      }),
    );
  }

  function note({ key, allowances }: Counted, now: number): void {
    const longest = Math.max(...allowances.map(({ withinMs }) => withinMs));
    const known = times.get(key);
    if (known === undefined) {
      times.set(key, [now]);
      return;
    }
    known.push(now);
    const most = Math.max(...allowances.map((allowance) => allowance.most));
    if (known.length > 2 * most)
      times.set(
        key,
        known.slice(-most).filter((at) => at > now - longest),
      );
  }

  /** Of most threads nothing is heard again: what is older than the longest stretch counts towards nothing. */
  function sweep(now: number): void {
    for (const [key, of] of times) if ((of.at(-1) ?? 0) < now - 60 * MINUTE_MS) times.delete(key);
  }

  return {
    ask(request) {
      const now = nowMs();
      const counted = table(request);
      const waitMs = Math.max(0, ...counted.map((one) => fullForMs(one, now)));
      if (waitMs > 0) {
        count.refused++;
        return { isTaken: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / SECOND_MS)) };
      }
      for (const one of counted) note(one, now);
      if (++count.taken % SWEEP_EVERY === 0) sweep(now);
      return { isTaken: true };
    },
    allow(of) {
      part = of;
    },
    get taken() {
      return count.taken;
    },
    get refused() {
      return count.refused;
    },
  };
}

import { carryOver, type Typed } from './state.ts';

/** A block, a view or a part of one, as JSON. */
export type Part = { readonly [name: string]: unknown };

/** Somebody as Slack knows them. */
export interface SlackUser {
  /** Such as `U0AMARA01`. */
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  /** Of another organisation, when it is not the workspace's own. */
  readonly teamId?: string;
  readonly isGuest?: boolean;
  readonly isBot?: boolean;
  /** Their account was closed. */
  readonly isDeleted?: boolean;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** Whether the bot is a member. */
  readonly hasBot: boolean;
  /** Whose chat with the bot it is. */
  readonly user?: string;
  /** With whom it is shared, or is to be once they agree. */
  readonly shared?: 'with-organisation' | 'with-workspace' | 'not-yet';
  /** Who is in it besides the bot, by their ids; nobody if not given. */
  readonly members?: readonly string[];
}

export interface Version {
  /** What a notification shows. */
  readonly text: string;
  readonly blocks: readonly Part[];
}

export interface StoredMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly author: string;
  readonly versions: Version[];
  isDeleted: boolean;
}

export interface StoredView {
  readonly id: string;
  readonly userId: string;
  readonly root: string;
  readonly previous: string | undefined;
  hash: string;
  view: Part;
  /** What the person has put into it. */
  readonly typed: Map<string, Typed>;
  /** What stands below its inputs, by their blocks, and '' for what stands above them all. */
  readonly problems: Map<string, string>;
}

interface Trigger {
  readonly userId: string;
  readonly issuedAt: number;
  readonly viewId: string | undefined;
  isUsed: boolean;
}

/** In milliseconds: docs.slack.dev, "Handling user interaction". */
const TRIGGER_LASTS = 3_000;

/** What Slack keeps of one workspace. `now` in milliseconds since 1970. */
export function createWorkspace(now: () => number, teamId: string, botUserId: string) {
  const users = new Map<string, SlackUser>();
  const channels = new Map<string, SlackChannel>();
  const messages: StoredMessage[] = [];
  const stacks = new Map<string, StoredView[]>();
  const homes = new Map<string, StoredView>();
  const triggers = new Map<string, Trigger>();
  let last = 0;

  const next = () => String(++last).padStart(6, '0');
  const timestamp = () => `${Math.floor(now() / 1_000)}.${next()}`;
  const freshHash = () => `${Math.floor(now() / 1_000)}.${next()}ab`;

  function directChannel(userId: string): SlackChannel {
    const id = `D${userId.slice(1)}`;
    const channel = channels.get(id) ?? {
      id,
      name: 'directmessage',
      isPrivate: true,
      isArchived: false,
      hasBot: true,
      user: userId,
    };
    channels.set(id, channel);
    return channel;
  }

  /** Slack names the blocks that have no name of their own, anew every time. */
  const named = (blocks: unknown): readonly Part[] =>
    ((blocks ?? []) as Part[]).map((block) => ({ ...block, block_id: block['block_id'] ?? `b${next()}` }));

  return {
    teamId,
    botUserId,
    users,
    channels,
    messages,
    stacks,
    homes,
    now,
    next,
    timestamp,
    named,
    directChannel,
    keep(message: Omit<StoredMessage, 'ts' | 'versions' | 'isDeleted'>, version: Version): StoredMessage {
      const kept = { ...message, ts: timestamp(), versions: [version], isDeleted: false };
      messages.push(kept);
      return kept;
    },
    messageAt: (channel: string, ts: string) =>
      messages.find((message) => message.channel === channel && message.ts === ts && !message.isDeleted),
    /** A trigger that whoever acted gives to the bot; `viewId` when they acted in a modal. */
    issueTrigger(userId: string, viewId?: string): string {
      const id = `${next()}.${teamId.slice(1)}.${Buffer.from(next()).toString('hex')}`;
      triggers.set(id, { userId, issuedAt: now(), viewId, isUsed: false });
      return id;
    },
    /** Uses a trigger up, or says why that cannot be. */
    exchange(id: string): Trigger | string {
      const trigger = triggers.get(id);
      if (trigger === undefined) return 'invalid_trigger_id';
      if (trigger.isUsed) return 'exchanged_trigger_id';
      if (now() - trigger.issuedAt > TRIGGER_LASTS) return 'expired_trigger_id';
      trigger.isUsed = true;
      return trigger;
    },
    stackOf: (userId: string): readonly StoredView[] => stacks.get(userId) ?? [],
    viewBy: (is: (view: StoredView) => boolean) => [...stacks.values()].flat().find(is),
    createView(userId: string, view: Part, below?: StoredView): StoredView {
      const id = `V${next()}`;
      return {
        id,
        userId,
        root: below?.root ?? id,
        previous: below?.id,
        hash: freshHash(),
        view: { ...view, blocks: named(view['blocks']) },
        typed: new Map(),
        problems: new Map(),
      };
    },
    /** What stands in its fields stays where the block, the action and the kind of input stay. */
    changeView(stored: StoredView, view: Part): void {
      const changed = { ...view, blocks: named(view['blocks']) };
      carryOver(stored.typed, stored.view, changed);
      stored.view = changed;
      stored.hash = freshHash();
      stored.problems.clear();
    },
    closeView(stored: StoredView): void {
      const stack = stacks.get(stored.userId) ?? [];
      stacks.set(
        stored.userId,
        stack.filter((view) => view !== stored),
      );
    },
  };
}

export type Workspace = ReturnType<typeof createWorkspace>;

import { DeliveryFault, leaseOver, MESSAGE_GONE } from '../../src/application/faults.ts';
import type { Channel, ChannelId, ChannelInspection, MembersPage, Permit } from '../../src/application/ports.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import type { Message, Place, Post, StaffChannel } from '../../src/domain/message.ts';

/** One call that the application makes of the chat. */
export interface ChatCall {
  readonly what: 'post' | 'edit' | 'remove';
  /** `person:EMAIL`, `channel:NAME` or `thread:ID of the root`. */
  readonly place: string;
  readonly slot: string;
  readonly message: Message | undefined;
}

/**
 * How a call goes wrong. `refuse` and `down`: not taken, and may be later; `no-answer`: taken, and the answer lost;
 * `gone`: what was to be edited is not there; `stop-before` and `stop-after`: never answered, not taken or taken;
 * `fall-over`: an error that nobody foresaw; `no-address`: the chat
 * was never told how to reach the place; `busy`: our own limits did not let it be tried; `wait-before` and `wait-after`:
 * leaves, or is answered, only then; `refuse-after` and `hopeless-after`: is refused only then.
 */
export type Trouble =
  | { readonly kind: 'throttle' | 'busy'; readonly retryAfterMs: number }
  | {
      readonly kind: 'wait-before' | 'wait-after' | 'refuse-after' | 'hopeless-after';
      readonly until: Promise<unknown>;
    }
  | {
      readonly kind:
        | 'refuse'
        | 'down'
        | 'no-answer'
        | 'no-address'
        | 'hopeless'
        | 'gone'
        | 'stop-before'
        | 'stop-after'
        | 'fall-over';
    };

/** A message as it stands in a chat. */
export interface Standing {
  readonly post: Post;
  readonly place: string;
  readonly slot: string | undefined;
  readonly content: CardContent;
  /** Whom it mentions. */
  readonly mentions: readonly string[];
  /** How often it was edited. */
  readonly edits: number;
  /** True when the application was never told that it stands there. */
  readonly isStray: boolean;
}

/** A chat that keeps what stands in it, and fails as a test wants. */
export interface FakeChat extends Channel {
  readonly calls: readonly ChatCall[];
  /** Those that left the house. */
  readonly sent: readonly ChatCall[];
  /** What the coming calls meet, one after the other. */
  next(...troubles: readonly (Trouble | undefined)[]): void;
  /** Forgets what was to come. */
  calm(): void;
  /** What every call meets until told otherwise; undefined is no trouble. */
  always(trouble: Trouble | ((call: ChatCall) => Trouble | undefined) | undefined): void;
  /** What stands in a place, in the order in which it was posted. */
  at(place: string): readonly Standing[];
  /** Everything that stands anywhere. */
  all(): readonly Standing[];
  find(post: Post): Standing | undefined;
  /** Who is in a staff channel, page by page, or what comes in place of a page; a fault for one that was not told. */
  peopled(channel: StaffChannel, pages: readonly (MembersPage['members'] | Trouble)[]): void;
  /** What it says of the bot and of the school's channels, or how it refuses to. */
  inspects(said: ChannelInspection | Trouble): void;
  /** The school takes another channel: what stands counts no more. */
  movesAway(): void;
  /** Somebody takes a message away. */
  takeAway(post: Post): void;
  /** The chat itself shows something in answer to a press, or as a message of its own. */
  show(post: Post, content: CardContent, slot: string | undefined): void;
  say(place: string, content: CardContent, slot?: string): Standing;
}

/** What is left where something was that stands elsewhere now. */
const moved = 'This is shown again below.';

/** A chat in which nothing stands. */
export function aFakeChat(id: ChannelId = 'teams'): FakeChat {
  const standing = new Map<string, Standing>();
  const calls: ChatCall[] = [];
  const sent: ChatCall[] = [];
  const members = new Map<StaffChannel, readonly (MembersPage['members'] | Trouble)[]>();
  let inspection: ChannelInspection | Trouble = { missingRights: [], channels: [] };
  const coming: (Trouble | undefined)[] = [];
  let lasting: (call: ChatCall) => Trouble | undefined = () => undefined;
  let count = 0;
  /** What stands in a channel that the school does not name any more. */
  const abandoned = new Set<string>();

  function put(
    place: string,
    slot: string | undefined,
    content: CardContent,
    isStray: boolean,
    of?: Message,
  ): Standing {
    const number = String(++count);
    const post = { channel: id, at: { place, id: number } };
    const made = { post, place, slot, content, mentions: of?.mentions ?? [], edits: 0, isStray };
    standing.set(number, made);
    return made;
  }

  function replace(post: Post, content: CardContent, slot: string | undefined, of?: Message): boolean {
    const old = standing.get(post.at.id ?? '');
    if (old === undefined) return false;
    const mentions = of?.mentions ?? old.mentions;
    standing.set(post.at.id ?? '', { ...old, slot, content, mentions, edits: old.edits + 1 });
    return true;
  }

  /** Makes a call, or fails in it as was wanted. */
  async function call<Value>(of: ChatCall, permit: Permit, work: (isStray: boolean) => Value): Promise<Value> {
    calls.push(of);
    const trouble = coming.length > 0 ? coming.shift() : lasting(of);
    if (trouble?.kind === 'wait-before') await trouble.until;
    // From here on, it is on the way.
    if (!permit.holds()) throw leaseOver();
    sent.push(of);
    if (trouble === undefined || trouble.kind === 'wait-before') return work(false);
    if (trouble.kind === 'wait-after') {
      const value = work(false);
      await trouble.until;
      return value;
    }
    if ('until' in trouble) {
      await trouble.until;
      throw errorOf({ kind: trouble.kind === 'refuse-after' ? 'refuse' : 'hopeless' });
    }
    if (trouble.kind === 'no-answer' || trouble.kind === 'stop-after') work(true);
    if (trouble.kind === 'stop-after' || trouble.kind === 'stop-before') return await new Promise<never>(() => {});
    throw errorOf(trouble);
  }

  return {
    id,
    calls,
    sent,
    next: (...troubles) => {
      coming.push(...troubles);
    },
    calm() {
      coming.splice(0);
      lasting = () => undefined;
    },
    always(trouble) {
      lasting = typeof trouble === 'function' ? trouble : () => trouble;
    },
    post(_school, to, message, root, permit) {
      const place = placeOf(to, root);
      return call({ what: 'post', place, slot: message.slot, message }, permit, (isStray) => {
        return put(place, message.slot, message, isStray, message).post;
      });
    },
    edit(_school, post, message, permit) {
      const place = post.at.place ?? '';
      return call({ what: 'edit', place, slot: message.slot, message }, permit, () => {
        if (!replace(post, message, message.slot, message)) throw errorOf({ kind: 'gone' });
      });
    },
    remove(_school, post, permit) {
      const { slot = '', place = '' } = standing.get(post.at.id ?? '') ?? {};
      return call({ what: 'remove', place, slot, message: undefined }, permit, () => {
        replace(post, { card: 'line', data: { text: moved }, preview: moved }, undefined);
      });
    },
    peopled(channel, pages) {
      members.set(channel, pages);
    },
    inspects(said) {
      inspection = said;
    },
    async inspect() {
      if ('kind' in inspection) throw errorOf(inspection);
      return inspection;
    },
    async members(_school, channel, after = '0') {
      const pages = members.get(channel);
      const page = pages?.[Number(after)];
      if (pages === undefined || page === undefined) throw errorOf({ kind: 'no-address' });
      if ('kind' in page) throw errorOf(page);
      const next = Number(after) + 1;
      return { members: page, ...(next < pages.length ? { next: String(next) } : {}) };
    },
    isCurrent: (_school, post) => !abandoned.has(post.at.id ?? ''),
    movesAway() {
      for (const id of standing.keys()) abandoned.add(id);
    },
    health: () => Promise.resolve(),
    at: (place) => [...standing.values()].filter((one) => one.place === place),
    all: () => [...standing.values()],
    find: (post) => standing.get(post.at.id ?? ''),
    takeAway(post) {
      standing.delete(post.at.id ?? '');
    },
    show(post, content, slot) {
      replace(post, content, slot);
    },
    say: (place, content, slot) => put(place, slot, content, false),
  };
}

function placeOf(to: Place, root: Post | undefined): string {
  if (to.kind === 'person') return `person:${to.person}`;
  return to.kind === 'channel' ? `channel:${to.channel}` : `thread:${root?.at.id}`;
}

function errorOf(trouble: Trouble): Error {
  if (trouble.kind === 'fall-over') return new TypeError('nobody foresaw this');
  const certain = trouble.kind !== 'no-answer';
  return new DeliveryFault('the chat did not take it', {
    code: trouble.kind === 'gone' ? MESSAGE_GONE : `chat-${trouble.kind}`,
    whatToDo: 'Nothing: this is a test.',
    certain,
    hopeless: trouble.kind === 'hopeless',
    noAddress: trouble.kind === 'no-address',
    notTried: trouble.kind === 'busy',
    ...('retryAfterMs' in trouble ? { retryAfterMs: trouble.retryAfterMs } : {}),
  });
}

import { HOUR, type Instant, later, MINUTE, SECOND } from '../domain/instant.ts';
import type { Post } from '../domain/message.ts';
import { CLAIM_MS, type Claim, isHeld, TAKE_OVER_MARGIN_MS } from './lease.ts';
import { isForChat, type OwedMessage } from './owed-message.ts';
import type { ChannelId } from './ports.ts';
import type { Owed } from './sealed-record.ts';

/** For how long content that somebody opened stays in a chat. */
export const FADE_MS = 30 * MINUTE;

/** How long to wait after each failed attempt; after the last of these the message is parked. */
const waits: readonly number[] = [
  2 * SECOND,
  5 * SECOND,
  15 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
];

/** After this many failed attempts, about half a minute, the record hears that a message is delayed. */
export const DELAYED_AFTER_ATTEMPTS = 4;

/** A chat that asks for more patience than this is mistaken. */
const MOST_PATIENCE_MS = 24 * HOUR;

/**
 * Where a message stands among the posts of its record: its slot, and in a channel also which chat's. To one person it
 * stands in one chat only. What is for another record never stands where a message does.
 */
export function spotOf({ message: { slot, to }, chat }: Pick<Owed, 'message' | 'chat'>): string {
  if (to.kind === 'record') return `${slot} to a record`;
  return to.kind === 'person' ? slot : spotIn(slot, chat);
}

/** The spot of the message below which this one hangs; undefined for one that hangs below none. */
export function rootSpotOf({ message: { to }, chat }: Pick<Owed, 'message' | 'chat'>): string | undefined {
  return to.kind === 'thread' ? spotIn(to.below, chat) : undefined;
}

/** The spot of a slot in one chat; without a chat, of a slot that stands in a single one. */
export function spotIn(slot: string, chat: ChannelId | undefined): string {
  return chat === undefined ? slot : `${slot} in ${chat}`;
}

/** What a record owes and where its messages stand, by spot. */
export interface Deliveries {
  readonly outbox: readonly Owed[];
  readonly posts: Readonly<Record<string, Post>>;
}

/** A message that is about to be owed. */
export interface Outgoing {
  readonly message: OwedMessage;
  /** As in `Owed`. */
  readonly chat?: ChannelId | undefined;
  /** As in `Owed`. */
  readonly onlyEdits?: boolean;
  /** True when the chat shows it already, in answer to a press, where its slot stands now. */
  readonly isShown?: boolean;
}

/** Who claims messages, and when: read in this order, before the write that claims them. */
export interface Claimant {
  readonly owner: string;
  readonly elapsedMs: Claim['elapsedMs'];
  readonly now: Instant;
}

/** Whether an attempt is under way, or its process died in it not long ago. */
export function isInFlight(owed: Owed, now: Instant): boolean {
  return owed.attempts > owed.settled && owed.notBefore > now;
}

/**
 * When a message is tried again after its `attempts`th failure; undefined when it is to be parked. Never earlier than
 * the chat asked for. `chance` between 0 and 1 spreads the load.
 */
export function nextAttempt(attempts: number, now: Instant, patienceMs: number, chance: number): Instant | undefined {
  const wait = waits[attempts - 1];
  return wait === undefined ? undefined : later(now, Math.max(Math.round(wait * (1 + chance / 4)), patienceMs));
}

/**
 * For how many milliseconds a message has been owed at the least, by the attempts that failed: when it was owed first is
 * not kept, and after each failure comes a wait of known length.
 */
export function leastOwedMs(
  { attempts, settled, notBefore }: Pick<Owed, 'attempts' | 'settled' | 'notBefore'>,
  now: Instant,
): number {
  const sum = (some: readonly number[]) => some.reduce((total, wait) => total + wait, 0);
  // The attempt under way began when the last wait was over.
  if (attempts > settled || settled === 0) return sum(waits.slice(0, settled));
  const untilNextMs = Date.parse(notBefore) - Date.parse(now);
  return Math.max(sum(waits.slice(0, settled - 1)), sum(waits.slice(0, settled)) - untilNextMs);
}

/** For how long a chat is to be left alone that asks for it; 0 for what is no length of time. */
export function patienceOf(retryAfterMs: number | undefined): number {
  if (retryAfterMs === undefined || !(retryAfterMs > 0)) return 0;
  return Math.min(Math.ceil(retryAfterMs), MOST_PATIENCE_MS);
}

/** The outbox with these messages owed as well. `freshId` names each. */
export function owe(
  { outbox, posts }: Deliveries,
  outgoing: readonly Outgoing[],
  { at, freshId }: { readonly at: Instant; readonly freshId: () => string },
): readonly Owed[] {
  const added = outgoing.map(
    ({ message, chat, onlyEdits = message.onlyEdits ?? false }): Owed => ({
      id: freshId(),
      notBefore: message.notBefore ?? at,
      attempts: 0,
      settled: 0,
      unsure: false,
      onlyEdits,
      chat,
      message,
    }),
  );
  // What the chat shows already needs none of what was to be shown there before, nor its patience.
  const shown = new Set(
    outgoing.filter(({ isShown }) => isShown).map(({ message, chat }) => spotOf({ message, chat })),
  );
  const kept = outbox.filter((old) => isInFlight(old, at) || !shown.has(spotOf(old)));
  return inOrder({ outbox, posts }, { outbox: [...kept, ...added], posts }, at);
}

/** The outbox with an attempt at each of these begun, and what that gives this process a right to. */
export function claimed(outbox: readonly Owed[], mine: readonly Owed[], claimant: Claimant) {
  const { owner, elapsedMs } = claimant;
  const after = outbox.map((owed) => (mine.includes(owed) ? begun(owed, claimant) : owed));
  const claims: readonly Claim[] = after
    .filter((owed) => !outbox.includes(owed))
    .map((owed) => ({ id: owed.id, attempts: owed.attempts, owner, elapsedMs, isForChat: isForChat(owed) }));
  return { outbox: after, claims };
}

/** The message with one more attempt begun. */
function begun(owed: Owed, { owner, now }: Claimant): Owed {
  const { attempts, settled } = owed;
  const unsure = owed.unsure || attempts > settled;
  return { ...owed, attempts: attempts + 1, settled: attempts, unsure, owner, notBefore: heldUntil(now) };
}

/** Until when others keep away from what is claimed, or claimed anew, now. */
export function heldUntil(now: Instant): Instant {
  return later(now, CLAIM_MS + TAKE_OVER_MARGIN_MS);
}

/** The message with the attempt at it taken back: nothing left the house, and it counts for nothing. */
export function takenBack(owed: Owed, notBefore: Instant): Owed {
  return { ...owed, attempts: owed.attempts - 1, owner: undefined, notBefore };
}

/** What a record owes with what was claimed changed; undefined when nothing of it is held any more. */
export function withClaimed(
  { outbox, posts }: Deliveries,
  claims: readonly Claim[],
  change: (owed: Owed) => Owed,
): Deliveries | undefined {
  const isClaimed = (owed: Owed) => claims.some((claim) => isHeld(claim, owed));
  if (!outbox.some(isClaimed)) return undefined;
  return { outbox: outbox.map((owed) => (isClaimed(owed) ? change(owed) : owed)), posts };
}

/** The messages that can be attempted now. */
export function free({ outbox, posts }: Deliveries, now: Instant): readonly Owed[] {
  return outbox.filter(
    (owed) => !isInFlight(owed, now) && owed.notBefore <= now && whatHolds(owed, { outbox, posts }) === undefined,
  );
}

/**
 * The outbox after a change from `before`: what a later message of the same slot has made stale is left out, what
 * another message holds up waits as long as that one, and what is held up no more goes.
 */
export function inOrder(before: Deliveries, after: Deliveries, now: Instant): readonly Owed[] {
  const { posts } = after;
  const outbox = withoutStale(after.outbox, now);
  const wasHeld = new Set(before.outbox.filter((owed) => whatHolds(owed, before) !== undefined).map(({ id }) => id));
  return outbox.map((owed) => {
    const holder = whatHolds(owed, { outbox, posts });
    if (holder !== undefined)
      return { ...owed, notBefore: latest(owed.notBefore, untilFree(holder, { outbox, posts })) };
    const isFreed = wasHeld.has(owed.id) && owed.attempts === 0;
    return isFreed ? { ...owed, notBefore: owed.message.notBefore ?? now } : owed;
  });
}

/** The message that has to be delivered before this one: an earlier one of its slot, or the root of its thread. */
function whatHolds(owed: Owed, { outbox, posts }: Deliveries): Owed | undefined {
  const spot = spotOf(owed);
  const inSpot = outbox.find((other) => spotOf(other) === spot);
  if (inSpot !== undefined && inSpot.id !== owed.id) return inSpot;
  const root = rootSpotOf(owed);
  if (root === undefined || posts[root] !== undefined) return undefined;
  return outbox.find((other) => spotOf(other) === root && other.id !== owed.id);
}

function untilFree(holder: Owed, deliveries: Deliveries): Instant {
  const further = whatHolds(holder, deliveries);
  return further === undefined ? holder.notBefore : latest(holder.notBefore, untilFree(further, deliveries));
}

/** Only the latest content of a slot counts, unless an attempt at earlier content is under way. */
function withoutStale(outbox: readonly Owed[], now: Instant): readonly Owed[] {
  let kept: readonly Owed[] = [];
  for (const owed of outbox) {
    const hasCome = (owed.message.notBefore ?? now) <= now;
    // Of the commands for other records each one counts.
    const mayGo = hasCome && isForChat(owed);
    const isStale = (old: Owed) => mayGo && spotOf(old) === spotOf(owed) && !isInFlight(old, now);
    const stale = kept.filter(isStale);
    kept = [...kept.filter((old) => !isStale(old)), stale.reduce(inPlaceOf, owed)];
  }
  return kept;
}

/** A message that takes the place of one which was attempted already goes on where that one stood. */
function inPlaceOf(owed: Owed, old: Owed): Owed {
  if (old.attempts === 0 || owed.attempts > owed.settled) return owed;
  // What has to stand anew is owed anew, such as where the chat was set up again after it could not be reached.
  if (owed.message.fresh === true) return { ...owed, unsure: owed.unsure || old.unsure || old.attempts > old.settled };
  const attempts = owed.attempts + old.attempts;
  const unsure = owed.unsure || old.unsure || old.attempts > old.settled;
  return { ...owed, attempts, settled: attempts, unsure, notBefore: latest(owed.notBefore, old.notBefore) };
}

function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}

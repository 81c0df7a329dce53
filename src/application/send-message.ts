import { type Instant, later } from '../domain/instant.ts';
import type { Message, Post } from '../domain/message.ts';
import type { School } from '../domain/school.ts';
import type { Chats } from './chats.ts';
import { DeliveryFault, Fault, LEASE_OVER, leaseOver, MESSAGE_GONE } from './faults.ts';
import { CALL_MS } from './lease.ts';
import { type Deliveries, patienceOf, rootSpotOf, spotOf } from './outbox.ts';
import type { Channel, ChannelId, Clock, Permit } from './ports.ts';
import type { Owed } from './sealed-record.ts';
import { waitAtMost } from './wait-at-most.ts';

/** What became of an attempt to bring a message to a chat. */
export type Sent =
  /** `post` is where it stands when it was posted anew; `left` what it took the place of, if that could not be put away. */
  | { readonly kind: 'delivered'; readonly post?: Post; readonly left?: Post }
  /** `mayStand` when the chat may have taken it all the same. */
  | { readonly kind: 'failed'; readonly fault: DeliveryFault; readonly mayStand: boolean }
  /** Nothing was attempted: the chat has asked to be left alone there. */
  | { readonly kind: 'waits'; readonly until: Instant }
  /** Nothing was attempted: the permit held no more when its turn came. */
  | { readonly kind: 'let-go' };

/** However little patience is asked for: what was not tried is not tried again at once. */
const LEAST_WAIT_MS = 500;

/** A message for a chat. */
export type OwedToChat = Owed & { readonly message: Message };

/** What an attempt goes by. */
export interface SendingContext {
  /** Where the messages of the record stand. */
  readonly posts: Deliveries['posts'];
  readonly permit: Permit;
  /** Makes the permit fresh again where that is right. */
  readonly lookAgain: () => Promise<void>;
}

export interface SenderParts {
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly chats: Chats;
  readonly clock: Clock;
}

/** Brings one message to a chat: edits what stands in its slot, or posts it. Never throws. */
export function createSender({ channels, chats, clock }: SenderParts) {
  /** Places that a chat has asked to leave alone, until when. */
  const quiet = new Map<string, Instant>();

  /** What a message edits and what it hangs below, and where it belongs by that. */
  function whereabouts(owed: OwedToChat, posts: Deliveries['posts']) {
    const { message, chat } = owed;
    const standing = posts[spotOf(owed)];
    const rootSpot = rootSpotOf(owed);
    const root = rootSpot === undefined ? undefined : posts[rootSpot];
    // What is to stand anew for one person goes where they want it now.
    const isFree = message.to.kind === 'person' && message.fresh === true;
    return { standing, root, to: message.to, chat, near: root ?? (isFree ? undefined : standing) };
  }

  async function send(school: School, owed: OwedToChat, { posts, permit, lookAgain }: SendingContext): Promise<Sent> {
    const where = whereabouts(owed, posts);
    const { standing, root, to } = where;
    if (owed.onlyEdits && standing === undefined) return { kind: 'delivered' };
    if (isGivenUp(school, owed)) return { kind: 'delivered' };
    if (to.kind === 'thread' && root === undefined) return failed(noRoot());
    const isAnew = owed.message.fresh === true;
    // Of thousands of cards, one that is said again leaves what it said before: that says the same, and does the same.
    const old = isAnew && owed.message.campaign === undefined ? standing : undefined;
    const isLeft = old !== undefined && !(await putAway(school, old, permit));
    if (old !== undefined) await lookAgain();
    let unreached: Sent | undefined;
    for (const chat of chats.for(school, where).slice(0, owed.onlyEdits ? 1 : undefined)) {
      const channel = channels.get(chat);
      const edits = isAnew || standing?.channel !== chat ? undefined : standing;
      if (unreached !== undefined) await lookAgain();
      const sent = channel && (await sendBy(channel, school, owed, { edits, root, permit, lookAgain }));
      if (sent === undefined) continue;
      // Where one chat cannot reach somebody, another may.
      if (sent.kind === 'delivered' && isLeft) return { ...sent, left: old };
      if (sent.kind !== 'failed' || !isUnreachable(sent.fault)) return sent;
      unreached ??= sent;
    }
    return unreached ?? failed(noChannel());
  }

  /** What was for a channel that the school does not have in that chat any more. */
  function isGivenUp(school: School, { message: { to }, chat }: OwedToChat): boolean {
    if (to.kind === 'person' || chat === undefined) return false;
    return !chats.withChannel(school, to.kind === 'channel' ? to.channel : undefined).includes(chat);
  }

  async function sendBy(
    channel: Channel,
    school: School,
    { message, onlyEdits }: OwedToChat,
    { edits, root, permit, lookAgain }: Omit<SendingContext, 'posts'> & Record<'edits' | 'root', Post | undefined>,
  ): Promise<Sent> {
    const { to } = message;
    const place = `${school.id} ${channel.id} ${to.kind === 'person' ? to.person : 'channels'}`;
    const until = quietUntil(place);
    if (until !== undefined) return { kind: 'waits', until };
    // It may wait for its turn while the chat asks, because of another message, to be left alone there.
    const atDoor: Permit = { ...permit, holds: () => permit.holds() && quietUntil(place) === undefined };
    let isPosting = false;
    try {
      if (edits !== undefined) {
        if ((await edited(channel, school, { edits, message, permit: atDoor })) || onlyEdits)
          return { kind: 'delivered' };
        await lookAgain();
      }
      isPosting = true;
      return { kind: 'delivered', post: await soon(atDoor, (leave) => channel.post(school, to, message, root, leave)) };
    } catch (error) {
      const fault = asDeliveryFault(error);
      if (fault.code === LEASE_OVER) {
        const quietNow = quietUntil(place);
        return quietNow === undefined ? { kind: 'let-go' } : { kind: 'waits', until: quietNow };
      }
      const patience = patienceOf(fault.retryAfterMs);
      if (fault.notTried) return { kind: 'waits', until: later(clock.now(), Math.max(patience, LEAST_WAIT_MS)) };
      if (patience > 0) quiet.set(place, later(clock.now(), patience));
      return { kind: 'failed', fault, mayStand: isPosting && !fault.certain };
    }
  }

  /**
   * What stands anew stands there whatever becomes of the old: a case is not to be missed for a stale card. False when it
   * failed.
   */
  async function putAway(school: School, standing: Post, permit: Permit): Promise<boolean> {
    const channel = channels.get(standing.channel as ChannelId);
    try {
      if (channel !== undefined) await soon(permit, (leave) => channel.remove(school, standing, leave));
      return true;
    } catch {
      return false;
    }
  }

  function quietUntil(place: string): Instant | undefined {
    const now = clock.now();
    for (const [other, until] of quiet) if (until <= now) quiet.delete(other);
    return quiet.get(place);
  }

  return {
    send: (school: School, owed: OwedToChat, context: SendingContext): Promise<Sent> =>
      send(school, owed, context).catch((error: unknown) => failed(asDeliveryFault(error))),
    /** The chat that a message would be brought to first; undefined where there is none. */
    chatOf: (school: School, owed: OwedToChat, posts: Deliveries['posts']): ChannelId | undefined =>
      chats.for(school, whereabouts(owed, posts))[0],
  };
}

export type Sender = ReturnType<typeof createSender>;

/** Whether a chat has nobody to bring a message to, whoever asks it and when. */
export function isUnreachable({ noAddress, hopeless, certain }: DeliveryFault): boolean {
  return noAddress || (hopeless && certain);
}

/** Whether the message could be edited; false when somebody took it away, so that it has to be posted anew. */
async function edited(
  channel: Channel,
  school: School,
  { edits, message, permit }: { readonly edits: Post; readonly message: Message; readonly permit: Permit },
): Promise<boolean> {
  try {
    await soon(permit, (leave) => channel.edit(school, edits, message, leave));
    return true;
  } catch (error) {
    if (error instanceof DeliveryFault && error.code === MESSAGE_GONE) return false;
    throw error;
  }
}

/** Makes a call, for as long as a chat has. What has not left by then does not leave any more. */
async function soon<Value>(permit: Permit, call: (leave: Permit) => Promise<Value>): Promise<Value> {
  let isGivenUp = false;
  const leave: Permit = { ...permit, holds: () => !isGivenUp && permit.holds() };
  if (!leave.holds()) throw leaseOver();
  return await waitAtMost(CALL_MS, call(leave), () => {
    isGivenUp = true;
    return new DeliveryFault('the chat did not answer in time', {
      code: 'chat-slow',
      whatToDo: 'Look at the way from this server to the chat.',
      certain: false,
    });
  });
}

function asDeliveryFault(error: unknown): DeliveryFault {
  if (error instanceof DeliveryFault) return error;
  // The address could not be looked up: the chat was never asked.
  if (error instanceof Fault)
    return new DeliveryFault(error.message, {
      code: error.code,
      whatToDo: error.whatToDo,
      certain: true,
      cause: error,
    });
  return new DeliveryFault('a message could not be delivered for a reason that nobody foresaw', {
    code: 'unexpected',
    whatToDo: 'Report this with the log around it.',
    certain: false,
    cause: error,
  });
}

function failed(fault: DeliveryFault): Sent {
  return { kind: 'failed', fault, mayStand: false };
}

function noChannel(): DeliveryFault {
  return new DeliveryFault('no chat is set up for this message', {
    code: 'no-channel',
    whatToDo: 'Set up Teams or Slack for this school.',
    certain: true,
  });
}

function noRoot(): DeliveryFault {
  return new DeliveryFault('the message that this one hangs below was never delivered', {
    code: 'no-root',
    whatToDo: 'Look at why the first message of the case could not be delivered.',
    certain: true,
    hopeless: true,
  });
}

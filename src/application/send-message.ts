import { type Instant, later, SECOND } from '../domain/instant.ts';
import type { Message, Post } from '../domain/message.ts';
import { chatsOf, chatsOfChannel, type School } from '../domain/school.ts';
import { chatFor } from './fan-out.ts';
import { DeliveryFault, Fault, MESSAGE_GONE } from './faults.ts';
import { type Deliveries, patienceOf, rootSpotOf, spotOf } from './outbox.ts';
import type { Channel, ChannelId, Clock } from './ports.ts';
import type { Owed } from './sealed-record.ts';
import { waitAtMost } from './wait-at-most.ts';

/** What became of an attempt to bring a message to a chat. */
export type Sent =
  /** `post` is where it stands when it was posted anew. */
  | { readonly kind: 'delivered'; readonly post?: Post }
  /** `mayStand` when the chat may have taken it all the same. */
  | { readonly kind: 'failed'; readonly fault: DeliveryFault; readonly mayStand: boolean }
  /** Nothing was attempted: the chat has asked to be left alone there. */
  | { readonly kind: 'waits'; readonly until: Instant };

/** A chat has this long for each call. */
const CALL_MS = 12 * SECOND;
/** No attempt lasts longer: it is two calls at the most. Shorter than a claim. */
export const LONGEST_ATTEMPT_MS = 2 * CALL_MS;

export interface SenderParts {
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly clock: Clock;
}

/** Brings one message to a chat: edits what stands in its slot, or posts it. Never throws. */
export function createSender({ channels, clock }: SenderParts) {
  /** Places that a chat has asked to leave alone, until when. */
  const quiet = new Map<string, Instant>();

  async function send(school: School, owed: Owed, posts: Deliveries['posts']): Promise<Sent> {
    const standing = posts[spotOf(owed)];
    const rootSpot = rootSpotOf(owed);
    const root = rootSpot === undefined ? undefined : posts[rootSpot];
    if (owed.onlyEdits && standing === undefined) return { kind: 'delivered' };
    if (rootSpot !== undefined && root === undefined) return failed(noRoot());
    const isReplaced = standing !== undefined && owed.message.fresh !== true;
    const chats = isReplaced ? [standing.channel] : chatsFor(school, owed, root ?? standing);
    let unreached: Sent | undefined;
    for (const chat of chats) {
      const channel = channels.get(chat as ChannelId);
      if (channel === undefined) continue;
      const sent = await sendBy(channel, school, owed, { standing, root });
      // Where one chat was never told how to reach somebody, another may have been.
      if (sent.kind !== 'failed' || !sent.fault.noAddress) return sent;
      unreached ??= sent;
    }
    return unreached ?? failed(noChannel());
  }

  /** The chats in which a message may be posted anew, the first choice first. */
  function chatsFor(school: School, { message: { to }, chat }: Owed, near: Post | undefined): readonly string[] {
    const running = [...channels.keys()];
    if (to.kind === 'person') {
      const others = chatsOf(school).filter((one) => channels.has(one));
      return [...new Set([chat ?? chatFor(to.person, school, running) ?? '', ...others])];
    }
    const named = chat ?? near?.channel;
    if (named !== undefined || to.kind === 'thread') return [named ?? ''];
    const [first = running[0]] = chatsOfChannel(school, to.channel).filter((one) => channels.has(one));
    return [first ?? ''];
  }

  async function sendBy(
    channel: Channel,
    school: School,
    { message, onlyEdits }: Owed,
    { standing, root }: { readonly standing: Post | undefined; readonly root: Post | undefined },
  ): Promise<Sent> {
    const { to } = message;
    const place = `${school.id} ${channel.id} ${to.kind === 'person' ? to.person : 'channels'}`;
    const until = quietUntil(place);
    if (until !== undefined) return { kind: 'waits', until };
    let isPosting = false;
    try {
      if (standing !== undefined && message.fresh === true) await putAway(school, standing);
      else if (standing !== undefined && ((await edited(channel, school, standing, message)) || onlyEdits))
        return { kind: 'delivered' };
      isPosting = true;
      return { kind: 'delivered', post: await soon(channel.post(school, to, message, root)) };
    } catch (error) {
      const fault = asDeliveryFault(error);
      const patience = patienceOf(fault.retryAfterMs);
      if (fault.notTried) return { kind: 'waits', until: later(clock.now(), patience) };
      if (patience > 0) quiet.set(place, later(clock.now(), patience));
      return { kind: 'failed', fault, mayStand: isPosting && !fault.certain };
    }
  }

  /** What is to stand anew may have stood in another chat, which may be there no more. */
  async function putAway(school: School, standing: Post): Promise<void> {
    const channel = channels.get(standing.channel as ChannelId);
    if (channel !== undefined) await soon(channel.remove(school, standing));
  }

  function quietUntil(place: string): Instant | undefined {
    const now = clock.now();
    for (const [other, until] of quiet) if (until <= now) quiet.delete(other);
    return quiet.get(place);
  }

  return { send };
}

export type Sender = ReturnType<typeof createSender>;

/** Whether the message could be edited; false when somebody took it away, so that it has to be posted anew. */
async function edited(channel: Channel, school: School, standing: Post, message: Message): Promise<boolean> {
  try {
    await soon(channel.edit(school, standing, message));
    return true;
  } catch (error) {
    if (error instanceof DeliveryFault && error.code === MESSAGE_GONE) return false;
    throw error;
  }
}

function soon<Value>(work: Promise<Value>): Promise<Value> {
  return waitAtMost(
    CALL_MS,
    work,
    () =>
      new DeliveryFault('the chat did not answer in time', {
        code: 'chat-slow',
        whatToDo: 'Look at the way from this server to the chat.',
        certain: false,
      }),
  );
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

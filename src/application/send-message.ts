import { type Instant, later, SECOND } from '../domain/instant.ts';
import type { Message, Post } from '../domain/message.ts';
import type { School } from '../domain/school.ts';
import { DeliveryFault, Fault, MESSAGE_GONE } from './faults.ts';
import { type Deliveries, patienceOf } from './outbox.ts';
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

  async function send(school: School, { message, onlyEdits }: Owed, posts: Deliveries['posts']): Promise<Sent> {
    const { to, slot } = message;
    const root = to.kind === 'thread' ? posts[to.below] : undefined;
    const standing = posts[slot];
    if (onlyEdits && standing === undefined) return { kind: 'delivered' };
    if (to.kind === 'thread' && root === undefined) return failed(noRoot());
    const channel = channelAt(standing ?? root);
    if (channel === undefined) return failed(noChannel());
    const place = `${school.id} ${channel.id} ${to.kind === 'person' ? to.person : 'channels'}`;
    const until = quietUntil(place);
    if (until !== undefined) return { kind: 'waits', until };
    let isPosting = false;
    try {
      if (standing !== undefined && message.fresh === true) await soon(channel.remove(school, standing));
      else if (standing !== undefined && ((await edited(channel, school, standing, message)) || onlyEdits))
        return { kind: 'delivered' };
      isPosting = true;
      return { kind: 'delivered', post: await soon(channel.post(school, to, message, root)) };
    } catch (error) {
      const fault = asDeliveryFault(error);
      const patience = patienceOf(fault.retryAfterMs);
      if (patience > 0) quiet.set(place, later(clock.now(), patience));
      return { kind: 'failed', fault, mayStand: isPosting && !fault.certain };
    }
  }

  /** The chat in which the message edits something or hangs below something; else the one that the service speaks to. */
  function channelAt(post: Post | undefined): Channel | undefined {
    const all = [...channels.values()];
    return post === undefined ? all[0] : all.find(({ id }) => id === post.channel);
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

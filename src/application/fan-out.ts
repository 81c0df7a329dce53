import type { ChannelName, Message, Place } from '../domain/message.ts';
import type { School } from '../domain/school.ts';
import type { Chats } from './chats.ts';
import { type Deliveries, type Outgoing, spotIn, spotOf } from './outbox.ts';
import type { ChannelId } from './ports.ts';

export interface FanOutOf {
  readonly school: School;
  readonly chats: Chats;
  /** What the record owes already, and where its messages stand, as far as that still counts. */
  readonly before: Deliveries;
}

/** A chat, or the single one that a slot is in, whichever it is. */
type Lane = ChannelId | undefined;

/**
 * Each message for every chat in which it belongs: one to a channel for every chat in which the school has that
 * channel, a line of a thread for every chat in which the thread's first message stands or will. Each is then owed,
 * tried and edited by itself, so that a chat that is down holds up nothing in the other.
 */
export function fanOut(messages: readonly Message[], of: FanOutOf): readonly Outgoing[] {
  const { school, chats, before } = of;
  const spots = new Set([...Object.keys(before.posts), ...before.outbox.map(spotOf)]);
  const lanesOf = (slot: string, having: readonly ChannelId[]) =>
    [undefined, ...having].filter((lane) => spots.has(spotIn(slot, lane)));
  return messages.flatMap(({ onlyIn, ...message }) => {
    const { to, slot } = message;
    if (to.kind === 'person') {
      const isElsewhere = onlyIn !== undefined && chats.preferredBy(to.person, school) !== onlyIn;
      return isElsewhere ? [] : [{ message }];
    }
    const isLine = to.kind === 'thread';
    const there = lanesOf(isLine ? to.below : slot, chats.withChannel(school, isLine ? undefined : to.channel));
    const all = isLine ? there : [...there, ...missingLanes(to.channel, there, slot, of)];
    const inChat = (lane: Lane) => chatOfLane(lane, to, slot, of);
    const wanted = onlyIn === undefined ? orOne(all) : all.filter((lane) => inChat(lane) === onlyIn);
    for (const lane of wanted) spots.add(spotIn(slot, lane));
    // Who is in both channels is notified in one.
    const isTold = (lane: Lane) => (person: string) =>
      all.length <= 1 || chats.preferredBy(person, school) === inChat(lane);
    const { mentions } = message;
    return wanted.map((chat) => ({
      chat,
      message: mentions === undefined ? message : { ...message, mentions: mentions.filter(isTold(chat)) },
    }));
  });
}

/** A line whose thread is nowhere still has to be owed: that it cannot be delivered is told. */
function orOne(lanes: readonly Lane[]): readonly Lane[] {
  return lanes.length === 0 ? [undefined] : lanes;
}

/** The chat that a lane is in. What is in none that is named is from when the school had only one. */
function chatOfLane(lane: Lane, to: Place, slot: string, { before, school, chats }: FanOutOf): string | undefined {
  const [first] = chats.withChannel(school, to.kind === 'channel' ? to.channel : undefined);
  return lane ?? before.posts[to.kind === 'thread' ? to.below : slot]?.channel ?? first;
}

/** The chats in which a channel has to be filled besides those in which it is. */
function missingLanes(channel: ChannelName, there: readonly Lane[], slot: string, of: FanOutOf): readonly Lane[] {
  const unnamed = there.includes(undefined) ? chatOfLane(undefined, { kind: 'channel', channel }, slot, of) : undefined;
  const missing = of.chats.withChannel(of.school, channel).filter((chat) => chat !== unnamed && !there.includes(chat));
  return there.length === 0 && missing.length === 1 ? [undefined] : missing;
}

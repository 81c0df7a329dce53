import type { Message, PrivateChannel } from '../domain/message.ts';
import type { PersonId } from '../domain/people.ts';
import { chatsOf, chatsOfChannel, preferredChat, type School } from '../domain/school.ts';
import { type Deliveries, type Outgoing, spotIn, spotOf } from './outbox.ts';
import type { ChannelId } from './ports.ts';

export interface FanOutOf {
  readonly school: School;
  /** The chats that the service speaks to. */
  readonly running: readonly ChannelId[];
  /** What the record owes already, and where its messages stand. */
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
  const { school, running, before } = of;
  const spots = new Set([...Object.keys(before.posts), ...before.outbox.map(spotOf)]);
  const lanesOf = (slot: string) => [undefined, ...running].filter((lane) => spots.has(spotIn(slot, lane)));
  return messages.flatMap(({ onlyIn, ...message }) => {
    const { to, slot } = message;
    if (to.kind === 'person') return isElsewhere(to.person, onlyIn, of) ? [] : [{ message }];
    const there = lanesOf(to.kind === 'thread' ? to.below : slot);
    const lanes =
      to.kind === 'thread' ? there : [...there, ...missingLanes(to.channel, there, before.posts[slot]?.channel, of)];
    const wanted = onlyIn === undefined ? lanes : lanes.filter((lane) => chatOfLane(lane, slot, of) === onlyIn);
    if (wanted.length === 0 && onlyIn !== undefined) return [];
    const outgoing = (wanted.length === 0 ? [undefined] : wanted).map((chat) => ({ message, chat }));
    for (const { chat } of outgoing) spots.add(spotIn(slot, chat));
    // Who is in both channels is notified in one.
    return outgoing.length === 1 ? outgoing : outgoing.map((one) => mentioningOnly(one, school, running));
  });
}

/** Whether a message for one chat alone is for somebody who gets theirs in another. */
function isElsewhere(person: PersonId, onlyIn: ChannelId | undefined, { school, running }: FanOutOf): boolean {
  return onlyIn !== undefined && chatFor(person, school, running) !== onlyIn;
}

/** The chat of a lane; undefined where nobody knows it yet, as nothing stands in it. */
function chatOfLane(lane: Lane, slot: string, { before, school, running }: FanOutOf): string | undefined {
  return lane ?? before.posts[slot]?.channel ?? chatsOf(school).find((chat) => running.includes(chat));
}

/** The chats in which a channel has to be filled besides those in which it is. */
function missingLanes(
  channel: PrivateChannel,
  there: readonly Lane[],
  plainIn: string | undefined,
  { school, running }: FanOutOf,
): readonly Lane[] {
  const has = chatsOfChannel(school, channel).filter((chat) => running.includes(chat));
  // What stands without its chat being named is from when the school had only one.
  const unnamed = there.includes(undefined) ? (plainIn ?? has[0]) : undefined;
  const missing = has.filter((chat) => chat !== unnamed && !there.includes(chat));
  return there.length === 0 && missing.length === 1 ? [undefined] : missing;
}

function mentioningOnly(
  { message, chat }: { readonly message: Message; readonly chat: Lane },
  school: School,
  running: readonly ChannelId[],
): Outgoing {
  if (message.mentions === undefined) return { message, chat };
  const mentions = message.mentions.filter((person) => chatFor(person, school, running) === chat);
  return { chat, message: { ...message, mentions } };
}

/** The chat in which a person gets what is for them alone. */
export function chatFor(person: PersonId, school: School, running: readonly ChannelId[]): ChannelId | undefined {
  const preferred = preferredChat(school, person);
  return running.includes(preferred) ? preferred : running[0];
}

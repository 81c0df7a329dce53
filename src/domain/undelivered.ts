import type { Chat } from './chats.ts';
import type { PersonId } from './people.ts';

/** What a record keeps of a message that came late or never, or came after all. */
interface Delivery {
  readonly type: 'MessageParked' | 'MessageDelayed' | 'MessageCame';
  readonly slot: string;
  readonly chat?: Chat | undefined;
}

/** A message that did not come, in which of its chats; undefined stands for the only one. */
export interface Missing {
  readonly slot: string;
  readonly chat?: Chat | undefined;
}

const MISSING_KEPT = 100;
const STEPS_KEPT = 100;
const DELIVERIES_KEPT = 50;

/** What is missing after that: the latest of it, each message in each chat once. */
export function missingAfter(before: readonly Missing[], event: Delivery | { readonly type: string }): Missing[] {
  if (!isDelivery(event)) return [...before];
  const { type, slot, chat } = event;
  const others = before.filter((one) => one.slot !== slot || one.chat !== chat);
  if (type === 'MessageCame') return others;
  return [...others, { slot, ...(chat === undefined ? {} : { chat }) }].slice(-MISSING_KEPT);
}

/** To how many chats the message of a slot did not come. */
export function countMissing(missing: readonly Missing[], slot: string): number {
  return missing.filter((one) => one.slot === slot).length;
}

/** Those who have a card of a record: together in a channel that stands in so many chats, or each in their own. */
interface CardHolders {
  readonly inChannel: readonly PersonId[];
  readonly chats: number;
  readonly alone: readonly PersonId[];
}

/** Whether a card, or the notice that stands in for the channel's, may have come to anybody. */
export function isAnybodyReached(missing: readonly Missing[], { inChannel, chats, alone }: CardHolders): boolean {
  if (inChannel.length > 0 && countMissing(missing, 'case') < Math.max(1, chats)) return true;
  return (
    alone.some((person) => countMissing(missing, `case:${person}`) === 0) ||
    inChannel.some((person) => countMissing(missing, `parked:case:${person}`) === 0)
  );
}

/**
 * The steps of a record as far as they are kept, oldest first. What became of its messages is counted by itself, so that
 * a chat that fails for weeks does not crowd out what people did.
 */
export function stepsKept<Step extends { readonly event: { readonly type: string } }>(steps: readonly Step[]): Step[] {
  const isOfMessage = ({ event }: Step) => event.type.startsWith('Message');
  const kept = new Set([
    ...steps.filter(isOfMessage).slice(-DELIVERIES_KEPT),
    ...steps.filter((step) => !isOfMessage(step)).slice(-STEPS_KEPT),
  ]);
  return steps.filter((step) => kept.has(step));
}

/** The chats to which the card of a slot did not come, by what happened in order; undefined stands for the only one. */
export function missingFrom(
  events: readonly (Delivery | { readonly type: string })[],
  slot: string,
): ReadonlySet<Chat | undefined> {
  const missing = new Set<Chat | undefined>();
  for (const event of events) {
    if (!isDelivery(event) || event.slot !== slot) continue;
    if (event.type === 'MessageCame') missing.delete(event.chat);
    else missing.add(event.chat);
  }
  return missing;
}

/**
 * How many messages can never be delivered, by what happened in order: each in each chat once, unless it came after all. A
 * notice that another one did not come is none of them: what it was about counts.
 */
export function countParked(events: readonly (Delivery | { readonly type: string })[]): number {
  const parked = new Set<string>();
  for (const event of events) {
    if (!isDelivery(event) || event.slot.startsWith('parked:')) continue;
    const key = `${event.chat ?? ''} ${event.slot}`;
    if (event.type === 'MessageParked') parked.add(key);
    else parked.delete(key);
  }
  return parked.size;
}

function isDelivery(event: Delivery | { readonly type: string }): event is Delivery {
  return ['MessageParked', 'MessageDelayed', 'MessageCame'].includes(event.type);
}

import type { Chat } from './chats.ts';

/** What a record keeps of a message that came late or never, or came after all. */
interface Delivery {
  readonly type: 'MessageParked' | 'MessageDelayed' | 'MessageCame';
  readonly slot: string;
  readonly chat?: Chat | undefined;
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

function isDelivery(event: Delivery | { readonly type: string }): event is Delivery {
  return ['MessageParked', 'MessageDelayed', 'MessageCame'].includes(event.type);
}

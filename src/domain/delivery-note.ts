import { z } from 'zod';
import { chats } from './chats.ts';
import type { DeliveryNote } from './decider.ts';
import type { PersonId } from './people.ts';

const text = z.string();
/** Of a message that stands in several chats: which of them. */
const chat = z.enum(chats).optional();

/** What every workflow's command for a `DeliveryNote` carries. */
export const deliveryNoteSchema = z.object({
  slot: text,
  outcome: z.enum(['delayed', 'came', 'parked', 'may-be-repeated']),
  code: text,
  chat,
}) satisfies z.ZodType<DeliveryNote>;

/** What became of the messages of a record: steps of its history, in every workflow that keeps them. */
export const deliveryStepSchemas = [
  z.object({ type: z.literal('MessageParked'), slot: text, code: text, chat }),
  /** It could not be delivered yet and is tried further. */
  z.object({ type: z.literal('MessageDelayed'), slot: text, code: text, chat }),
  /** One that was delayed has been delivered. */
  z.object({ type: z.literal('MessageCame'), slot: text, chat }),
  z.object({ type: z.literal('MessageMayBeRepeated'), slot: text, chat }),
] as const;
export type DeliveryStep = z.infer<(typeof deliveryStepSchemas)[number]>;

/** How each stands in a history. */
export const deliveryWords: Record<DeliveryStep['type'], string> = {
  MessageParked: 'a message could not be delivered',
  MessageDelayed: 'a message could not be delivered yet',
  MessageCame: 'a late message was delivered',
  MessageMayBeRepeated: 'a message may have been sent twice',
};

/** How the slots begin of cards that somebody has to act on, and of what stands in for them. */
const cards = ['case:', 'job:', 'parked:case:'];

/** What goes on the record; nothing where a message is late that nobody has to act on. */
export function deliveryStep({ slot, outcome, code, chat: where }: DeliveryNote): DeliveryStep | undefined {
  const of = { slot, ...(where === undefined ? {} : { chat: where }) };
  const isCard = slot === 'case' || cards.some((start) => slot.startsWith(start));
  switch (outcome) {
    case 'parked':
      return { type: 'MessageParked', code, ...of };
    case 'may-be-repeated':
      return { type: 'MessageMayBeRepeated', ...of };
    case 'delayed':
      return isCard ? { type: 'MessageDelayed', code, ...of } : undefined;
    case 'came':
      return isCard ? { type: 'MessageCame', ...of } : undefined;
    default:
      return outcome satisfies never;
  }
}

/** The person whom a slot names: the last part of it. */
export function personInSlot(slot: string): PersonId | undefined {
  const last = slot.split(':').at(-1) ?? '';
  return last.includes('@') ? last : undefined;
}

import { z } from 'zod';
import { chats } from './chats.ts';
import type { DeliveryNote } from './decider.ts';

/** What every workflow's command for a `DeliveryNote` carries. */
export const deliveryNoteSchema = z.object({
  slot: z.string(),
  outcome: z.enum(['delayed', 'came', 'parked', 'may-be-repeated']),
  code: z.string(),
  chat: z.enum(chats).optional(),
}) satisfies z.ZodType<DeliveryNote>;

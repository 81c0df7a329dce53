import { z } from 'zod';

const text = z.string();

/** What happened to what a school keeps current, in the past tense. Never edited; a new shape is a new event. */
export const upkeepEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('UpkeepBegun'), lookAt: text }),
  z.object({
    type: z.literal('UpkeepLooked'),
    /** When it is looked at next. */
    lookAt: text,
    /** The findings of which somebody was told now. */
    said: z.array(text),
    /** The findings that there are no more. */
    gone: z.array(text),
  }),
  z.object({ type: z.literal('NoticeParked'), slot: text, code: text }),
]);
export type UpkeepEvent = z.infer<typeof upkeepEventSchema>;

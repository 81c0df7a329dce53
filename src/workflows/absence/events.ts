import { z } from 'zod';

const text = z.string();
const away = {
  /** The first day on which they are back. */
  until: text,
  /** As the school opens on that day, or next after it. */
  endsAt: text,
  /** The slots of what others were told. */
  told: z.array(text),
};

/** What happened to somebody's absences, in the past tense. Never edited; a new shape is a new event. */
export const absenceEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('AbsenceBegun'), ...away }),
  z.object({ type: z.literal('AbsenceChanged'), ...away }),
  /** They said that they are back, or their day came. */
  z.object({ type: z.literal('AbsenceEnded') }),
  z.object({ type: z.literal('NoticeParked'), slot: text, code: text }),
]);
export type AbsenceEvent = z.infer<typeof absenceEventSchema>;

import { z } from 'zod';
import type { Happened } from '../../../domain/decider.ts';
import { type ConsultingEvent, consultedRoles, safeguards } from './events.ts';

const text = z.string();

/** What others were asked about a case. */
export const consultingSchema = z.object({
  asked: z.array(
    z.object({
      number: z.number(),
      role: z.enum(consultedRoles),
      text,
      by: text,
      at: text,
      answeredAt: text.nullable(),
      safeguards: z.enum(safeguards).nullable(),
    }),
  ),
});
export type ConsultingFile = z.infer<typeof consultingSchema>;

export const noConsulting: ConsultingFile = { asked: [] };

/** What is kept after that. */
export function evolveConsulting(before: ConsultingFile, { event, at, by }: Happened<ConsultingEvent>): ConsultingFile {
  switch (event.type) {
    case 'ConsultationAsked': {
      const { number, role, text: words } = event;
      const person = by.kind === 'person' ? by.person : '';
      return {
        asked: [...before.asked, { number, role, text: words, by: person, at, answeredAt: null, safeguards: null }],
      };
    }
    case 'ConsultationAnswered':
      return {
        asked: before.asked.map((one) =>
          one.number === event.number ? { ...one, answeredAt: at, safeguards: event.safeguards } : one,
        ),
      };
    default:
      return event satisfies never;
  }
}

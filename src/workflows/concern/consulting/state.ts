import { z } from 'zod';
import type { Happened } from '../../../domain/decider.ts';
import { type ConsultationOpened, type ConsultingEvent, consultedRoles, safeguards } from './events.ts';

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
      /** When it was read first; null while it has not been. */
      readAt: text.nullable().default(null),
      answeredAt: text.nullable(),
      safeguards: z.enum(safeguards).nullable(),
    }),
  ),
});
export type ConsultingFile = z.infer<typeof consultingSchema>;
/** A question to somebody who is consulted. */
export type Consultation = ConsultingFile['asked'][number];

export const noConsulting: ConsultingFile = { asked: [] };

/** What is kept after that. */
export function evolveConsulting(
  before: ConsultingFile,
  { event, at, by }: Happened<ConsultingEvent | ConsultationOpened>,
): ConsultingFile {
  switch (event.type) {
    case 'ConsultationAsked': {
      const { number, role, text: words } = event;
      const person = by.kind === 'person' ? by.person : '';
      const question = { number, role, text: words, by: person, at, readAt: null, answeredAt: null, safeguards: null };
      return { asked: [...before.asked, question] };
    }
    case 'ConsultationOpened':
      return {
        asked: before.asked.map((one) =>
          one.number === event.number && one.readAt === null ? { ...one, readAt: at } : one,
        ),
      };
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

import { z } from 'zod';
import type { Happened } from '../../../domain/decider.ts';
import { agreementKinds, factIds, type PoliceEvent } from './events.ts';

const text = z.string();

/** What a case keeps about the police. */
export const policeSchema = z.object({
  /** When the police were told, the latest time. */
  toldAt: text.nullable(),
  /** What the head was asked to agree to, oldest first. */
  agreements: z.array(
    z.object({
      number: z.number(),
      what: z.enum(agreementKinds),
      fact: z.enum(factIds).nullable(),
      reason: text,
      by: text,
      at: text,
      answer: z.enum(['given', 'refused', 'withdrawn']).nullable(),
      /** Who answered, and when. */
      answeredBy: text.nullable(),
      answeredAt: text.nullable(),
    }),
  ),
});
export type PoliceFile = z.infer<typeof policeSchema>;

export const noPolice: PoliceFile = { toldAt: null, agreements: [] };

/** What is kept after that. */
export function evolvePolice(before: PoliceFile, { event, at, by }: Happened<PoliceEvent>): PoliceFile {
  const person = by.kind === 'person' ? by.person : '';
  const answered = (number: number, answer: 'given' | 'refused' | 'withdrawn'): PoliceFile => ({
    ...before,
    agreements: before.agreements.map((one) =>
      one.number === number ? { ...one, answer, answeredBy: person, answeredAt: at } : one,
    ),
  });
  switch (event.type) {
    case 'FactsAssessed':
      // What is known is read from the steps of the case (`facts.ts`), in which an order counts.
      return before;
    case 'PoliceTold':
      return { ...before, toldAt: event.at };
    case 'AgreementAsked': {
      const { number, what, fact = null, reason } = event;
      const asked = { number, what, fact, reason, by: person, at, answer: null, answeredBy: null, answeredAt: null };
      return { ...before, agreements: [...before.agreements, asked] };
    }
    case 'AgreementGiven':
      return answered(event.number, 'given');
    case 'AgreementRefused':
      return answered(event.number, 'refused');
    case 'AgreementWithdrawn':
      return answered(event.number, 'withdrawn');
    default:
      return event satisfies never;
  }
}

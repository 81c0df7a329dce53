import { z } from 'zod';
import type { Happened } from '../../../domain/decider.ts';
import type { EvidenceEvent } from './events.ts';

const text = z.string();

const kept = { holder: text, place: text, since: text };

/** The register of evidence: what it is, who holds it, where, and since when. */
export const evidenceSchema = z.object({
  items: z.array(z.object({ number: z.number(), description: text, ...kept })),
  /** Where the evidence of the report is by now; null while it has not been moved. */
  reported: z.object(kept).nullable().default(null),
});
export type EvidenceFile = z.infer<typeof evidenceSchema>;

export const noEvidence: EvidenceFile = { items: [], reported: null };

/** What is kept after that; where it was before stands in the history. */
export function evolveEvidence(before: EvidenceFile, { event }: Happened<EvidenceEvent>): EvidenceFile {
  switch (event.type) {
    case 'EvidenceAdded': {
      const { number, description, holder, place, since } = event;
      return { ...before, items: [...before.items, { number, description, holder, place, since }] };
    }
    case 'EvidenceMoved': {
      const { number, holder, place, since } = event;
      const now = { holder, place, since };
      if (before.items.every((one) => one.number !== number)) return { ...before, reported: now };
      return { ...before, items: before.items.map((one) => (one.number === number ? { ...one, ...now } : one)) };
    }
    default:
      return event satisfies never;
  }
}

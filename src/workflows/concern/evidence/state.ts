import { z } from 'zod';
import type { Happened } from '../../../domain/decider.ts';
import type { EvidenceEvent } from './events.ts';

const text = z.string();

/** The register of evidence: what it is, who holds it, where, and since when. */
export const evidenceSchema = z.object({
  items: z.array(z.object({ number: z.number(), description: text, holder: text, place: text, since: text })),
});
export type EvidenceFile = z.infer<typeof evidenceSchema>;

export const noEvidence: EvidenceFile = { items: [] };

/** What is kept after that; where it was before stands in the history. */
export function evolveEvidence(before: EvidenceFile, { event }: Happened<EvidenceEvent>): EvidenceFile {
  switch (event.type) {
    case 'EvidenceAdded': {
      const { number, description, holder, place, since } = event;
      return { items: [...before.items, { number, description, holder, place, since }] };
    }
    case 'EvidenceMoved': {
      const { number, holder, place, since } = event;
      return { items: before.items.map((one) => (one.number === number ? { ...one, holder, place, since } : one)) };
    }
    default:
      return event satisfies never;
  }
}

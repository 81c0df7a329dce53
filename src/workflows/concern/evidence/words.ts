import type { Said } from '../../../domain/pages.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { EvidenceEvent } from './events.ts';

/** How each of its events stands in the history of a case. */
export const evidenceSayings: Sayings<EvidenceEvent> = {
  EvidenceAdded: (_event, { did }) => did('EvidenceAdded'),
  EvidenceMoved: (_event, { did }) => did('EvidenceMoved'),
};

/** What an open case shows of it. */
export function evidenceBlocks(_concern: Concern, _of: CardContext): readonly Said[] {
  return [];
}

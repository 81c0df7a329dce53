import type { Said } from '../../../domain/pages.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { AgencyEvent } from './events.ts';

/** How each of its events stands in the history of a case. */
export const agencySayings: Sayings<AgencyEvent> = {
  AdviceRecorded: (_event, { did }) => did('AdviceRecorded'),
  ReferralUpdated: (_event, { did }) => did('ReferralUpdated'),
  LadoTestRecorded: (_event, { did }) => did('LadoTestRecorded'),
};

/** What an open case shows of it. */
export function agencyBlocks(_concern: Concern, _of: CardContext): readonly Said[] {
  return [];
}

import type { Said } from '../../../domain/pages.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { ConductEvent } from './events.ts';

/** How each of its events stands in the history of a case. */
export const conductSayings: Sayings<ConductEvent> = {
  SanctionRecommended: (_event, { did }) => did('SanctionRecommended'),
  SanctionSet: (_event, { did }) => did('SanctionSet'),
  SanctionDeclined: (_event, { did }) => did('SanctionDeclined'),
  ItAsked: (_event, { did }) => did('ItAsked'),
  ItAnswered: (_event, { did }) => did('ItAnswered'),
};

/** What an open case shows of it. */
export function conductBlocks(_concern: Concern, _of: CardContext): readonly Said[] {
  return [];
}

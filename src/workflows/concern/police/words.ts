import type { Said } from '../../../domain/pages.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { PoliceEvent } from './events.ts';

/** How each of its events stands in the history of a case. */
export const policeSayings: Sayings<PoliceEvent> = {
  FactsAssessed: (_event, { did }) => did('FactsAssessed'),
  PoliceTold: (_event, { did }) => did('PoliceTold'),
  AgreementAsked: (_event, { did }) => did('AgreementAsked'),
  AgreementGiven: (_event, { did }) => did('AgreementGiven'),
  AgreementRefused: (_event, { did }) => did('AgreementRefused'),
  AgreementWithdrawn: (_event, { did }) => did('AgreementWithdrawn'),
};

/** What an open case shows of it. */
export function policeBlocks(_concern: Concern, _of: CardContext): readonly Said[] {
  return [];
}

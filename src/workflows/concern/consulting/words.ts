import type { Said } from '../../../domain/pages.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { ConsultingEvent } from './events.ts';

/** How each of its events stands in the history of a case. */
export const consultingSayings: Sayings<ConsultingEvent> = {
  ConsultationAsked: (_event, { did }) => did('ConsultationAsked'),
  ConsultationAnswered: (_event, { did }) => did('ConsultationAnswered'),
};

/** What an open case shows of it. */
export function consultingBlocks(_concern: Concern, _of: CardContext): readonly Said[] {
  return [];
}

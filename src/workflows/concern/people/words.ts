import type { Said } from '../../../domain/pages.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { PeopleEvent } from './events.ts';

/** How each of its events stands in the history of a case. */
export const peopleSayings: Sayings<PeopleEvent> = {
  PersonCompared: (_event, { did }) => did('PersonCompared'),
};

/** What an open case shows of it. */
export function peopleBlocks(_concern: Concern, _of: CardContext): readonly Said[] {
  return [];
}

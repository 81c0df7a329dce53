import type { PersonId } from '../../domain/people.ts';
import type { CardContext } from './card-context.ts';
import type { ConcernCommand } from './command-data.ts';
import { offered } from './offers.ts';
import { hasSomebodyToCompare } from './people/words.ts';
import type { Concern } from './state.ts';

/** What somebody is shown to do with a case: what they are offered, and comparing people only where there are others. */
export function usefulOffers(concern: Concern, person: PersonId, of: CardContext): readonly ConcernCommand[] {
  const mayCompare = hasSomebodyToCompare(concern, of);
  return offered(concern, person, of.school).filter((command) => command !== 'concern/compare-person' || mayCompare);
}

import type { Said } from '../../../domain/pages.ts';
import type { CardContext } from '../card-context.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { GuidanceEvent } from './events.ts';

/** How each of its events stands in the history of a case. */
export const guidanceSayings: Sayings<GuidanceEvent> = {
  StepTicked: (_event, { did }) => did('StepTicked'),
  EnteredElsewhere: (_event, { did }) => did('EnteredElsewhere'),
};

/** What an open case shows of it. */
export function guidanceBlocks(_concern: Concern, _of: CardContext): readonly Said[] {
  return [];
}

import type { Said } from '../../domain/pages.ts';
import type { StepEvent } from './events.ts';
import type { SayingOf } from './saying.ts';

type RoutingEvent = Extract<
  StepEvent,
  { type: 'ConcernEscalated' | 'HandedToSafeguarding' | 'ContactNominated' | 'SubjectsFound' }
>;

/** How a change of who handles a case stands in its history. */
export function saidRouting(event: RoutingEvent, { did }: SayingOf): Said {
  return did(event.type);
}

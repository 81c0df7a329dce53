import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';

/** What a card of a concern is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

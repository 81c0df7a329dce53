import type { Gathered } from '../../domain/gathering.ts';
import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';

/** What a card of a concern is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
  /** What was read of elsewhere, where the command asked for it: such as who is away, or the other cases of whom it names. */
  readonly gathered?: Gathered;
}

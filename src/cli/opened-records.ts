import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Fault } from '../application/faults.ts';
import type { RecordStore } from '../application/ports.ts';
import { createRecordSealer, type RecordSealer } from '../application/sealed-record.ts';
import type { RecordsConfig } from '../config.ts';
import { type OpenedVault, openRecordStore, openVault } from '../open-records.ts';

/** The records and what opens them. */
export interface OpenedRecords {
  readonly store: RecordStore;
  readonly vault: OpenedVault;
  readonly sealer: RecordSealer;
}

/** Does some work with the records and their keys, and closes both again. Makes neither where one is not there. */
export async function withRecords<Result>(
  records: Pick<RecordsConfig, 'store' | 'vault'>,
  work: (opened: OpenedRecords) => Promise<Result>,
): Promise<Result> {
  // Both would be made anew, and an empty store is a whole one.
  for (const place of [records.store, records.vault])
    if ('path' in place && !existsSync(place.path)) throw notThere(place.path);
  const store = await openRecordStore(records.store);
  let vault: OpenedVault | undefined;
  try {
    vault = await openVault(records.vault, store);
    const sealer = createRecordSealer({ vault, ids: { fresh: randomUUID, bytes: randomBytes } });
    return await work({ store, vault, sealer });
  } finally {
    vault?.close();
    await store.close();
  }
}

function notThere(file: string): Fault {
  return new Fault(`${file} is not there.`, {
    code: 'records-missing',
    whatToDo: 'Correct STORE and VAULT, or the options --store and --vault. Nothing was made or changed.',
  });
}

import { copyFileSync, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type FakeCosmos, startFakeCosmos } from '../support/fake-cosmos.ts';
import type { TemporaryFolder } from '../support/temporary-folder.ts';
import type { RawRecord } from './checker/unsealing.ts';

export type StoreKind = 'SQLite' | 'Cosmos';

/** The stores that a scenario is played on. */
export const stores: readonly StoreKind[] = ['SQLite', 'Cosmos'];

/** Where the records of a test are. */
export interface RecordsHere {
  /** What `STORE` is set to. */
  readonly address: string;
  readonly variables: Readonly<Record<string, string>>;
  /** All that lies there. Of SQLite only after its process has ended. */
  raw(): readonly RawRecord[];
  /** The fake, where that is the store. */
  readonly cosmos?: FakeCosmos;
  stop(): Promise<void>;
}

/** `now` is the time of whoever keeps the records, milliseconds since 1970. */
export async function startRecords(store: StoreKind, folder: TemporaryFolder, now: () => number): Promise<RecordsHere> {
  if (store === 'SQLite') {
    const path = folder.path('records.db');
    return {
      address: `sqlite:${path}`,
      variables: {},
      raw: () => rawOfSqlite(path, folder),
      stop: async () => undefined,
    };
  }
  const cosmos = await startFakeCosmos({ now });
  return {
    address: `cosmos:${cosmos.url}/safeguarding`,
    variables: { COSMOS_KEY: cosmos.key },
    raw: () => cosmos.documents().flatMap((document) => rawOfDocument(document as Readonly<Record<string, unknown>>)),
    cosmos,
    stop: () => cosmos.stop(),
  };
}

/** Reads a copy, so that whoever looks mends nothing. */
function rawOfSqlite(path: string, folder: TemporaryFolder): readonly RawRecord[] {
  const copy = folder.path('copy.db');
  for (const end of ['', '-wal']) if (existsSync(`${path}${end}`)) copyFileSync(`${path}${end}`, `${copy}${end}`);
  const database = new DatabaseSync(copy);
  try {
    const wanted = 'id, school, kind, status, due, entries, outbox, posts, key';
    const rows = database.prepare(`SELECT ${wanted} FROM records`).all();
    return rows.map((row) => ({
      ...(row as unknown as RawRecord),
      entries: JSON.parse(String(row['entries'])) as RawRecord['entries'],
      outbox: JSON.parse(String(row['outbox'])) as RawRecord['outbox'],
    }));
  } finally {
    database.close();
  }
}

/** What lies beside the records, such as which processes are there, is none. */
function rawOfDocument(document: Readonly<Record<string, unknown>>): readonly RawRecord[] {
  return Array.isArray(document['entries']) ? [document as unknown as RawRecord] : [];
}

import { open, stat } from 'node:fs/promises';
import { APPLICATION_ID, MIGRATIONS } from './migrations.ts';

/** Where SQLite keeps, in the header of its file, how far the schema is and whose the file is (sqlite.org/fileformat). */
const [USER_VERSION_AT, APPLICATION_ID_AT, HEADER_BYTES] = [60, 68, 100];

/**
 * Whether opening a database would change it: one that is empty is given a schema then, and that of an earlier version
 * is brought up to date. Changes nothing. Of what is not ours, or still stands in the log beside it, opening says more.
 */
export async function willBeChanged(path: string): Promise<'empty' | 'older' | undefined> {
  const log = await stat(`${path}-wal`).catch(() => undefined);
  if (log !== undefined && log.size > 0) return undefined;
  const handle = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    if (bytesRead === 0) return 'empty';
    const isOurs = bytesRead === HEADER_BYTES && buffer.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID;
    return isOurs && buffer.readUInt32BE(USER_VERSION_AT) < MIGRATIONS.length ? 'older' : undefined;
  } finally {
    await handle.close();
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSqliteRecordStore, type SqliteRecordStore } from '../../../src/store/sqlite/record-store.ts';
import { aStoredRecord, someEntries } from '../../support/stored-record.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts';

const MARKER = 'Marker-Of-Content';

let folder: TemporaryFolder;
let store: SqliteRecordStore;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await createSqliteRecordStore({ path: folder.path('records.db'), answerWithinMs: 10_000 });
});

afterEach(async () => {
  await store.close();
  folder.remove();
});

/** Every file of the store, as bytes. */
function onDisk(): Buffer {
  return Buffer.concat(readdirSync(folder.path()).map((name) => readFileSync(folder.path(name))));
}

/** A record of a few hundred KB with the marker in each part, so that it fills pages of its own. */
function aMarkedRecord(id: string) {
  const texts = Array.from({ length: 30 }, (_, index) => `1.${MARKER}-${index}-${'x'.repeat(10_000)}`);
  return aStoredRecord({
    id,
    entries: someEntries(aStoredRecord({ id }), texts),
    state: `1.${MARKER}`,
    posts: `1.${MARKER}`,
    tokens: [MARKER],
    key: MARKER,
  });
}

describe('a record that was removed', () => {
  test('is not in any file of the store any more, while the service runs', async () => {
    await store.create(aStoredRecord({ id: 'C-STAYS', state: '1.what-stays' }));
    const created = await store.create(aMarkedRecord('C-GOES'));
    const replaced = await store.replace(aMarkedRecord('C-GOES'), created.kind === 'created' ? created.etag : '');
    expect(onDisk().includes(MARKER)).toBe(true);
    await store.remove('oakfield', 'C-GOES', replaced.kind === 'replaced' ? replaced.etag : '');
    // Answered before the log is emptied; whatever is asked next is answered after it.
    await store.health();
    expect(onDisk().includes(MARKER)).toBe(false);
    expect(onDisk().includes('1.what-stays')).toBe(true);
    expect((await store.get('oakfield', 'C-STAYS'))?.record.state).toBe('1.what-stays');
  });

  test('is not in the database after the service has stopped', async () => {
    const created = await store.create(aMarkedRecord('C-GOES'));
    await store.remove('oakfield', 'C-GOES', created.kind === 'created' ? created.etag : '');
    await store.close();
    expect(readdirSync(folder.path())).toEqual(['records.db']);
    expect(onDisk().includes(MARKER)).toBe(false);
  });
});

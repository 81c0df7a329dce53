import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { APPLICATION_ID, MIGRATIONS } from '../../../src/store/sqlite/migrations.ts';
import { createSqliteRecordStore } from '../../../src/store/sqlite/record-store.ts';
import { willBeChanged } from '../../../src/store/sqlite/schema-seen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

test('a database of this version is opened as it is', async () => {
  const path = folder.path('current.db');
  await (await createSqliteRecordStore({ path })).close();
  expect(await willBeChanged(path)).toBeUndefined();
});

test('one of an earlier version would be brought up to date, and is not by the look', async () => {
  const path = folder.path('older.db');
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length - 1}`);
  database.close();
  const before = readFileSync(path);
  expect(await willBeChanged(path)).toBe('older');
  expect(readFileSync(path)).toEqual(before);
});

test('an empty file would be given a schema', async () => {
  writeFileSync(folder.path('empty.db'), '');
  expect(await willBeChanged(folder.path('empty.db'))).toBe('empty');
});

test('of what is not ours, or still stands in the log, opening says more', async () => {
  writeFileSync(folder.path('other.db'), 'MARKER this is no database');
  expect(await willBeChanged(folder.path('other.db'))).toBeUndefined();
  writeFileSync(folder.path('logged.db'), '');
  writeFileSync(folder.path('logged.db-wal'), 'log');
  expect(await willBeChanged(folder.path('logged.db'))).toBeUndefined();
});

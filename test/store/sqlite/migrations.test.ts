import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APPLICATION_ID, MIGRATIONS, migrate, readPragma } from '../../../src/store/sqlite/migrations.ts';
import { createSqliteRecordStore } from '../../../src/store/sqlite/record-store.ts';
import { aStoredRecord } from '../../support/stored-record.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts';

const FIRST = 'CREATE TABLE first (text TEXT) STRICT';
const SECOND = "ALTER TABLE first ADD COLUMN more TEXT NOT NULL DEFAULT 'more'";

describe('the schema', () => {
  test('of a new database takes every step, once', () => {
    using database = new DatabaseSync(':memory:');
    migrate(database, [FIRST, SECOND]);
    migrate(database, [FIRST, SECOND]);
    expect(readPragma(database, 'user_version')).toBe(2);
    expect(readPragma(database, 'application_id')).toBe(APPLICATION_ID);
  });

  test('of an older database takes the missing steps, and what it holds stays', () => {
    using database = new DatabaseSync(':memory:');
    migrate(database, [FIRST]);
    database.exec("INSERT INTO first VALUES ('kept')");
    migrate(database, [FIRST, SECOND]);
    expect(database.prepare('SELECT * FROM first').all()).toEqual([{ text: 'kept', more: 'more' }]);
    expect(readPragma(database, 'user_version')).toBe(2);
  });

  test('takes all missing steps or none', () => {
    using database = new DatabaseSync(':memory:');
    migrate(database, [FIRST]);
    expect(() => migrate(database, [FIRST, SECOND, 'CREATE TABLE first (again TEXT)'])).toThrow();
    expect(readPragma(database, 'user_version')).toBe(1);
    expect(database.isTransaction).toBe(false);
    expect(database.prepare('SELECT count(*) AS columns FROM pragma_table_info(?)').get('first')).toEqual({
      columns: 1,
    });
  });

  test('of a newer database is refused', () => {
    using database = new DatabaseSync(':memory:');
    migrate(database, [FIRST, SECOND]);
    expect(() => migrate(database, [FIRST])).toThrow(expect.objectContaining({ code: 'store-newer' }));
  });
});

describe('a database file', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = temporaryFolder();
  });

  afterEach(() => folder.remove());

  test('of a newer version is refused, saying what to do, and opens again with the version that knows it', async () => {
    const path = folder.path('records.db');
    const store = await createSqliteRecordStore({ path });
    await store.create(aStoredRecord());
    await store.close();
    setVersion(path, MIGRATIONS.length + 1);
    await expect(createSqliteRecordStore({ path })).rejects.toMatchObject({
      name: 'StoreFault',
      code: 'store-newer',
      message: expect.stringContaining(`its schema is ${MIGRATIONS.length + 1}`),
      whatToDo: expect.stringContaining('Start the version that wrote it'),
    });
    setVersion(path, MIGRATIONS.length);
    const again = await createSqliteRecordStore({ path });
    expect(await again.get('oakfield', 'C-7K3Q9F')).toBeDefined();
    await again.close();
  });
});

function setVersion(path: string, version: number): void {
  using database = new DatabaseSync(path);
  database.exec(`PRAGMA user_version = ${version}`);
}

import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APPLICATION_ID, MIGRATIONS } from '../../../src/store/sqlite/migrations.ts';
import { openDatabase } from '../../../src/store/sqlite/open-database.ts';
import { createSqliteRecordStore } from '../../../src/store/sqlite/record-store.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts';

let folder: TemporaryFolder;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = folder.path('records.db');
});

afterEach(() => folder.remove());

describe('an opened database', () => {
  test('is durable at each commit, keeps nothing that was replaced and trusts no schema', () => {
    using database = openDatabase(path);
    const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('fullfsync')).toBe(1);
    expect(pragma('checkpoint_fullfsync')).toBe(1);
    expect(pragma('locking_mode')).toBe('exclusive');
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('trusted_schema')).toBe(0);
    expect(pragma('cell_size_check')).toBe(1);
    expect(pragma('mmap_size')).toBe(0);
    expect(pragma('application_id')).toBe(APPLICATION_ID);
    expect(pragma('user_version')).toBe(MIGRATIONS.length);
  });

  test('is whole', () => {
    using database = openDatabase(path);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  });

  test('is one file and its log, both for the owner alone, in folders for the owner alone', () => {
    const deep = folder.path('data', 'school', 'records.db');
    using database = openDatabase(deep);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA user_version = 1');
    expect(modeOf(deep)).toBe(0o600);
    expect(modeOf(`${deep}-wal`)).toBe(0o600);
    expect(modeOf(folder.path('data'))).toBe(0o700);
    expect(modeOf(folder.path('data', 'school'))).toBe(0o700);
    expect(statSync(`${deep}-shm`, { throwIfNoEntry: false })).toBeUndefined();
  });

  test('is taken from group and others when a copy had given it to them', () => {
    openDatabase(path).close();
    chmodSync(path, 0o664);
    openDatabase(path).close();
    expect(modeOf(path)).toBe(0o600);
  });

  test('leaves the mode of a folder that was there as it is', () => {
    mkdirSync(folder.path('shared'), { mode: 0o755 });
    openDatabase(folder.path('shared', 'records.db')).close();
    expect(modeOf(folder.path('shared'))).toBe(0o755);
  });
});

describe('a file that is not ours', () => {
  test.each([
    ['text', Buffer.from('Dear parents,\n')],
    ['a long text', Buffer.alloc(50_000, 'Dear parents, ')],
    ['a picture', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(10_000, 7)])],
  ])('is refused when it is %s, and stays as it was', async (_, bytes) => {
    writeFileSync(path, bytes, { mode: 0o644 });
    await expect(createSqliteRecordStore({ path })).rejects.toMatchObject({
      name: 'StoreFault',
      code: 'store-not-ours',
      message: expect.stringContaining(path),
      whatToDo: expect.stringContaining('another file'),
    });
    expect(readFileSync(path)).toEqual(bytes);
    expect(modeOf(path)).toBe(0o644);
  });

  test.each(['PRAGMA journal_mode = DELETE', 'PRAGMA journal_mode = WAL'])(
    'is refused when it is the database of another program, and stays as it was (%s)',
    async (journal) => {
      const foreign = new DatabaseSync(path);
      foreign.exec(`${journal}; CREATE TABLE records (id TEXT); INSERT INTO records VALUES ('theirs')`);
      foreign.close();
      chmodSync(path, 0o644);
      const before = readFileSync(path);
      await expect(createSqliteRecordStore({ path })).rejects.toMatchObject({ code: 'store-not-ours' });
      expect(readFileSync(path)).toEqual(before);
      expect(modeOf(path)).toBe(0o644);
    },
  );

  test('is refused when it carries the mark of another program', () => {
    const foreign = new DatabaseSync(path);
    foreign.exec('PRAGMA application_id = 1196444487');
    foreign.close();
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: 'store-not-ours' }));
  });

  test('may be empty: then it becomes ours', () => {
    writeFileSync(path, '');
    openDatabase(path).close();
    openDatabase(path).close();
    expect(modeOf(path)).toBe(0o600);
  });
});

describe('a path that cannot be a database', () => {
  test('is refused, naming it, when it is a folder', () => {
    mkdirSync(path);
    expect(() => openDatabase(path)).toThrow(
      expect.objectContaining({ code: 'store-failed', message: expect.stringContaining(path) }),
    );
  });

  test('is refused when its folder is a file', () => {
    writeFileSync(path, 'not a folder');
    expect(() => openDatabase(folder.path('records.db', 'deeper.db'))).toThrow(
      expect.objectContaining({ code: 'store-failed', message: expect.stringContaining('records.db') }),
    );
  });

  test('is refused when it is a link that leads nowhere', () => {
    symlinkSync(folder.path('nowhere', 'records.db'), path);
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: 'store-failed' }));
  });

  test('is never taken for an address with options', () => {
    const before = process.cwd();
    process.chdir(folder.path());
    try {
      openDatabase('file:records.db?mode=memory').close();
    } finally {
      process.chdir(before);
    }
    expect(statSync(folder.path('file:records.db?mode=memory')).size).toBeGreaterThan(0);
  });
});

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

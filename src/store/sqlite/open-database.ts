import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isNotADatabase, storeFault, toStoreFault } from './faults.ts';
import { APPLICATION_ID, MIGRATIONS, migrate, readPragma } from './migrations.ts';

/** A database that lives in memory and ends with its process. */
const IN_MEMORY = ':memory:';

/**
 * Opens the database for this process alone, makes it if it is not there, and brings its schema up to date. Throws a
 * `StoreFault`: `store-in-use`, `store-not-ours`, `store-newer`, `store-read-only`, `store-full`, `store-failed`. A
 * file that is not ours is left as it is.
 *
 * The lock is the operating system's, held for as long as the database is open, so a killed process leaves none
 * behind. It belongs to the process: nothing else in this process may open the file, for closing it again would let
 * go of the lock.
 */
export function openDatabase(path: string): DatabaseSync {
  if (path === IN_MEMORY) return prepare(new DatabaseSync(IN_MEMORY), undefined);
  const file = resolve(path);
  for (let attempt = 1; ; attempt++) {
    try {
      makeFile(file);
      return prepare(new DatabaseSync(file), file);
    } catch (thrown) {
      const fault = isNotADatabase(thrown) ? storeFault('store-not-ours', file) : toStoreFault(thrown, file);
      if (fault.code !== 'store-in-use' || attempt === ATTEMPTS) throw fault;
      pause();
    }
  }
}

/** Processes that open a database in the same instant may each find the other in the way, so each tries again. */
const ATTEMPTS = 5;

/** Waits 20 to 80 ms, in the thread that has nothing else to do. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20 + Math.random() * 60);
}

function prepare(database: DatabaseSync, file: string | undefined): DatabaseSync {
  try {
    // Before the first read, so that the write-ahead log never uses shared memory and the lock is held from there on.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    refuseForeign(database, file);
    if (file !== undefined) keepPrivate(file);
    configure(database);
    migrate(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function refuseForeign(database: DatabaseSync, file: string | undefined): void {
  const application = readPragma(database, 'application_id');
  const version = readPragma(database, 'user_version');
  const empty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  const fresh = application === 0 && version === 0 && empty;
  if (!fresh && application !== APPLICATION_ID) throw storeFault('store-not-ours', file);
  if (version > MIGRATIONS.length) {
    throw storeFault('store-newer', `its schema is ${version}, this version knows ${MIGRATIONS.length}`);
  }
}

function configure(database: DatabaseSync): void {
  const journal = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  if (journal !== 'wal' && journal !== 'memory') throw storeFault('store-read-only', 'no write-ahead log');
  database.exec(`
    -- A commit returns when the log is on the disk; on macOS only F_FULLFSYNC says so.
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    -- What was replaced is overwritten with zeroes.
    PRAGMA secure_delete = ON;
    PRAGMA foreign_keys = ON;
    -- A tampered file can neither run functions from its schema nor lead the reader outside a page.
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;
    PRAGMA temp_store = MEMORY;
    -- In KiB, and in bytes: what the log shrinks to after it was emptied.
    PRAGMA cache_size = -16384;
    PRAGMA journal_size_limit = 8388608;
  `);
}

/** Makes the file, and its folders, for the owner alone. SQLite gives its log the mode of the database. */
function makeFile(file: string): void {
  const folder = dirname(file);
  let standing = folder;
  while (!existsSync(standing)) standing = dirname(standing);
  // Asked beforehand, for SQLite's own words about it would send the reader elsewhere.
  accessSync(standing, constants.W_OK);
  if (existsSync(file)) {
    accessSync(file, constants.W_OK);
    return;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw thrown;
  }
  for (let at = folder; ; at = dirname(at)) {
    syncFolder(at);
    if (at === standing) return;
  }
}

/** Puts the names in a folder on the disk, so that a new file is still there after a power cut. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // A folder cannot be opened there, and needs no such care.
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Takes from group and others what a careless copy gave them. */
function keepPrivate(file: string): void {
  for (const path of [file, `${file}-wal`]) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && (stats.mode & 0o077) !== 0) chmodSync(path, 0o600);
  }
}

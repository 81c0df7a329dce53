import { StoreFault } from '../../application/faults.ts';
import { type FaultWords, faultsFrom, SHARED_WORDS } from '../faults.ts';

/** Why the store did not do what was asked. Other programs and the runbook rely on these. */
export type StoreFaultCode =
  | 'store-slow'
  | 'store-full'
  | 'store-read-only'
  | 'store-in-use'
  | 'store-corrupt'
  | 'store-newer'
  | 'store-not-ours'
  | 'store-closed'
  | 'store-failed';

const WORDS: Record<StoreFaultCode, FaultWords> = {
  ...SHARED_WORDS,
  'store-slow': {
    message: 'The record store did not answer in time',
    whatToDo: 'Look at the load and the health of the disk that holds the database. Nothing is known to be saved.',
  },
  'store-full': {
    message: 'The disk of the record store is full',
    whatToDo: 'Free space on the disk that holds the database, or enlarge it. No restart is needed.',
  },
  'store-read-only': {
    message: 'The record store cannot be written',
    whatToDo:
      'Let the account of the service own and write the database file and its folder, and mount the disk writable.',
  },
  'store-in-use': {
    message: 'The record store is in use by another process; stop the service first',
    whatToDo:
      'Stop the service, or any other program that has the database open, and try again. SQLite serves one process; for several on one store, set STORE to a Cosmos DB account.',
  },
  'store-newer': {
    message: 'The database was written by a newer version of the service',
    whatToDo: 'Start the version that wrote it or a later one, or restore the backup from before the upgrade.',
  },
  'store-not-ours': {
    message: 'The file is not a database of this service',
    whatToDo:
      'Name another file in STORE, one that does not exist yet or that this service made. This one is untouched.',
  },
};

/** A fault of the store; see `faultsFrom`. */
export const storeFault = faultsFrom(WORDS);

/**
 * The fault that stands for whatever was thrown below the store. The thrown text is left behind, for it may quote
 * what was written; SQLite's own sentence for a result code is fixed and may be kept.
 */
export function toStoreFault(thrown: unknown, about?: string): StoreFault {
  if (thrown instanceof StoreFault) return thrown;
  const result = sqliteResult(thrown);
  if (result !== undefined) return storeFault(codeOfResult(result.errcode), join(about, describe(result)));
  const systemCode = property(thrown, 'code');
  if (typeof systemCode === 'string') return storeFault(codeOfSystemError(systemCode), join(about, systemCode));
  return storeFault('store-failed', join(about, thrown instanceof Error ? thrown.name : typeof thrown));
}

/** True when SQLite found that the file is not a database at all. */
export function isNotADatabase(thrown: unknown): boolean {
  return primary(sqliteResult(thrown)?.errcode ?? 0) === 26;
}

interface SqliteResult {
  readonly errcode: number;
  readonly errstr: string;
}

function sqliteResult(thrown: unknown): SqliteResult | undefined {
  const errcode = property(thrown, 'errcode');
  const errstr = property(thrown, 'errstr');
  return typeof errcode === 'number' && typeof errstr === 'string' ? { errcode, errstr } : undefined;
}

function describe(result: SqliteResult): string {
  return `SQLite ${result.errcode}, ${result.errstr}`;
}

/** Result codes: https://www.sqlite.org/rescode.html. The low byte is the primary one. */
function codeOfResult(errcode: number): StoreFaultCode {
  switch (primary(errcode)) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return 'store-in-use';
    case 8: // SQLITE_READONLY
      return 'store-read-only';
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return 'store-corrupt';
    case 13: // SQLITE_FULL
      return 'store-full';
    default:
      return 'store-failed';
  }
}

function codeOfSystemError(code: string): StoreFaultCode {
  switch (code) {
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'store-read-only';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'store-full';
    default:
      return 'store-failed';
  }
}

function primary(errcode: number): number {
  return errcode & 0xff;
}

function property(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? (thrown as Record<string, unknown>)[name] : undefined;
}

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('; ');
}

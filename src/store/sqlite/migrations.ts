import type { DatabaseSync } from 'node:sqlite';
import { storeFault } from './faults.ts';

/** Stands in the header of every database of this service: `sgbt`. */
export const APPLICATION_ID = 0x73676274;

/**
 * The schema, step by step; the database's `user_version` counts the steps it has taken. A step that was released is
 * never edited: a change is a further step.
 *
 * `tokens` repeats what lists are filtered and ordered by, so that a page of a list costs what it shows and not what
 * is stored. Content stands last in `records`, so that reading a summary does not read the history behind it.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE records (
    row        INTEGER PRIMARY KEY AUTOINCREMENT,
    school     TEXT NOT NULL,
    id         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    status     TEXT NOT NULL,
    due        TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    etag       TEXT NOT NULL,
    tokens     TEXT NOT NULL,
    key        TEXT NOT NULL,
    state      TEXT NOT NULL,
    posts      TEXT NOT NULL,
    outbox     TEXT NOT NULL,
    entries    TEXT NOT NULL,
    UNIQUE (school, id)
  ) STRICT;
  CREATE INDEX records_by_kind ON records (school, kind, created_at, id);
  CREATE INDEX records_by_status ON records (school, kind, status, created_at, id);
  CREATE INDEX records_by_due ON records (due, school, id) WHERE due IS NOT NULL;

  CREATE TABLE tokens (
    school     TEXT NOT NULL,
    token      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    id         TEXT NOT NULL,
    status     TEXT NOT NULL,
    row        INTEGER NOT NULL REFERENCES records (row) ON DELETE CASCADE,
    PRIMARY KEY (school, token, kind, created_at, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tokens_by_status ON tokens (school, token, kind, status, created_at, id, row);
  CREATE INDEX tokens_by_row ON tokens (row);
  `,
];

/** Takes the steps that the database has not taken yet, all or none. */
export function migrate(database: DatabaseSync, migrations: readonly string[] = MIGRATIONS): void {
  const version = readPragma(database, 'user_version');
  if (version > migrations.length) {
    throw storeFault('store-newer', `its schema is ${version}, this version knows ${migrations.length}`);
  }
  if (version === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (thrown) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw thrown;
  }
}

/** The value of a pragma that is a number. */
export function readPragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

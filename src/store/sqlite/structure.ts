import { DatabaseSync } from 'node:sqlite';
import type { Misfit } from '../../application/ports.ts';
import { migrate } from './migrations.ts';

/** The tokens of a record, one a row; none where they are no JSON, which is found elsewhere. */
const TOKENS_OF_RECORDS = `
  SELECT r.school, r.id, r.kind, r.status, r.created_at, r.row, j.value AS token
  FROM records r, json_each(CASE WHEN json_valid(r.tokens) THEN r.tokens ELSE '[]' END) j`;
const TOKENS = 'SELECT school, id, kind, status, created_at, row, token FROM tokens';

/**
 * What in the database does not fit its records: damaged pages and indexes, what its schema should not or should have,
 * and the table `tokens`, by which lists find records and which only repeats what stands in them.
 */
export function inspectStructure(database: DatabaseSync): readonly Misfit[] {
  return [...inPages(database), ...inSchema(database), ...inTokens(database)];
}

function inPages(database: DatabaseSync): readonly Misfit[] {
  const said = database
    .prepare('PRAGMA integrity_check(5)')
    .all()
    .map((row) => String(row['integrity_check']));
  return said.filter((one) => one !== 'ok').map((one) => ({ what: `The database is damaged: ${one}.` }));
}

/** A trigger could change records behind the service's back, and an index that is gone makes it slow. */
function inSchema(database: DatabaseSync): readonly Misfit[] {
  using fresh = new DatabaseSync(':memory:');
  migrate(fresh);
  const [should, is] = [schemaOf(fresh), schemaOf(database)];
  return [
    ...[...should].filter(([sql]) => !is.has(sql)).map(([, name]) => `The database lacks ${name}, or has another.`),
    ...[...is].filter(([sql]) => !should.has(sql)).map(([, name]) => `The database has ${name}, which is not its own.`),
  ].map((what) => ({ what }));
}

/** What there is, by what made it. */
function schemaOf(database: DatabaseSync): ReadonlyMap<string, string> {
  const rows = database.prepare(
    "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  );
  return new Map(rows.all().map(({ type, name, sql }) => [`${type} ${name} ${sql}`, `the ${type} "${name}"`]));
}

function inTokens(database: DatabaseSync): readonly Misfit[] {
  const differing = (one: string, other: string) =>
    database
      .prepare(`SELECT DISTINCT school, id FROM (${one} EXCEPT ${other}) ORDER BY school, id`)
      .all()
      .map((row) => ({ school: String(row['school']), id: String(row['id']) }));
  const columns = 'school, id, kind, status, created_at, row, token';
  const records = `SELECT ${columns} FROM (${TOKENS_OF_RECORDS})`;
  return [
    ...differing(records, TOKENS).map((record) => ({
      record,
      what: 'The list by which the database finds it lacks it, or has it as it was: people may not be shown it.',
    })),
    ...differing(TOKENS, records).map((record) => ({
      record,
      what: 'The list by which the database finds it has what does not stand in it.',
    })),
  ];
}

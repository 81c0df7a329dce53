import type { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/store/sqlite/open-database.ts';
import { listSql, SQL } from '../../../src/store/sqlite/statements.ts';

let database: DatabaseSync;

beforeAll(() => {
  database = openDatabase(':memory:');
});

afterAll(() => database.close());

describe('no statement reads more than it needs', () => {
  const shapes = [false, true].flatMap((byToken) =>
    [false, true].flatMap((byStatus) =>
      (['newest-first', 'oldest-first'] as const).map((order) => ({ byToken, byStatus, order })),
    ),
  );

  test.each(shapes)('of a list: it reads one index in its order, nothing else, and sorts nothing (%o)', (shape) => {
    const index = shape.byStatus
      ? `${shape.byToken ? 'tokens' : 'records'}_by_status`
      : shape.byToken
        ? 'PRIMARY KEY'
        : 'records_by_kind';
    const equal = ['school', shape.byToken && 'token', 'kind', shape.byStatus && 'status'].filter(Boolean);
    const plan = planOf(listSql(shape));
    expect(plan).toHaveLength(1);
    expect(plan[0]).toMatch(/^SEARCH /);
    expect(plan[0]).toContain(index);
    expect(plan[0]).toContain(
      `${equal.map((column) => `${column}=? AND `).join('')}(created_at,id)>(?,?) AND (created_at,id)<(?,?)`,
    );
  });

  test('of what is due: it reads the index of what is due, in its order', () => {
    expect(planOf(SQL.due)).toEqual(['SEARCH records USING COVERING INDEX records_by_due (due>? AND due<?)']);
    expect(planOf(SQL.dueOfSchools)[0]).toBe('SEARCH records USING COVERING INDEX records_by_due (due>? AND due<?)');
  });

  test('of how many there are: it reads the one index that has all of it, and no record', () => {
    expect(planOf(SQL.count)).toEqual([
      'SEARCH tokens USING COVERING INDEX tokens_by_status (school=? AND token=? AND kind=?)',
    ]);
  });

  test.each([
    ['a record', SQL.get],
    ['a record to be replaced', SQL.held],
  ])('of %s: it is found by its school and its reference', (_, sql) => {
    expect(planOf(sql)).toEqual(['SEARCH records USING INDEX sqlite_autoindex_records_1 (school=? AND id=?)']);
  });

  test('of a record to be removed: it is found as well, and its tokens by its row', () => {
    expect(planOf(SQL.remove)).toEqual([
      'SEARCH records USING INDEX sqlite_autoindex_records_1 (school=? AND id=?)',
      'SEARCH tokens USING INDEX tokens_by_row (row=?)',
    ]);
  });

  test('of a page of all: it goes on behind the row that it came to', () => {
    expect(planOf(SQL.all)).toEqual(['SEARCH records USING INTEGER PRIMARY KEY (rowid>?)']);
  });

  test.each(Object.entries(SQL).filter(([name]) => name !== 'health'))(
    'of any other: no table is read from end to end (%s)',
    (_, sql) => {
      // A list that comes with the query is read from end to end, as it has to be.
      for (const step of planOf(sql)) expect(step).not.toMatch(/SCAN (?!json_each)|TEMP B-TREE/);
    },
  );

  test('and this test would notice one that does', () => {
    expect(planOf('SELECT * FROM records WHERE key = :key ORDER BY state').join()).toMatch(/SCAN.*TEMP B-TREE/);
  });
});

function planOf(sql: string): readonly string[] {
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map((step) => String(step['detail']));
}

import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';
import { sqliteHere } from '../../support/sqlite-here.ts';
import { aStoredRecord } from '../../support/stored-record.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const home = temporaryFolder();
afterAll(() => home.remove());

it('a record is given, found and replaced, whatever number somebody has given its row', async () => {
  const path = home.path('records.db');
  const before = sqliteHere(path);
  const ids = ['C-222222', 'C-333333', 'C-444444', 'C-555555'];
  for (const id of ids) await before.create(aStoredRecord({ id }));
  await before.close();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA foreign_keys = OFF');
  for (const [id, row] of [
    ['C-222222', '9223372036854775806'],
    ['C-333333', '-5'],
    ['C-444444', '-9223372036854775808'],
  ] as const)
    for (const table of ['records', 'tokens']) database.exec(`UPDATE ${table} SET row = ${row} WHERE id = '${id}'`);
  database.close();

  const store = sqliteHere(path);
  const seen: string[] = [];
  for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const page = await store.all({ limit: 1, ...(after === undefined ? {} : { after }) });
    seen.push(...page.records.map(({ id }) => id));
    after = page.next;
  }
  expect(seen).toEqual(['C-444444', 'C-333333', 'C-555555', 'C-222222']);
  const list = { school: 'oakfield', kind: 'concern', order: 'oldest-first', limit: 9 } as const;
  for (const id of ids) {
    const { record, etag } = (await store.get('oakfield', id))!;
    expect((await store.replace({ ...record, status: 'closed', tokens: ['another'] }, etag)).kind).toBe('replaced');
  }
  const found = await store.query({ ...list, token: 'another', statuses: ['closed'] });
  expect(found.records.map(({ id }) => id)).toEqual(ids);
  expect(await store.inspect?.()).toEqual([]);
  await store.close();
});

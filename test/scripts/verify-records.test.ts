import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import { findWrong, readFolder, readRecords } from '../../scripts/verify-records.ts';
import { checkpointName, sealCheckpoint } from '../../src/application/checkpoint-seal.ts';
import { lineOf } from '../../src/domain/checkpoint.ts';
import { SCHOOL_KEYS_KIND, type StoredRecord } from '../../src/domain/record.ts';
import { toDocument } from '../../src/store/cosmos/document.ts';
import { applications } from '../support/application.ts';
import { stranger } from '../support/checkpoints.ts';
import { damages } from '../support/damages.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import { aStoredRecord } from '../support/stored-record.ts';
import { copyPlace, type Place, type TwoDays, twoDays } from '../support/two-days.ts';

const PROGRAM = resolve('scripts/verify-records.ts');
const home = applications();
let days: TwoDays;

beforeAll(async () => {
  days = await twoDays(home);
});

describe('the verifier that stands alone', () => {
  it('finds nothing where nothing was done', () => {
    for (const since of [days.codes.monday, days.codes.tuesday])
      expect(findWrong(readRecords(days.now.records), readFolder(days.now.folder), since)).toEqual([]);
  });

  it.each(damages)('finds it, as far as that can be without keys, when $name', ({ do: damage, since, found }) => {
    const place = aCopy();
    damage(place, days);
    const code = since === undefined ? days.codes.tuesday : since(days);
    const told = findWrong(readRecords(place.records), readFolder(place.folder), code);
    const { alone } = found(days);
    expect(told.length > 0, told.join('\n')).toBe(alone.length > 0);
    for (const expected of alone)
      expect(told.map(lower), told.join('\n')).toContainEqual(expect.stringContaining(lower(expected)));
  });

  it('does not take for a store that was put back one of which most was deleted', () => {
    const place = aCopy();
    const database = new DatabaseSync(place.records);
    database.exec(
      `DELETE FROM records WHERE kind = 'concern' AND (id = '${days.grown}' OR created_at LIKE '2026-11-24T10:%')`,
    );
    database.close();
    const told = findWrong(readRecords(place.records), readFolder(place.folder), days.codes.tuesday);
    expect(told).toHaveLength(3);
    for (const one of told) expect(one).toMatch(/^DAMAGED .* it was there/);
  });

  it('holds the keys of a school against a checkpoint as long as they say that they are older', () => {
    const keys = aStoredRecord({ id: SCHOOL_KEYS_KIND, kind: SCHOOL_KEYS_KIND, entries: [] });
    const at = '2026-03-02T16:00:00.000Z';
    const of = { school: 'oakfield', date: '2026-03-02', at, previous: undefined, publicKey: stranger.publicKey };
    const { text, code } = sealCheckpoint({ ...of, lines: [lineOf(keys)] }, stranger);
    const told = (record: StoredRecord) => {
      const exported = home.folder.path(`${randomUUID()}.jsonl`);
      writeFileSync(exported, JSON.stringify(toDocument(record, 'w', [])));
      return findWrong(readRecords(exported), new Map([[checkpointName(of, code), text]]), code);
    };
    expect(told(keys)).toEqual([]);
    expect(told({ ...keys, key: 'anew', updatedAt: '2026-03-02T16:00:00.001Z' })).toEqual([]);
    expect(told({ ...keys, key: 'anew' })).toEqual([expect.stringContaining('it is not what it was')]);
    expect(told({ ...keys, key: 'anew', updatedAt: at })).toEqual([expect.stringContaining('it is not what it was')]);
  });

  it('prints nothing that a terminal would do anything about', async () => {
    const place = aCopy();
    const database = new DatabaseSync(place.records);
    database.prepare('UPDATE records SET id = ? WHERE id = ?').run('x\u001b[2J\u001b[8m', days.quiet);
    database.close();
    writeFileSync(join(place.folder, 'x\u001b[2J.txt'), '');
    const { code, out } = await run([place.records, '--checkpoints', place.folder, '--since', days.codes.tuesday]);
    expect(code).toBe(1);
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(out).toContain('DAMAGED x%1b%5b2J%1b%5b8m (oakfield): ');
    expect(out).toContain('FOUND The file x%1b%5b2J.txt is no checkpoint');
  });

  it('reads what the tools of Cosmos DB write, a document a line', async () => {
    const { records } = await allOf(days.now.records);
    const strange = 'C-7K3Q9F/ü?';
    const exported = home.folder.path(`${randomUUID()}.jsonl`);
    const write = (changed: readonly StoredRecord[]) =>
      writeFileSync(
        exported,
        [
          { id: 'one', school: '/replicas', until: 'later' },
          ...changed.map((record) => ({ ...toDocument(record, 'w', []), _etag: '"1"', _ts: 1 })),
        ]
          .map((document) => JSON.stringify(document))
          .join('\n'),
      );
    write(records);
    const files = readFolder(days.now.folder);
    expect(readRecords(exported)).toHaveLength(records.length);
    expect(findWrong(readRecords(exported), files, days.codes.tuesday)).toEqual([]);
    write(records.filter(({ id }) => id !== days.quiet));
    expect(findWrong(readRecords(exported), files, days.codes.tuesday)).toEqual([
      expect.stringContaining(`DAMAGED ${days.quiet}`),
    ]);
    write([{ ...records[0]!, id: strange }]);
    expect(readRecords(exported).map(({ id }) => id)).toEqual([strange]);
  });

  it('ends with 0, with 1 and what it found, or with 2 where it cannot do its work, and changes nothing', async () => {
    const place = aCopy();
    const bytes = readFileSync(place.records);
    const code = days.codes.tuesday.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    const words = [place.records, '--checkpoints', place.folder, '--since', code];
    expect(await run(words)).toMatchObject({ code: 0, out: expect.stringMatching(/files\. Nothing was found\.\n$/) });
    expect(readFileSync(place.records).equals(bytes)).toBe(true);
    damages.find(({ name }) => name === 'a record was deleted')?.do(place, days);
    expect(await run(words)).toMatchObject({
      code: 1,
      out: expect.stringContaining(`DAMAGED ${days.later} (oakfield)`),
    });
    expect(await run([...words.slice(0, -1), 'AAAAA'])).toMatchObject({ code: 2, out: '' });
    // Without a code all files could be another's, and nothing would show it.
    expect(await run(words.slice(0, 3))).toMatchObject({ code: 2, out: '' });
    expect(await run([`${place.records}.x`, ...words.slice(1)])).toMatchObject({ code: 2, out: '' });
  });

  it('is short, and imports nothing but Node.js', () => {
    const text = readFileSync(PROGRAM, 'utf8');
    expect(text.split('\n').length).toBeLessThan(300);
    const imported = [...text.matchAll(/\bfrom '([^']+)'|import\('([^']+)'\)|require\(/g)].map(([, name]) => name);
    expect(imported.length).toBeGreaterThan(3);
    for (const name of imported) expect(name).toMatch(/^node:/);
  });
});

const lower = (text: string) => text.toLowerCase();

function aCopy(): Place {
  const place = { records: home.aPath(), folder: home.folder.path(randomUUID()) };
  copyPlace(days.now, place);
  return place;
}

async function allOf(path: string) {
  const store = sqliteHere(path);
  try {
    return await store.all({ limit: 500 });
  } finally {
    await store.close();
  }
}

function run(words: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [PROGRAM, ...words], (error, out) => done({ code: Number(error?.code ?? 0), out }));
  });
}

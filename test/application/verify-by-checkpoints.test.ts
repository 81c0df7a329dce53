import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { findWrong, readFolder, readRecords } from '../../scripts/verify-records.ts';
import { createRecordSealer } from '../../src/application/sealed-record.ts';
import { verifySince } from '../../src/application/verify-checkpoints.ts';
import { chainHash, chainRoot } from '../../src/domain/chain.ts';
import { MINUTE } from '../../src/domain/instant.ts';
import { createCheckpointFolder } from '../../src/store/checkpoints/checkpoint-folder.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import { registry } from '../../src/workflows/index.ts';
import { applications } from '../support/application.ts';
import { checkpointsOf, codeIn } from '../support/checkpoints.ts';
import { aClock } from '../support/clock.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import { copyPlace, filesOf, type Place, twoDays } from '../support/two-days.ts';

const home = applications();

describe('a record that was put back to what it was before a message was delivered', () => {
  it('is found by when it was last written, for its history is as long', async () => {
    const place = aPlace();
    const clock = aClock('2026-11-23T15:55:00.000Z');
    const before = await home.open({ path: place.records, clock });
    before.chat.always({ kind: 'down' });
    const reference = await before.report();
    await before.close();
    const earlier = home.aPath();
    cpSync(place.records, earlier);
    clock.move(5 * MINUTE);
    const after = await home.open({ path: place.records, clock });
    await after.app.dueRunner.release();
    await after.app.dueRunner.run();
    await after.settle();
    await checkpointsOf(after, createCheckpointFolder(place.folder)).run();
    await after.settle();
    await after.close();
    const [since = ''] = readdirSync(place.folder).map(codeIn);
    expect(await both(place, since)).toEqual([[], []]);
    run(
      place.records,
      `ATTACH '${earlier}' AS old;
       DELETE FROM records WHERE id = '${reference}';
       INSERT INTO records SELECT * FROM old.records WHERE id = '${reference}';
       INSERT INTO tokens SELECT * FROM old.tokens WHERE id = '${reference}';`,
    );
    const what = expect.stringMatching(
      new RegExp(`^DAMAGED ${reference} \\(oakfield\\): it had been written to again .*${since}`, 'i'),
    );
    expect(await both(place, since)).toEqual([[what], [what]]);
  });
});

describe('a record with no name or of no kind that somebody planted', () => {
  it.each([
    ['has no reference', '', 'concern'],
    ['is of no kind', 'C-999999', ''],
    ['has neither', '', ''],
  ])('and that %s does not hide what was removed', async (_, id, kind) => {
    const place = aPlace();
    const clock = aClock('2026-11-23T10:00:00.000Z');
    const t = await home.open({ path: place.records, clock });
    const reference = await t.report();
    await t.close();
    const entry = { seq: 1, at: '2026-11-23T10:00:00.000Z', sealed: 'x' };
    const hash = chainHash(chainRoot({ school: 'oakfield', kind, id }), entry);
    const own = { id, kind, entries: JSON.stringify([{ ...entry, hash }]) };
    plant(place.records, reference, own);
    const again = await home.open({ path: place.records, clock });
    for (const day of ['2026-11-23', '2026-11-24']) {
      clock.set(`${day}T16:00:00.000Z`);
      await checkpointsOf(again, createCheckpointFolder(place.folder)).run();
      await again.settle();
    }
    await again.close();
    run(place.records, `DELETE FROM records WHERE id = '${reference}'`);
    const [withKeys, alone] = await both(place, codeIn(filesOf(place.folder, 'oakfield')[1] ?? ''));
    for (const told of [withKeys, alone]) {
      expect(told.filter((line) => line.startsWith('FOUND'))).toEqual([]);
      expect(told).toContainEqual(
        expect.stringMatching(new RegExp(`^DAMAGED ${reference} \\(oakfield\\): it was`, 'i')),
      );
    }
    // It stands there as if written then; only the keys show that it was not.
    expect(withKeys).toHaveLength(2);
    expect(alone).toHaveLength(1);
  });
});

describe('after a backup was restored', () => {
  it('nothing is found once the files of the lost days are elsewhere, then or when the service has gone on', async () => {
    const days = await twoDays(home);
    const place = aPlace();
    copyPlace({ records: days.firstNight.records, folder: days.now.folder }, place);
    const [withKeys] = await both(place, days.codes.monday);
    expect(withKeys[0]).toMatch(/were put back to about .* Where they are a backup, hold them against the checkpoints/);
    for (const name of readdirSync(place.folder)) if (name.includes('2026-11-24')) rmSync(join(place.folder, name));
    expect(await both(place, days.codes.monday)).toEqual([[], []]);
    const t = await home.open({ path: place.records, clock: aClock('2026-11-25T16:00:00.000Z') });
    await checkpointsOf(t, createCheckpointFolder(place.folder)).run();
    await t.settle();
    await t.close();
    expect(await both(place, days.codes.monday)).toEqual([[], []]);
    // A code of the lost days is not known any more, and it says why that may be.
    const [lost] = await both(place, days.codes.tuesday);
    expect(lost).toEqual([
      expect.stringMatching(/^FOUND Nothing here knows the code .* Where a backup had to be put in/),
    ]);
  });
});

function aPlace(): Place {
  return { records: home.aPath(), folder: home.folder.path(randomUUID()) };
}

function run(records: string, sql: string): void {
  using database = new DatabaseSync(records);
  database.exec(sql);
}

/** Puts a copy of a record beside it, with some columns of its own. */
function plant(records: string, of: string, own: Readonly<Record<string, string>>): void {
  using database = new DatabaseSync(records);
  const { row: _, ...columns } = database.prepare('SELECT * FROM records WHERE id = ?').get(of) ?? {};
  const values = { ...columns, ...own, tokens: '[]' };
  const names = Object.keys(values);
  database
    .prepare(`INSERT INTO records (${names.join()}) VALUES (${names.map((name) => `:${name}`).join()})`)
    .run(values);
}

/** What the verifier with the keys says, and what the one without says. */
async function both(
  { records, folder }: Place,
  since: string,
): Promise<readonly [readonly string[], readonly string[]]> {
  const store = sqliteHere(records);
  const alone = () => findWrong(readRecords(records), readFolder(folder), since);
  try {
    const vault = await openFileVault(home.folder.path('keys.json'));
    const sealer = createRecordSealer({ vault, ids: { fresh: randomUUID, bytes: randomBytes } });
    const shelf = createCheckpointFolder(folder);
    const { damaged, findings } = await verifySince({ store, vault, sealer, registry, shelf }, since);
    const withKeys = [
      ...findings.map((finding) => `FOUND ${finding}`),
      ...damaged.map(({ reference, school, what }) => `DAMAGED ${reference} (${school}): ${what}`),
    ];
    await store.close();
    return [withKeys, alone()];
  } finally {
    await store.close();
  }
}

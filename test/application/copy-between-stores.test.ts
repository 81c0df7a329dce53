import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadRelease } from '../../scripts/release-modules.ts';
import { fillRecords, goOn } from '../../scripts/release-story.ts';
import { copyRecords } from '../../src/application/copy-records.ts';
import type { RecordStore } from '../../src/application/ports.ts';
import { createCosmosRecordStore } from '../../src/store/cosmos/record-store.ts';
import { createSqliteRecordStore } from '../../src/store/sqlite/record-store.ts';
import { type FakeCosmos, startFakeCosmos, troubles } from '../support/fake-cosmos.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let fake: FakeCosmos;
let opened: RecordStore[];

beforeEach(async () => {
  folder = temporaryFolder();
  fake = await startFakeCosmos();
  opened = [];
});

afterEach(async () => {
  for (const store of opened) await store.close();
  await fake.stop();
  folder.remove();
});

it('a school moves from SQLite to Cosmos DB and back, through storms, and is gone on with', async () => {
  const modules = await loadRelease(resolve('.'));
  const keys = folder.path('keys.json');
  const places = { database: folder.path('old.db'), keys, schoolFile: resolve('config/oakfield.yaml') };
  const { records, at } = await fillRecords(modules, places);
  const [old, cosmos, back] = [await sqlite('old.db'), await azure(), await sqlite('new.db')];

  // Each answer to a write is lost after the document was kept, and then the database is busy.
  fake.trouble(troubles.resetAfterCommit, { times: 5, when: ({ kind }) => kind === 'create' });
  fake.trouble(troubles.throttle(10), { times: 12 });
  fake.trouble(troubles.answerAfterCommit(503), { times: 4, when: ({ kind }) => kind === 'create' });
  expect(await copy(old, cosmos)).toMatchObject({ kind: 'copied', written: records.length, already: 0 });
  expect(await copy(old, cosmos)).toMatchObject({ kind: 'copied', written: 0, already: records.length });
  expect(await copy(cosmos, back)).toMatchObject({ kind: 'copied', written: records.length });
  expect(await everything(back)).toEqual(await everything(old));

  for (const store of opened.splice(0)) await store.close();
  const later = await goOn(modules, { ...places, database: folder.path('new.db') }, dayAfter(at));
  expect(later.damaged).toEqual([]);
  expect(later.records).toHaveLength(records.length);
});

it('nothing is copied while a process serves Cosmos DB, and it is once that has stopped', async () => {
  const old = await sqlite('old.db');
  const [cosmos, service] = [await azure(), await azure()];
  await fillRecords(await loadRelease(resolve('.')), {
    ...{ database: folder.path('filled.db'), keys: folder.path('keys.json') },
    schoolFile: resolve('config/oakfield.yaml'),
  });
  const filled = await sqlite('filled.db');
  await service.announce('a service', 30_000);
  await expect(copy(filled, cosmos)).rejects.toMatchObject({ code: 'copy-in-use' });
  await service.withdraw('a service');
  expect(await copy(filled, cosmos)).toMatchObject({ kind: 'copied' });
  await service.announce('a service', 30_000);
  await expect(copy(cosmos, old)).rejects.toMatchObject({ code: 'copy-in-use' });
  expect(await everything(old)).toEqual([]);
  // The copies themselves are gone from among those that serve it.
  expect(await service.announce('a service', 30_000)).toBe(1);
});

async function sqlite(name: string): Promise<RecordStore> {
  const store = await createSqliteRecordStore({ path: folder.path(name) });
  opened.push(store);
  return store;
}

async function azure(): Promise<RecordStore> {
  const credential = { kind: 'key', key: fake.key } as const;
  const store = await createCosmosRecordStore({ endpoint: fake.url, database: 'records', credential });
  opened.push(store);
  return store;
}

function copy(from: RecordStore, to: RecordStore) {
  let replicas = 0;
  const ids = { fresh: () => `copy-${++replicas}` };
  return copyRecords({ from, openTarget: async () => to, ids, pause: async () => undefined, progress: () => {} });
}

async function everything(store: RecordStore) {
  const { records } = await store.all({ limit: 500 });
  return records.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function dayAfter(at: string): string {
  return new Date(Date.parse(at) + 86_400_000).toISOString();
}

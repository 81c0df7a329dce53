import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import { type FakeCosmos, startFakeCosmos } from '../../support/fake-cosmos.ts';
import { aStoredRecord, someEntries } from '../../support/stored-record.ts';
import { openCosmos } from './opened-cosmos.ts';

let fake: FakeCosmos;
let store: CosmosRecordStore;

beforeEach(async () => {
  fake = await startFakeCosmos();
  store = await openCosmos(fake.url, fake.key, 5_000);
  fake.forget();
});

afterEach(async () => {
  await store.close();
  await fake.stop();
});

describe('the account that the store keeps', () => {
  test('is what the service has charged, by kind of request', async () => {
    const before = store.figures();
    const created = await store.create(aStoredRecord({ due: '2026-03-02T10:00:00.000Z' }));
    const etag = created.kind === 'created' ? created.etag : '';
    await store.create(aStoredRecord());
    await store.get('oakfield', 'C-ABSENT');
    await store.replace(aStoredRecord(), 'stale');
    await store.replace(aStoredRecord(), etag);
    await store.query({ school: 'oakfield', kind: 'concern', order: 'newest-first', limit: 50 });
    await store.due('2026-03-02T10:00:00.000Z', 10);
    await store.announce('replica-1', 30_000);
    await store.withdraw('replica-1');
    const figures = store.figures();
    for (const [kind, { requests, charge }] of Object.entries(fake.charges())) {
      const name = { plan: 'query plan', ranges: 'metadata' }[kind] ?? kind;
      const earlier = before[name] ?? { requests: 0, requestUnits: 0 };
      expect(figures[name]?.requests, kind).toBe(earlier.requests + requests);
      expect(figures[name]?.requestUnits, kind).toBeCloseTo(earlier.requestUnits + charge);
    }
  });
});

describe('what is asked of the service', () => {
  test('is one request for each of the calls on the way to an answer', async () => {
    const created = await store.create(aStoredRecord());
    const etag = created.kind === 'created' ? created.etag : '';
    await store.get('oakfield', 'C-7K3Q9F');
    await store.replace(aStoredRecord(), etag);
    expect(fake.requests().map(({ kind }) => kind)).toEqual(['create', 'read', 'replace']);
  });

  test('of a list is the page that is shown, and one more', async () => {
    for (let index = 0; index < 30; index++) await store.create(aStoredRecord({ id: `C-${index}` }));
    fake.forget();
    const page = await store.query({ school: 'oakfield', kind: 'concern', order: 'newest-first', limit: 5 });
    expect(page.records).toHaveLength(5);
    const queries = fake.requests().filter(({ kind }) => kind === 'query');
    expect(queries.map(({ headers }) => headers['x-ms-max-item-count'])).toEqual(['6']);
    expect(queries.map(({ partition }) => partition)).toEqual(['oakfield']);
  });

  test('of a page of all is what is given, and nothing beyond it', async () => {
    for (let index = 0; index < 50; index++) await store.create(aStoredRecord({ id: `C-${index + 10}` }));
    for (const school of [undefined, 'oakfield']) {
      fake.forget();
      expect((await store.all({ school, limit: 40 })).records).toHaveLength(40);
      const answered = fake.requests().filter(({ kind, status }) => kind === 'query' && status === 200);
      expect(answered).toHaveLength(2);
    }
  });

  test('of fifty open cases as large as reports are costs a little more than it is to, by the model of the stand-in', async () => {
    const sealed = 'x'.repeat(1_400);
    const parts = { outbox: [], state: 'x'.repeat(1_786), posts: 'x'.repeat(256), key: 'x'.repeat(99) };
    for (let index = 0; index < 60; index++) {
      const of = { school: 'oakfield', kind: 'concern', id: `C-${index}` };
      await store.create(aStoredRecord({ ...of, ...parts, entries: someEntries(of, [sealed]) }));
    }
    for (const document of fake.documents().filter(({ kind }) => kind === 'concern'))
      expect(Buffer.byteLength(JSON.stringify(document)) / 4_217).toBeCloseTo(1, 1);
    fake.forget();
    await store.query({ school: 'oakfield', kind: 'concern', statuses: ['new'], order: 'newest-first', limit: 50 });
    const { charge = 0, requests } = fake.charges()['query'] ?? {};
    expect([requests, charge > 10, charge < 12.5]).toEqual([1, true, true]);
  });
});

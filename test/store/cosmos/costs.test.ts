import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import { type FakeCosmos, startFakeCosmos } from '../../support/fake-cosmos.ts';
import { aStoredRecord } from '../../support/stored-record.ts';
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

  test('of fifty open cases costs no more than it may', async () => {
    for (let index = 0; index < 60; index++) {
      await store.create(aStoredRecord({ id: `C-${index}`, state: 'x'.repeat(600), posts: 'x'.repeat(1_500) }));
    }
    fake.forget();
    await store.query({ school: 'oakfield', kind: 'concern', statuses: ['new'], order: 'newest-first', limit: 50 });
    expect(fake.charges()['query']?.charge).toBeLessThan(10);
  });
});

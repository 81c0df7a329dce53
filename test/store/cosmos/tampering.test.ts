import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreFault } from '../../../src/application/faults.ts';
import type { StoredRecord } from '../../../src/domain/record.ts';
import type { CosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import { type FakeCosmos, startFakeCosmos } from '../../support/fake-cosmos.ts';
import { aStoredRecord } from '../../support/stored-record.ts';
import { openCosmos } from './opened-cosmos.ts';

const SECRET = 'Marker-Of-Content';

let fake: FakeCosmos;
let store: CosmosRecordStore;

beforeEach(async () => {
  fake = await startFakeCosmos();
  store = await openCosmos(fake.url, fake.key, 5_000);
});

afterEach(async () => {
  await store.close();
  await fake.stop();
});

describe('a document that was tampered with', () => {
  test.each([
    { entries: SECRET },
    { entries: [{ seq: 1 }] },
    { entries: [{ seq: '1', at: '2026-03-02T09:15:00.000Z', sealed: '', hash: '' }] },
    { outbox: null },
    { due: 'soon' },
    { tokens: [1] },
    { createdAt: '2026' },
    { status: undefined },
    { more: SECRET },
    { ttl: 60 },
    { writes: undefined },
    { writes: SECRET },
  ])('is reported by its reference alone, and the others are read (%o)', async (change) => {
    await store.create(aStoredRecord({ id: 'C-1', state: SECRET }));
    await store.create(aStoredRecord({ id: 'C-2', kind: 'policy' }));
    fake.tamper('C-1', (document) => ({ ...document, ...change }));
    const corrupt = {
      code: 'store-corrupt',
      message: expect.stringMatching(/^The record store holds .* \(record C-1\)$/),
    };
    await expect(store.get('oakfield', 'C-1')).rejects.toMatchObject(corrupt);
    await expect(store.all({ limit: 5 })).rejects.toMatchObject(corrupt);
    expect((await store.get('oakfield', 'C-2'))?.record.id).toBe('C-2');
    const tolerated = await store.all({ limit: 5, tolerant: true });
    expect(tolerated.unreadable).toEqual([{ school: 'oakfield', id: 'C-1' }]);
    expect(tolerated.records.map(({ id }) => id)).toEqual(['C-2']);
  });

  test('is reported by a list that shows it', async () => {
    await store.create(aStoredRecord({ id: 'C-1' }));
    fake.tamper('C-1', (document) => ({ ...document, tokens: SECRET }));
    const list = store.query({ school: 'oakfield', kind: 'concern', order: 'newest-first', limit: 5 });
    await expect(list).rejects.toMatchObject({
      code: 'store-corrupt',
      message: expect.stringMatching(/record C-1\)$/),
    });
  });

  test('under an id that no reference has is reported by that id', async () => {
    await store.create(aStoredRecord({ id: 'C-1' }));
    fake.tamper('C-1', (document) => ({ ...document, id: 'C 1' }));
    await expect(store.all({ limit: 5 })).rejects.toMatchObject({ message: expect.stringMatching(/record C 1\)$/) });
  });
});

describe('a record that could not be read back', () => {
  test.each([
    { createdAt: 'yesterday' },
    { id: 'half a pair \ud83d' },
    { id: 'x'.repeat(2_000) },
    { school: '/replicas' },
    { status: undefined },
    { more: 'than a record has' },
  ])('is refused before it is written (%o)', async (overrides) => {
    fake.forget();
    const record = { ...aStoredRecord({ state: SECRET }), ...overrides } as StoredRecord;
    for (const write of [() => store.create(record), () => store.replace(record, '"etag"')]) {
      const fault = await write().catch((thrown: unknown) => thrown);
      expect(fault).toBeInstanceOf(StoreFault);
      expect(fault).toMatchObject({ code: 'store-failed', message: expect.not.stringContaining(SECRET) });
    }
    expect(fake.requests()).toEqual([]);
  });

  test('because it is too large is refused by the service, and is no conflict', async () => {
    const large = aStoredRecord({ state: 'x'.repeat(2_200_000) });
    await expect(store.create(large)).rejects.toMatchObject({ code: 'store-full' });
  });
});

test('a page ends early when its records are large, and the next goes on behind it', async () => {
  for (let index = 0; index < 9; index++) {
    await store.create(aStoredRecord({ id: `C-${index}`, state: 'x'.repeat(1_400_000) }));
  }
  const list = { school: 'oakfield', kind: 'concern', order: 'oldest-first', limit: 9 } as const;
  for (const page of [
    (after?: string) => store.query({ ...list, ...(after === undefined ? {} : { after }) }),
    (after?: string) => store.all({ after, limit: 9 }),
  ]) {
    const first = await page();
    expect(first.records.length).toBeLessThan(9);
    const rest = await page(first.next);
    expect([...first.records, ...rest.records].map(({ id }) => id)).toEqual(
      Array.from({ length: 9 }, (_, index) => `C-${index}`),
    );
    expect(rest.next).toBeUndefined();
  }
});

test('a page of heavy records is never longer than asked', async () => {
  for (let index = 10; index < 60; index++) {
    await store.create(aStoredRecord({ id: `C-${index}`, posts: 'x'.repeat(190_000) }));
  }
  for (let limit = 38; limit < 45; limit++) {
    expect((await store.all({ limit })).records.length, String(limit)).toBeLessThanOrEqual(limit);
  }
});

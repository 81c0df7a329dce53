import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import { type FakeCosmos, startFakeCosmos, troubles } from '../../support/fake-cosmos.ts';
import { aStoredRecord } from '../../support/stored-record.ts';
import { openCosmos } from './opened-cosmos.ts';

// Session consistency: a process reads all that it wrote itself, and of others perhaps what was.

let fake: FakeCosmos;
let store: CosmosRecordStore;
let other: CosmosRecordStore;

const record = aStoredRecord();

beforeEach(async () => {
  fake = await startFakeCosmos();
  store = await openCosmos(fake.url, fake.key, 5_000);
  other = await openCosmos(fake.url, fake.key, 5_000);
  fake.lag(true);
});

afterEach(async () => {
  await store.close();
  await other.close();
  await fake.stop();
});

test('a process reads what it wrote, while another may still be shown what was', async () => {
  await store.create(record);
  expect((await store.get('oakfield', record.id))?.record).toEqual(record);
  expect(await other.get('oakfield', record.id)).toBeUndefined();
});

test('whoever wanted to add what is there already reads it afterwards', async () => {
  await store.create(record);
  expect(await other.get('oakfield', record.id)).toBeUndefined();
  expect(await other.create(record)).toEqual({ kind: 'exists' });
  expect((await other.get('oakfield', record.id))?.record).toEqual(record);
});

test('whoever wrote on the ground of what was meets a conflict, and reads afterwards what is', async () => {
  const created = await store.create(record);
  const seen = created.kind === 'created' ? created.etag : '';
  await other.create(record);
  await store.replace({ ...record, status: 'closed' }, seen);
  const stale = await other.get('oakfield', record.id);
  expect(stale?.record.status).toBe('new');
  expect(await other.replace({ ...record, status: 'mine' }, stale?.etag ?? '')).toEqual({ kind: 'conflict' });
  expect((await other.get('oakfield', record.id))?.record.status).toBe('closed');
  const removed = await other.remove('oakfield', record.id, stale?.etag ?? '');
  expect(removed).toEqual({ kind: 'conflict' });
});

test('a write whose answer was lost is found again when it is looked up', async () => {
  for (const kind of ['create', 'replace'] as const) {
    fake.trouble(troubles.resetAfterCommit, { when: (request) => request.kind === kind });
  }
  const created = await store.create(record);
  expect(created.kind).toBe('created');
  const etag = created.kind === 'created' ? created.etag : '';
  expect((await store.replace({ ...record, status: 'closed' }, etag)).kind).toBe('replaced');
});

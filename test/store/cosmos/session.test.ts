import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

describe('a session that no copy knows any more, as after the account was put back to an earlier hour', () => {
  test('is given up after a call that met nothing else, and the next call is answered', async () => {
    fake.lag(false);
    const quick = await openCosmos(fake.url, fake.key, 500);
    await quick.create(record);
    await quick.get('oakfield', record.id);
    const seen = fake.requests().findLast(({ kind }) => kind === 'read')?.headers['x-ms-session-token'];
    fake.trouble(troubles.answer(404, 1002), {
      times: 1_000,
      when: ({ headers }) => headers['x-ms-session-token'] === seen,
    });
    // What comes back to whoever asks anew is another session than that one.
    await other.create(aStoredRecord({ id: 'C-OTHER' }));
    await expect(quick.get('oakfield', record.id)).rejects.toMatchObject({ code: 'store-slow' });
    expect((await quick.get('oakfield', record.id))?.record).toEqual(record);
    await quick.health();
    expect((await quick.all({ limit: 5 })).records).toHaveLength(2);
    await quick.close();
  });

  test('is kept when a copy was behind for a moment: what was written is read', async () => {
    await store.create(record);
    fake.trouble(troubles.answer(404, 1002), { times: 2 });
    expect((await store.get('oakfield', record.id))?.record).toEqual(record);
    fake.forget();
    await store.get('oakfield', record.id);
    expect(fake.requests().map(({ headers }) => typeof headers['x-ms-session-token'])).toEqual(['string']);
  });

  test('is kept when a call met other trouble besides', async () => {
    const quick = await openCosmos(fake.url, fake.key, 500);
    await quick.create(record);
    fake.trouble(troubles.answer(503));
    fake.trouble(troubles.answer(404, 1002), { times: 20 });
    await expect(quick.get('oakfield', record.id)).rejects.toMatchObject({ code: 'store-slow' });
    fake.calm();
    expect((await quick.get('oakfield', record.id))?.record).toEqual(record);
    await quick.close();
  });
});

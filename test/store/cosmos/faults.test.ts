import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreFault } from '../../../src/application/faults.ts';
import type { CosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import { judge } from '../../../src/store/cosmos/verdict.ts';
import { type FakeCosmos, startFakeCosmos, troubles } from '../../support/fake-cosmos.ts';
import { aStoredRecord } from '../../support/stored-record.ts';
import { openCosmos } from './opened-cosmos.ts';

const FOREVER = { times: 1_000 };
const WITHIN_MS = 1_000;

let fake: FakeCosmos;
let store: CosmosRecordStore;

beforeEach(async () => {
  fake = await startFakeCosmos();
  store = await openCosmos(fake.url, fake.key, WITHIN_MS);
  fake.forget();
});

afterEach(async () => {
  await store.close();
  await fake.stop();
});

const record = aStoredRecord();

/** Every call of the store, by name. */
function calls(): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    create: () => store.create(record),
    get: () => store.get('oakfield', record.id),
    replace: () => store.replace(record, '"etag"'),
    remove: () => store.remove('oakfield', record.id, '"etag"'),
    query: () => store.query({ school: 'oakfield', kind: 'concern', order: 'newest-first', limit: 5 }),
    due: () => store.due('2026-04-01T00:00:00.000Z', 5),
    all: () => store.all({ limit: 5 }),
    time: () => store.time(),
    announce: () => store.announce('replica-1', 30_000),
    withdraw: () => store.withdraw('replica-1'),
    health: () => store.health(),
  };
}

describe('what goes on', () => {
  test.each([
    ['400', troubles.answer(400), 'store-failed', 1],
    ['401', troubles.answer(401), 'store-denied', 1],
    ['403', troubles.answer(403, 5300), 'store-denied', 1],
    ['403 as this region takes no writes', troubles.answer(403, 3), 'store-read-only', 7],
    ['403 as the account moves', troubles.answer(403, 1008), 'store-away', 7],
    ['403 as the school has its 20 GB', troubles.answer(403, 1014), 'store-full', 1],
    ['404 as the container is gone', troubles.answer(404, 1003), 'store-not-set-up', 1],
    ['408', troubles.answer(408), 'store-slow', 7],
    ['410', troubles.answer(410, 1002), 'store-away', 7],
    ['413', troubles.answer(413), 'store-full', 1],
    ['429', troubles.throttle(1), 'store-throttled', 7],
    ['449', troubles.answer449, 'store-slow', 7],
    ['500', troubles.answer(500), 'store-away', 7],
    ['503', troubles.answer(503), 'store-away', 7],
    ['a connection that breaks', troubles.resetBeforeCommit, 'store-away', 7],
    ['418', troubles.answer(418), 'store-failed', 1],
  ] as const)(
    'is a fault with what to do, in time, and is not asked too often (%s)',
    async (_, trouble, code, most) => {
      fake.trouble(trouble, FOREVER);
      for (const [name, call] of Object.entries(calls())) {
        // What is repeated takes its time, and is repeated by all calls alike.
        if (most > 1 && !['create', 'due'].includes(name)) continue;
        fake.forget();
        const began = performance.now();
        const fault = await call().catch((thrown: unknown) => thrown);
        expect(performance.now() - began, name).toBeLessThan(WITHIN_MS * 2.5);
        expect(fault, name).toBeInstanceOf(StoreFault);
        expect(fault, name).toMatchObject({ code, whatToDo: expect.stringMatching(/\.$/) });
        const asked = fake.requests().filter(({ kind }) => kind !== 'plan' && kind !== 'ranges').length;
        expect(asked, name).toBeLessThanOrEqual(most);
        expect(asked, name).toBeGreaterThanOrEqual(most === 1 ? 1 : 2);
      }
      expect(fake.documents()).toEqual([]);
    },
  );

  test('without any answer is a fault in time, and what it may have done is not told as done', async () => {
    fake.trouble(troubles.hangAfterCommit, FOREVER);
    const began = performance.now();
    await expect(store.create(record)).rejects.toMatchObject({ code: 'store-slow' });
    const tookMs = performance.now() - began;
    expect(tookMs).toBeGreaterThan(WITHIN_MS * 0.9);
    expect(tookMs).toBeLessThan(WITHIN_MS * 2.5);
    expect(fake.documents()).toHaveLength(1);
  });

  test('with nobody there is a fault long before the time is over, and ends when they are back', async () => {
    await fake.away();
    const asked = Object.values(calls()).map((call) => expect(call()).rejects.toMatchObject({ code: 'store-away' }));
    await Promise.all(asked);
    await fake.comeBack();
    expect((await store.create(record)).kind).toBe('created');
  });
});

describe('too many requests', () => {
  test('are made again not before the service says, when that is in time', async () => {
    fake.trouble(troubles.throttle(400));
    const began = performance.now();
    expect((await store.create(record)).kind).toBe('created');
    expect(performance.now() - began).toBeGreaterThanOrEqual(400);
  });

  test('are given up at once when the service asks for longer than there is time', async () => {
    fake.trouble(troubles.throttle(60_000));
    const began = performance.now();
    await expect(store.create(record)).rejects.toMatchObject({ code: 'store-throttled' });
    expect(performance.now() - began).toBeLessThan(WITHIN_MS * 0.9);
    expect(fake.requests()).toHaveLength(1);
  });

  test.each([-5, Number.NaN, 1e15])('with a time that makes no sense are made again all the same (%s)', async (ms) => {
    fake.trouble(troubles.throttle(ms));
    const outcome = await store.create(record).catch((fault: unknown) => fault);
    expect(outcome).toMatchObject(ms === 1e15 ? { code: 'store-throttled' } : { kind: 'created' });
  });
});

describe('what the library throws', () => {
  const SECRET = 'what Sam wrote';

  test.each([
    [Object.assign(new Error(SECRET), { code: 400, body: { message: SECRET } }), 'store-failed'],
    [Object.assign(new Error(SECRET), { name: 'CredentialUnavailableError' }), 'store-denied'],
    [Object.assign(new Error(SECRET), { name: 'AggregateAuthenticationError' }), 'store-denied'],
  ])('and is a refusal becomes a fault that does not quote it (%o)', (thrown, code) => {
    const verdict = judge(thrown);
    expect(verdict).toMatchObject({ kind: 'fault', fault: { code } });
    if (verdict.kind === 'fault') expect(`${verdict.fault.message}${verdict.fault.cause}`).not.toContain('Sam');
  });

  test.each([
    [Object.assign(new Error(SECRET), { name: 'TimeoutError', code: 'TimeoutError' }), true],
    [new DOMException(SECRET, 'AbortError'), true],
    [Object.assign(new Error(SECRET), { connection: 'ECONNRESET' }), true],
    [Object.assign(new Error(SECRET), { connection: 'UND_ERR_SOCKET' }), true],
    [Object.assign(new Error(SECRET), { connection: 'ECONNREFUSED' }), false],
    [Object.assign(new Error(SECRET), { connection: 'ENOTFOUND' }), false],
    [new SyntaxError(`Unexpected token in ${SECRET}`), true],
    [new TypeError("Cannot read properties of null (reading 'message')"), true],
    [SECRET, true],
    [undefined, true],
  ])('and is no answer of the service may have been done, unless nothing left (%o)', (thrown, isPerhapsDone) => {
    const verdict = judge(thrown);
    expect(verdict).toMatchObject({ kind: 'repeat', isPerhapsDone });
    expect(JSON.stringify(verdict)).not.toContain('Sam');
  });

  test.each([
    [403, 3, false],
    [403, 1008, false],
    [404, 1002, false],
    [429, 3200, false],
    [449, 0, false],
    [408, 0, true],
    [410, 1002, true],
    [500, 0, true],
    [503, 0, true],
  ])('and is the status %i/%i says whether it may have been done', (code, substatus, isPerhapsDone) => {
    expect(judge(Object.assign(new Error(SECRET), { code, substatus }))).toMatchObject({
      kind: 'repeat',
      isPerhapsDone,
    });
  });

  test('and is a fault of ours already stays what it is', () => {
    const fault = new StoreFault('ours', { code: 'store-corrupt', whatToDo: 'this' });
    expect(judge(fault)).toEqual({ kind: 'fault', fault });
  });
});

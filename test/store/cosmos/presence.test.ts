import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import { type FakeCosmos, startFakeCosmos, troubles } from '../../support/fake-cosmos.ts';
import { openCosmos } from './opened-cosmos.ts';

/** Far from every machine that runs this. */
const THEN = Date.UTC(2031, 1, 3, 4, 5, 6, 789);

let fake: FakeCosmos;
let store: CosmosRecordStore;
let now: number;

beforeEach(async () => {
  now = THEN;
  fake = await startFakeCosmos({ now: () => now });
  store = await openCosmos(fake.url, fake.key, 5_000);
});

afterEach(async () => {
  await store.close();
  await fake.stop();
});

describe('the time of the store', () => {
  test('is that of the service and not of this machine, to half a second', async () => {
    expect(Math.abs(Date.parse((await store.time()) ?? '') - THEN)).toBeLessThan(1_000);
    now = Date.UTC(2019, 0, 1);
    expect(Math.abs(Date.parse((await store.time()) ?? '') - now)).toBeLessThan(1_000);
  });

  test('is the middle of the second that the service names, and half the way there and back later', async () => {
    now = THEN - (THEN % 1_000);
    const began = performance.now();
    const told = Date.parse((await store.time()) ?? '');
    const tookMs = performance.now() - began;
    expect(told - now).toBeGreaterThanOrEqual(500);
    expect(told - now).toBeLessThanOrEqual(500 + tookMs / 2);
  });

  test('counts what the way takes: half of it lies behind the answer', async () => {
    now = THEN - (THEN % 1_000);
    fake.trouble(troubles.slow(600));
    expect(Date.parse((await store.time()) ?? '') - now).toBeGreaterThanOrEqual(500 + 295);
  });

  test('is measured on the attempt that was answered', async () => {
    now = THEN - (THEN % 1_000);
    fake.trouble(troubles.throttle(1_500));
    expect(Date.parse((await store.time()) ?? '') - now).toBeLessThan(500 + 700);
  });

  test('costs one request unit at the most', async () => {
    fake.forget();
    await store.time();
    expect(fake.charges()).toEqual({ read: { requests: 1, charge: 1 } });
  });
});

describe('a process that serves the store', () => {
  test('is counted until its time is over by the clock of the service', async () => {
    await store.announce('replica-1', 30_000);
    now += 20_000;
    expect(await store.announce('replica-2', 30_000)).toBe(2);
    now += 9_000;
    expect(await store.announce('replica-2', 30_000)).toBe(2);
    now += 2_000;
    expect(await store.announce('replica-2', 30_000)).toBe(1);
  });

  test('is not counted when its time is over, though the service has not removed its word yet', async () => {
    const slack = await startFakeCosmos({ now: () => now, removesLate: true });
    const there = await openCosmos(slack.url, slack.key, 5_000);
    await there.announce('replica-1', 30_000);
    now += 31_000;
    expect(slack.documents()).toHaveLength(1);
    expect(await there.announce('replica-2', 30_000)).toBe(1);
    await there.close();
    await slack.stop();
  });

  test('leaves nothing behind when it is killed, for the service removes its word', async () => {
    await store.announce('replica-1', 30_000);
    expect(fake.documents()).toHaveLength(1);
    now += 31_000;
    expect(fake.documents()).toEqual([]);
  });

  test('is counted once however often it says so, and its answer gets lost', async () => {
    fake.trouble(troubles.resetAfterCommit);
    expect(await store.announce('replica-1', 30_000)).toBe(1);
    expect(await store.announce('replica-1', 30_000)).toBe(1);
  });

  test('is no record: nothing can be kept or looked for where it is', async () => {
    await store.announce('replica-1', 30_000);
    expect(await store.get('/replicas', 'replica-1')).toBeUndefined();
    expect(await store.all({ school: '/replicas', limit: 5 })).toEqual({ records: [] });
  });
});

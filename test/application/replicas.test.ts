import { describe, expect, it } from 'vitest';
import { StoreFault } from '../../src/application/faults.ts';
import { createReplicas } from '../../src/application/replicas.ts';
import { sqliteHere } from '../support/sqlite-here.ts';

/** A store that counts who has announced itself, until told that it is away. */
function aStore() {
  const present = new Map<string, number>();
  let isAway = false;
  const answer = <Value>(work: () => Value): Promise<Value> =>
    isAway ? Promise.reject(new StoreFault('away', { code: 'store-slow', whatToDo: '' })) : Promise.resolve(work());
  return {
    ...sqliteHere(),
    present,
    goAway() {
      isAway = true;
    },
    announce: (replica: string, forMs: number) => answer(() => present.set(replica, forMs).size),
    withdraw: (replica: string) => answer(() => void present.delete(replica)),
  };
}

describe('processes that serve one store', () => {
  it('know how many they are, and each takes its part of every limit', async () => {
    const store = aStore();
    const [one, other] = ['one', 'other'].map((replica) => createReplicas({ store, replica }));
    expect([one?.count(), one?.share()]).toEqual([1, 1]);
    await one?.announce();
    await other?.announce();
    expect([one?.count(), other?.count()]).toEqual([1, 2]);
    await one?.announce();
    expect([one?.count(), one?.share()]).toEqual([2, 0.5]);
    expect([...store.present.values()]).toEqual([30_000, 30_000]);
    await other?.withdraw();
    await one?.announce();
    expect(one?.share()).toBe(1);
  });

  it('keep to what they knew last when the store is away', async () => {
    const store = aStore();
    const replicas = createReplicas({ store, replica: 'one' });
    await store.announce('other', 30_000);
    await replicas.announce();
    store.goAway();
    await expect(replicas.announce()).rejects.toThrow('away');
    expect(replicas.count()).toBe(2);
  });

  it('count themselves whatever the store says', async () => {
    const store = { ...aStore(), announce: async () => 0 };
    const replicas = createReplicas({ store, replica: 'one' });
    await replicas.announce();
    expect(replicas.share()).toBe(1);
  });
});

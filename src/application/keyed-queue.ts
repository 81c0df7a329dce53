/**
 * Runs work for the same key one after the other and for different keys side by side. Nothing is kept for a key that
 * has no work.
 */
export type KeyedQueue = <Value>(key: string, work: () => Promise<Value>) => Promise<Value>;

export function createKeyedQueue(): KeyedQueue {
  const last = new Map<string, Promise<unknown>>();
  return async <Value>(key: string, work: () => Promise<Value>): Promise<Value> => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}

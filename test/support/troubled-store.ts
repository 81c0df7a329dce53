import { StoreFault } from '../../src/application/faults.ts';
import type { RecordStore } from '../../src/application/ports.ts';

type Method = 'create' | 'get' | 'replace' | 'remove' | 'query' | 'count' | 'due' | 'all' | 'health';

/**
 * How a call of the store goes wrong. `reject`: not done; `lose-answer`: done, and the answer lost; `hang`: never
 * answered and not done; `wait`: done when the test lets it.
 */
export type StoreTrouble = 'reject' | 'lose-answer' | 'hang' | { readonly waitFor: Promise<unknown> };

/** A store whose calls are counted, and that fails as a test wants. */
export interface TroubledStore extends RecordStore {
  readonly calls: readonly Method[];
  /** What every call meets until told otherwise; undefined is no trouble. */
  always(trouble: StoreTrouble | ((method: Method) => StoreTrouble | undefined) | undefined): void;
}

/** The store, to be counted and troubled. */
export function aTroubledStore(store: RecordStore): TroubledStore {
  const calls: Method[] = [];
  let lasting: (method: Method) => StoreTrouble | undefined = () => undefined;

  async function call<Value>(method: Method, work: () => Promise<Value>): Promise<Value> {
    calls.push(method);
    const trouble = lasting(method);
    if (trouble === undefined) return await work();
    if (trouble === 'hang') return await new Promise<never>(() => {});
    if (typeof trouble === 'object') {
      await trouble.waitFor;
      return await work();
    }
    if (trouble === 'lose-answer') await work();
    throw new StoreFault('the store did not do it', { code: 'store-failed', whatToDo: 'Nothing: this is a test.' });
  }

  return {
    sole: store.sole,
    calls,
    always(trouble) {
      lasting = typeof trouble === 'function' ? trouble : () => trouble;
    },
    create: (record) => call('create', () => store.create(record)),
    get: (school, id) => call('get', () => store.get(school, id)),
    replace: (record, etag) => call('replace', () => store.replace(record, etag)),
    remove: (school, id, etag) => call('remove', () => store.remove(school, id, etag)),
    query: (query) => call('query', () => store.query(query)),
    count: (query) => call('count', () => store.count(query)),
    due: (at, limit, schools) => call('due', () => store.due(at, limit, schools)),
    all: (page) => call('all', () => store.all(page)),
    time: () => store.time(),
    announce: (replica, forMs) => store.announce(replica, forMs),
    withdraw: (replica) => store.withdraw(replica),
    health: () => call('health', () => store.health()),
    close: () => store.close(),
  };
}

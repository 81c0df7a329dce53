import { SECOND } from '../domain/instant.ts';
import { StoreFault } from './faults.ts';
import type { RecordStore } from './ports.ts';
import { waitAtMost } from './wait-at-most.ts';

/** A store has this long for each call. Longer than its own limit, which says better what was wrong. */
const CALL_MS = 3 * SECOND;

/** The store, with every call ended in time, so that nothing that waits its turn behind one can wait for ever. */
export function answeringStore(store: RecordStore): RecordStore {
  const soon = <Value>(work: Promise<Value>) => waitAtMost(CALL_MS, work, storeSlow);
  return {
    sole: store.sole,
    create: (record) => soon(store.create(record)),
    get: (school, id) => soon(store.get(school, id)),
    replace: (record, etag) => soon(store.replace(record, etag)),
    remove: (school, id, etag) => soon(store.remove(school, id, etag)),
    query: (query) => soon(store.query(query)),
    count: (query) => soon(store.count(query)),
    due: (at, limit, schools) => soon(store.due(at, limit, schools)),
    all: (page) => soon(store.all(page)),
    time: () => soon(store.time()),
    announce: (replica, forMs) => soon(store.announce(replica, forMs)),
    withdraw: (replica) => soon(store.withdraw(replica)),
    health: () => soon(store.health()),
    close: () => store.close(),
  };
}

/** The fault of a store that did not answer; what was asked may still be done. */
export function storeSlow(): StoreFault {
  return new StoreFault('the record store did not answer in time', {
    code: 'store-slow',
    whatToDo: 'Look at the load and the health of the record store.',
  });
}

/** The fault of a record that others change faster than it can be changed here. */
export function storeBusy(): StoreFault {
  return new StoreFault('the record was changed by others again and again', {
    code: 'store-busy',
    whatToDo: 'Nothing, unless it is seen often: then look for what changes one record all the time.',
  });
}

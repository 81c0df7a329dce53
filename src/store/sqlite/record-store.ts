import { MessageChannel, Worker } from 'node:worker_threads';
import type { RecordStore } from '../../application/ports.ts';
import { storeFault } from './faults.ts';
import type { StoreFigures } from './protocol.ts';
import { createWorkerClient } from './worker-client.ts';

export interface SqliteRecordStoreOptions {
  /** The database file, made if it is not there; its folder too. Or `:memory:`. */
  readonly path: string;
  /** After this many milliseconds without an answer, a call rejects with `store-slow`. 2,000 if not given. */
  readonly answerWithinMs?: number;
}

/** A record store that can also tell what it did. */
export interface SqliteRecordStore extends RecordStore {
  figures(): Promise<StoreFigures>;
  /** Resolves when the thread of the store has ended, also where nobody closed it; nothing can be kept after that. */
  readonly ended: Promise<void>;
}

/** Closing waits for what was asked before and for the log to be moved; a disk may take its time over that. */
const CLOSE_WITHIN_MS = 10_000;

/**
 * Records in one SQLite file, which this process alone has open; a thread of its own waits for the disk. Rejects with
 * a `StoreFault` whose code is one of `StoreFaultCode`.
 */
export async function createSqliteRecordStore(options: SqliteRecordStoreOptions): Promise<SqliteRecordStore> {
  const withinMs = options.answerWithinMs ?? 2_000;
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    name: 'record-store',
    workerData: { port: port2 },
    transferList: [port2],
  });
  const client = createWorkerClient(worker, port1);
  // Opening may have to recover a log or change the schema of a large database, so it has no deadline.
  await client.ask<'open'>({ op: 'open', path: options.path }, Number.POSITIVE_INFINITY);

  let closing: Promise<void> | undefined;
  const ask: typeof client.ask = (request, within) =>
    closing === undefined ? client.ask(request, within) : Promise.reject(storeFault('store-closed'));

  /** What needs no asking. */
  function whileOpen<T>(answer: T): Promise<T> {
    return closing === undefined ? Promise.resolve(answer) : Promise.reject(storeFault('store-closed'));
  }

  async function close(): Promise<void> {
    try {
      await client.ask<'close'>({ op: 'close' }, CLOSE_WITHIN_MS);
      await client.ended;
    } catch (fault) {
      void worker.terminate();
      throw fault;
    }
  }

  return {
    sole: true,
    ended: client.ended,
    create: (record) => ask<'create'>({ op: 'create', record }, withinMs),
    get: (school, id) => ask<'get'>({ op: 'get', school, id }, withinMs),
    replace: (record, etag) => ask<'replace'>({ op: 'replace', record, etag }, withinMs),
    remove: (school, id, etag) => ask<'remove'>({ op: 'remove', school, id, etag }, withinMs),
    query: (query) => ask<'query'>({ op: 'query', query }, withinMs),
    count: (query) => ask<'count'>({ op: 'count', query }, withinMs),
    due: (at, limit, schools) => ask<'due'>({ op: 'due', at, limit, schools }, withinMs),
    all: (page) => ask<'all'>({ op: 'all', page }, withinMs),
    // The disk has no clock, and nobody else may have the file open.
    time: () => whileOpen(undefined),
    announce: () => whileOpen(1),
    withdraw: () => whileOpen(undefined),
    health: () => ask<'health'>({ op: 'health' }, withinMs),
    // Reads the whole file, which takes what it takes; only a command asks for it.
    inspect: () => ask<'inspect'>({ op: 'inspect' }, Number.POSITIVE_INFINITY),
    figures: () => ask<'figures'>({ op: 'figures' }, withinMs),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

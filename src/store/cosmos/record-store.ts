import type { RecordStore } from '../../application/ports.ts';
import { type CosmosCredential, createClient } from './client.ts';
import { storeFault } from './faults.ts';
import { createHttpClient, type RequestUnits } from './http-client.ts';
import { openContainer } from './open-container.ts';
import { createPresence } from './presence.ts';
import { createReading } from './reading.ts';
import { createSessions } from './sessions.ts';
import { createWriting } from './writing.ts';

export interface CosmosRecordStoreOptions {
  /** The address of the account, such as `https://NAME.documents.azure.com`. */
  readonly endpoint: string;
  /** The database; its container is called `records`. */
  readonly database: string;
  readonly credential: CosmosCredential;
  /** After this many milliseconds a call ends, with everything that is repeated in it. 2,000 if not given. */
  readonly requestTimeoutMs?: number;
}

/** A record store that can also tell what it cost. */
export interface CosmosRecordStore extends RecordStore {
  /** Request units so far, by kind of request. */
  figures(): Readonly<Record<string, RequestUnits>>;
}

/**
 * Records in Azure Cosmos DB, one document each, for any number of processes at once. Rejects with a `StoreFault` whose
 * code is one of `CosmosFaultCode`.
 */
export async function createCosmosRecordStore(options: CosmosRecordStoreOptions): Promise<CosmosRecordStore> {
  const { endpoint, database, credential, requestTimeoutMs: withinMs = 2_000 } = options;
  const http = createHttpClient();
  const connect = () => createClient(endpoint, credential, withinMs, http.client);
  const opened = await openContainer(connect(), database).catch((fault: unknown) => {
    http.close();
    throw fault;
  });
  const sessions = createSessions(opened, () => connect().database(database).container(opened.id));
  const { create, replace, remove } = createWriting(sessions, withinMs);
  const { get, query, count, due, all, time, health } = createReading(sessions, withinMs);
  const { announce, withdraw } = createPresence(sessions, withinMs);

  const inHand = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  /** The same, until the store is closed; closing waits for it. */
  function whileOpen<Asked extends readonly unknown[], Answer>(method: (...asked: Asked) => Promise<Answer>) {
    return (...asked: Asked): Promise<Answer> => {
      if (closing !== undefined) return Promise.reject(storeFault('store-closed'));
      const answering = method(...asked);
      inHand.add(answering);
      const done = () => void inHand.delete(answering);
      answering.then(done, done);
      return answering;
    };
  }

  async function close(): Promise<void> {
    await Promise.allSettled(inHand);
    sessions.end();
    http.close();
  }

  return {
    sole: false,
    create: whileOpen(create),
    get: whileOpen(get),
    replace: whileOpen(replace),
    remove: whileOpen(remove),
    query: whileOpen(query),
    count: whileOpen(count),
    due: whileOpen(due),
    all: whileOpen(all),
    time: whileOpen(time),
    announce: whileOpen(announce),
    withdraw: whileOpen(withdraw),
    health: whileOpen(health),
    figures: http.spent,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

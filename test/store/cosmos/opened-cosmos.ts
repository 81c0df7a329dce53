import { type CosmosRecordStore, createCosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import type { OpenedStore } from '../../contract/record-store.ts';

/** How a store is opened in these tests: over the network, with the real library. */
export function openCosmos(endpoint: string, key: string, requestTimeoutMs: number): Promise<CosmosRecordStore> {
  return createCosmosRecordStore({
    endpoint,
    database: 'safeguarding',
    credential: { kind: 'key', key },
    requestTimeoutMs,
  });
}

/** What the contract asks of a store that any number of processes may open. */
export async function openedCosmos(
  open: () => Promise<CosmosRecordStore>,
  cleanUp: () => Promise<unknown>,
): Promise<OpenedStore> {
  const stores = [await open()];
  const [store] = stores;
  const another = async () => {
    const other = await open();
    stores.push(other);
    return other;
  };
  const close = () => Promise.all(stores.map((each) => each.close()));
  if (store === undefined) throw new Error('there is no store');
  return {
    store,
    another,
    reopen: async () => {
      await close();
      return await another();
    },
    cleanUp: async () => {
      await close();
      await cleanUp();
    },
  };
}

import type { AddressInfo } from 'node:net';
import { CosmosClient } from '@azure/cosmos';
import { createHttpServer } from '@vercel/cosmosdb-server';
import { INDEXING_POLICY } from '../../../src/store/cosmos/indexing-policy.ts';
import { describeRecordStore } from '../../contract/record-store.ts';
import { openCosmos, openedCosmos } from './opened-cosmos.ts';

// A server that others wrote, so that not only what we believe of Cosmos DB is tried.

/** It looks at no signature. */
const ANY_KEY = Buffer.from('any key').toString('base64');

describeRecordStore('Cosmos DB as @vercel/cosmosdb-server has it', async () => {
  const server = createHttpServer({ keepAlive: true } as Parameters<typeof createHttpServer>[0]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await makeContainer(endpoint);
  const opened = await openedCosmos(
    () => openCosmos(endpoint, ANY_KEY, 10_000),
    async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  );
  return { ...opened, cannotCount: 'this server knows no GROUP BY' };
});

/**
 * The container as the store would make it, and an index more: Cosmos DB reads a composite index from either end, as
 * "Indexing policies" of learn.microsoft.com says, and this server does not.
 */
async function makeContainer(endpoint: string): Promise<void> {
  const client = new CosmosClient({ endpoint, key: ANY_KEY, connectionPolicy: { enableEndpointDiscovery: false } });
  const { database } = await client.databases.create({ id: 'safeguarding' });
  const backwards = ['/school', '/kind', '/createdAt', '/id'].map((path) => ({ path, order: 'descending' as const }));
  await database.containers.create({
    id: 'records',
    partitionKey: { paths: ['/school'] },
    defaultTtl: -1,
    indexingPolicy: { ...INDEXING_POLICY, compositeIndexes: [...INDEXING_POLICY.compositeIndexes, backwards] },
  });
  client.dispose();
}

import { randomUUID } from 'node:crypto';
import { CosmosClient } from '@azure/cosmos';
import { DefaultAzureCredential } from '@azure/identity';
import { test } from 'vitest';
import { createCosmosRecordStore } from '../../../src/store/cosmos/record-store.ts';
import { describeRecordStore } from '../../contract/record-store.ts';
import { openedCosmos } from './opened-cosmos.ts';

// The real thing, or Microsoft's emulator: a database of its own for every test, removed afterwards. An identity needs
// a role that may make databases, which the roles of the data plane do not allow; see docs/cosmos.md.

const { COSMOS_TEST_ENDPOINT: endpoint, COSMOS_TEST_KEY: key } = process.env;

if (endpoint === undefined || endpoint === '') {
  test('a real account was not tried: COSMOS_TEST_ENDPOINT names none', () => {
    process.stdout.write(
      'Azure Cosmos DB itself was not tried, for COSMOS_TEST_ENDPOINT names no account or emulator.\n',
    );
  });
} else {
  describeRecordStore(`Cosmos DB at ${new URL(endpoint).host}`, async () => {
    const database = `safeguarding-test-${randomUUID()}`;
    const credential =
      key === undefined
        ? ({ kind: 'identity', credential: new DefaultAzureCredential() } as const)
        : ({ kind: 'key', key } as const);
    const open = () => createCosmosRecordStore({ endpoint, database, credential, requestTimeoutMs: 10_000 });
    return await openedCosmos(open, async () => {
      const client = new CosmosClient({
        endpoint,
        ...(credential.kind === 'key' ? { key: credential.key } : { aadCredentials: credential.credential }),
        connectionPolicy: { enableEndpointDiscovery: false },
      });
      await client.database(database).delete();
      client.dispose();
    });
  });
}

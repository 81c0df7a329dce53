import { CosmosClient, type CosmosClientOptions } from '@azure/cosmos';
import type { HttpClient } from './http-client.ts';

/** How the service shows Azure Cosmos DB who it is: by its identity, or, for an emulator, by the account's key. */
export type CosmosCredential =
  | { readonly kind: 'identity'; readonly credential: NonNullable<CosmosClientOptions['aadCredentials']> }
  | { readonly kind: 'key'; readonly key: string };

/** The one client of a store. Each request is made once and ends within `requestTimeoutMs`; see call.ts. */
export function createClient(
  endpoint: string,
  credential: CosmosCredential,
  requestTimeoutMs: number,
  httpClient: HttpClient,
): CosmosClient {
  return new CosmosClient({
    endpoint,
    ...(credential.kind === 'key' ? { key: credential.key } : { aadCredentials: credential.credential }),
    // Asked for by name: only then does the library send along what the session has seen.
    consistencyLevel: 'Session',
    userAgentSuffix: 'safeguarding-bot',
    httpClient,
    connectionPolicy: {
      requestTimeout: requestTimeoutMs,
      retryOptions: { maxRetryAttemptCount: 0, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 0 },
      // The endpoint of the account leads to the region that takes writes, also after it has moved. Looking for others
      // would repeat what failed a hundred times over, and ask for the account again every few minutes.
      enableEndpointDiscovery: false,
      enableBackgroundEndpointRefreshing: false,
      useMultipleWriteLocations: false,
    },
  });
}

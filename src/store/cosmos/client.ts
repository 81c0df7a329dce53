import { CosmosClient, type CosmosClientOptions } from '@azure/cosmos';
import type { HttpClient } from './exchange.ts';

/** How the service shows Azure Cosmos DB who it is: by its identity, or, for an emulator, by the account's key. */
export type CosmosCredential =
  | { readonly kind: 'identity'; readonly credential: NonNullable<CosmosClientOptions['aadCredentials']> }
  | { readonly kind: 'key'; readonly key: string };

/** A client with a session of its own. Each request is made once and ends within `requestTimeoutMs`; see call.ts. */
export function createClient(
  endpoint: string,
  credential: CosmosCredential,
  requestTimeoutMs: number,
  httpClient: HttpClient,
): CosmosClient {
  return new CosmosClient({
    endpoint,
    ...(credential.kind === 'key'
      ? { key: credential.key }
      : // Named, so that the library never asks for a token that is good for every account instead.
        { aadCredentials: credential.credential, aadScope: `${new URL(endpoint).origin}/.default` }),
    // Asked for by name: only then does the library send along what the session has seen.
    consistencyLevel: 'Session',
    userAgentSuffix: 'safeguarding-bot',
    httpClient,
    connectionPolicy: {
      requestTimeout: requestTimeoutMs,
      retryOptions: { maxRetryAttemptCount: 0, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 0 },
      // The name of the account leads to the region that takes writes, also after it has moved: see connections.ts.
      // Looking for others would repeat what failed a hundred times over, and ask for the account every few minutes.
      enableEndpointDiscovery: false,
      enableBackgroundEndpointRefreshing: false,
      useMultipleWriteLocations: false,
    },
  });
}

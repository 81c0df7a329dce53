import { createConnections } from './connections.ts';
import { exchange, type HttpClient, type HttpRequest } from './exchange.ts';

/** How many requests of a kind were made, and what they cost together, in request units. */
export interface RequestUnits {
  readonly requests: number;
  readonly requestUnits: number;
}

/**
 * Makes each request once, over connections of its own, and keeps the account of what they cost, by kind. Around its own
 * client the library repeats reads by itself, a second apart and ten times over, when a connection breaks; what is
 * repeated here, and for how long, is decided in call.ts.
 */
export function createHttpClient() {
  const connections = createConnections();
  const spent = new Map<string, RequestUnits>();

  function charge(kind: string, units: number): void {
    const { requests, requestUnits } = spent.get(kind) ?? { requests: 0, requestUnits: 0 };
    spent.set(kind, { requests: requests + 1, requestUnits: requestUnits + units });
  }

  const client: HttpClient = {
    async sendRequest(request) {
      try {
        const { status, headers, text } = await exchange(request, connections);
        charge(kindOf(request), Number(headers.get('x-ms-request-charge') ?? 0));
        if (isElsewhere(status, headers.get('x-ms-substatus'))) connections.renew();
        return { request, status, headers: asTheLibraryHasThem(headers), bodyAsText: text };
      } catch (thrown) {
        connections.renew();
        throw thrown;
      }
    },
  };

  return {
    client,
    spent: (): Readonly<Record<string, RequestUnits>> => Object.fromEntries(spent),
    close: connections.close,
  };
}

/** Whether this address does not serve, so that the account may be at another by now: see verdict.ts. */
function isElsewhere(status: number, subStatus: string | null): boolean {
  return status === 503 || (status === 403 && (subStatus === '3' || subStatus === '1008'));
}

function kindOf({ url, method, headers }: HttpRequest): string {
  if (!/\/docs(\/|$)/.test(new URL(url).pathname)) return 'metadata';
  if (headers.has('x-ms-cosmos-is-query-plan-request')) return 'query plan';
  if (headers.has('x-ms-documentdb-isquery')) return 'query';
  if (headers.has('x-ms-documentdb-is-upsert')) return 'upsert';
  return { GET: 'read', POST: 'create', PUT: 'replace', DELETE: 'remove' }[method as string] ?? method;
}

function asTheLibraryHasThem(headers: Headers): HttpRequest['headers'] {
  return {
    get: (name) => headers.get(name) ?? undefined,
    has: (name) => headers.has(name),
    set: (name, value) => headers.set(name, String(value)),
    delete: (name) => headers.delete(name),
    toJSON: () => Object.fromEntries(headers),
    [Symbol.iterator]: () => headers.entries(),
  };
}

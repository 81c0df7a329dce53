import type { CosmosClientOptions } from '@azure/cosmos';

export type HttpClient = NonNullable<CosmosClientOptions['httpClient']>;
type HttpRequest = Parameters<HttpClient['sendRequest']>[0];

/** How many requests of a kind were made, and what they cost together, in request units. */
export interface RequestUnits {
  readonly requests: number;
  readonly requestUnits: number;
}

/**
 * Makes each request once, and keeps the account of what they cost, by kind. Around its own client the library repeats
 * reads by itself, a second apart and ten times over, when a connection breaks; what is repeated here, and for how
 * long, is decided in call.ts.
 */
export function createHttpClient() {
  const spent = new Map<string, RequestUnits>();

  function charge(kind: string, units: number): void {
    const { requests, requestUnits } = spent.get(kind) ?? { requests: 0, requestUnits: 0 };
    spent.set(kind, { requests: requests + 1, requestUnits: requestUnits + units });
  }

  const client: HttpClient = {
    async sendRequest(request) {
      const { url, method, body, abortSignal } = request;
      const answer = await sent(
        fetch(url, {
          method,
          headers: request.headers.toJSON(),
          redirect: 'error',
          ...(typeof body === 'string' ? { body } : {}),
          ...(abortSignal instanceof AbortSignal ? { signal: abortSignal } : {}),
        }),
      );
      charge(kindOf(request), Number(answer.headers.get('x-ms-request-charge') ?? 0));
      const headers = asTheLibraryHasThem(answer.headers);
      return { request, status: answer.status, headers, bodyAsText: await sent(answer.text()) };
    },
  };

  return { client, spent: (): Readonly<Record<string, RequestUnits>> => Object.fromEntries(spent) };
}

function kindOf({ url, method, headers }: HttpRequest): string {
  if (!/\/docs(\/|$)/.test(new URL(url).pathname)) return 'metadata';
  if (headers.has('x-ms-cosmos-is-query-plan-request')) return 'query plan';
  if (headers.has('x-ms-documentdb-isquery')) return 'query';
  if (headers.has('x-ms-documentdb-is-upsert')) return 'upsert';
  return { GET: 'read', POST: 'create', PUT: 'replace', DELETE: 'remove' }[method as string] ?? method;
}

/** A broken connection has the code of its cause, which the library does not know and so does not act on. */
async function sent<T>(sending: Promise<T>): Promise<T> {
  try {
    return await sending;
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    throw new ConnectionBroken('the connection broke', { cause: thrown });
  }
}

class ConnectionBroken extends Error {
  /** The system's code, such as `ECONNRESET`. */
  readonly connection: string;

  constructor(message: string, { cause }: { readonly cause: TypeError }) {
    super(message, { cause });
    const below = cause.cause;
    this.connection = typeof below === 'object' && below !== null ? String(Reflect.get(below, 'code')) : 'unknown';
  }
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

import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Answer, type Asked, createAccount, partsOf, type RequestKind } from './cosmos/account.ts';
import { authorise } from './cosmos/authorise.ts';
import type { Json } from './cosmos/evaluate.ts';
import { Refusal } from './cosmos/refusal.ts';
import { createTroubles, type Trouble, type TroubleOptions, troubles } from './cosmos/trouble.ts';

export { troubles };

export interface FakeCosmosOptions {
  /** The account's key, in base64; a random one if not given. */
  readonly key?: string;
  /** In milliseconds since 1970: the `Date` of answers, `_ts` and what has lived its time. */
  readonly now?: () => number;
  /** Physical partitions of each container; 1 if not given. */
  readonly ranges?: number;
  /** Which tokens of identities are accepted; all if not given. */
  readonly acceptsToken?: (token: string) => boolean;
  readonly mayCreate?: boolean;
  readonly writesInSeveralRegions?: boolean;
  /** Whether documents that have lived their time are still shown, as by a service that has not come to it. */
  readonly removesLate?: boolean;
  readonly port?: number;
  /** Speaks TLS with this certificate, as identities need it. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A request that came, and what became of it. */
export interface SeenRequest extends Asked {
  /** Undefined while it waits, and where no answer left. */
  readonly status: number | undefined;
  /** In request units. */
  readonly charge: number;
}

/**
 * Starts Azure Cosmos DB on this machine, as far as the REST calls go that a store of documents makes. It keeps what
 * learn.microsoft.com says of the REST API of Azure Cosmos DB for NoSQL, in memory, for any number of clients and
 * processes, and can be made to fail as the real one does. Written apart from the product.
 */
export async function startFakeCosmos(options: FakeCosmosOptions = {}) {
  const { key = randomBytes(64).toString('base64'), ranges = 1, acceptsToken = () => true } = options;
  let now = options.now ?? Date.now;
  let mayCreate = options.mayCreate ?? true;
  let lagging = false;
  const account = createAccount({
    now: () => now(),
    ranges,
    mayCreate: () => mayCreate,
    isLagging: () => lagging,
    writesInSeveralRegions: options.writesInSeveralRegions ?? false,
    removesLate: options.removesLate ?? false,
  });
  const troublesInForce = createTroubles<Asked>(({ kind }) => OF_DATA.includes(kind));
  const seen: { -readonly [Field in keyof SeenRequest]: SeenRequest[Field] }[] = [];

  const waiting = new Set<() => void>();
  function tellArrived(): void {
    for (const look of waiting) look();
  }

  /** Does what is asked, or says why not. */
  function done(asked: Asked): Answer {
    try {
      authorise(asked, key, acceptsToken);
      return account.answer(asked);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return refused(thrown.status, thrown.subStatus, thrown.message, thrown.more);
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await understand(request);
    const record = { ...asked, status: undefined as number | undefined, charge: 0 };
    seen.push(record);
    const trouble = troublesInForce.meet(asked);
    tellArrived();
    if (trouble?.kind === 'slow') await trouble.until();
    const answer = answerTo(asked, trouble);
    if (answer === 'hang') return;
    if (answer === 'reset') return void request.socket.resetAndDestroy();
    record.status = answer.status;
    record.charge = answer.charge;
    send(asked, answer, response);
  }

  function answerTo(asked: Asked, trouble: Trouble | undefined): Answer | 'hang' | 'reset' {
    switch (trouble?.kind) {
      case undefined:
      case 'slow':
        return done(asked);
      case 'throttle': {
        const { retryAfterMs } = trouble;
        const told = retryAfterMs === undefined ? {} : { 'x-ms-retry-after-ms': String(retryAfterMs) };
        return { ...refused(429, 3200, 'Request rate is large.'), headers: { ...told, 'x-ms-substatus': '3200' } };
      }
      case 'answer':
        if (trouble.afterCommit) done(asked);
        return refused(trouble.status, trouble.subStatus, 'Made to fail.');
      case 'hang':
      case 'reset':
        if (trouble.afterCommit) done(asked);
        return trouble.kind;
      default:
        return trouble satisfies undefined;
    }
  }

  function send(asked: Asked, answer: Answer, response: ServerResponse): void {
    const [, database, , id] = partsOf(asked.path);
    const container = database === undefined || id === undefined ? undefined : account.container(database, id);
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      date: new Date(now()).toUTCString(),
      'x-ms-activity-id': randomUUID(),
      'x-ms-request-charge': String(answer.charge),
      ...(container === undefined
        ? {}
        : {
            'x-ms-session-token': Array.from({ length: ranges }, (_, at) => `${at}:-1#${container.writes()}`).join(),
            'x-ms-alt-content-path': `dbs/${database}/colls/${id}`,
            'x-ms-content-path': container.rid,
          }),
      ...answer.headers,
    });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  let server: Server;
  async function listen(port: number): Promise<number> {
    const handle = (request: IncomingMessage, response: ServerResponse) => {
      serve(request, response).catch((thrown: unknown) => {
        // Seen by the test that made it happen, as an answer that no service gives.
        if (!response.headersSent) response.writeHead(599);
        response.end(JSON.stringify({ message: String(thrown) }));
      });
    };
    server = options.tls === undefined ? createServer(handle) : createTlsServer(options.tls, handle);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  }
  async function leave(): Promise<void> {
    if (!server.listening) return;
    const left = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await left;
  }
  const port = await listen(options.port ?? 0);

  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    key,
    /** Every document that stands in any container, as it is kept, whoever reads it. */
    documents: (): readonly Json[] => account.containers().flatMap((each) => each.all(each.writes())),
    /** What a container was made with; undefined where there is none. */
    settings: (database: string, container = 'records') => account.container(database, container)?.settings,
    /** Changes a document behind everybody's back; undefined takes it away. */
    tamper(id: string, change: (document: Json) => Json | undefined): void {
      for (const container of account.containers()) container.tamper(id, change);
    },
    /** Makes the next requests fail, or those that `when` picks. See `troubles`. */
    trouble: (trouble: Trouble, which?: TroubleOptions<Asked>) => troublesInForce.set(trouble, which),
    /** Ends all trouble. */
    calm: () => troublesInForce.end(),
    /** Refuses connections until `comeBack`. */
    away: leave,
    comeBack: async () => void (await listen(port)),
    /** From now on a reader is shown only writes that its session token knows of, as by a copy that lags behind. */
    lag(isLagging: boolean): void {
      lagging = isLagging;
    },
    allowCreating(isAllowed: boolean): void {
      mayCreate = isAllowed;
    },
    /** Every request so far, oldest first. */
    requests: (): readonly SeenRequest[] => seen,
    /** Resolves when so many requests of a kind have come. */
    arrived(kind: RequestKind, count: number): Promise<void> {
      return new Promise((resolve) => {
        const look = () => {
          if (seen.filter((request) => request.kind === kind).length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
    /** Request units by kind of request, since the start or since `forget`. */
    charges(): Readonly<Record<string, { readonly requests: number; readonly charge: number }>> {
      const sums: Record<string, { requests: number; charge: number }> = {};
      for (const { kind, charge } of seen) {
        const sum = sums[kind] ?? { requests: 0, charge: 0 };
        sums[kind] = { requests: sum.requests + 1, charge: Math.round((sum.charge + charge) * 100) / 100 };
      }
      return sums;
    },
    /** Forgets the requests so far, and not the documents. */
    forget(): void {
      seen.length = 0;
    },
    setClock(clock: () => number): void {
      now = clock;
    },
    stop: leave,
  };
}

export type FakeCosmos = Awaited<ReturnType<typeof startFakeCosmos>>;

const OF_DATA: readonly RequestKind[] = ['query', 'create', 'upsert', 'read', 'replace', 'remove'];

async function understand(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', headers } = request;
  const path = new URL(request.url ?? '/', 'http://fake.example').pathname;
  const partition = headers['x-ms-documentdb-partitionkey'];
  const [, , , , list, id] = partsOf(path);
  return {
    kind: kindOf(method, path, headers),
    method,
    path,
    headers,
    body: Buffer.concat(chunks).toString(),
    ...(partition === undefined ? {} : { partition: (JSON.parse(String(partition)) as unknown[])[0] }),
    ...(list === 'docs' && id !== undefined ? { id } : {}),
  };
}

function kindOf(method: string, path: string, headers: NodeJS.Dict<string | string[]>): RequestKind {
  const parts = partsOf(path);
  const says = (name: string) => String(headers[name]).toLowerCase() === 'true';
  if (parts.length === 0) return 'account';
  if (parts.length <= 2) return 'database';
  if (parts.length <= 4) return 'container';
  if (parts[4] === 'pkranges') return 'ranges';
  if (parts[4] !== 'docs') throw new Error(`nothing is kept at ${path}`);
  if (method === 'GET') return 'read';
  if (method === 'PUT') return 'replace';
  if (method === 'DELETE') return 'remove';
  if (says('x-ms-cosmos-is-query-plan-request')) return 'plan';
  if (says('x-ms-documentdb-isquery')) return 'query';
  return says('x-ms-documentdb-is-upsert') ? 'upsert' : 'create';
}

function refused(status: number, subStatus: number, message: string, more: object = {}): Answer {
  const charge = status === 404 || status === 409 || status === 412 ? 1 : 0;
  return {
    status,
    charge,
    body: { code: String(status), message, ...more },
    headers: { 'x-ms-substatus': String(subStatus) },
  };
}

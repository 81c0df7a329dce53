import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../application/faults.ts';

/** A request whose body has been read, as bytes, so that a signature over it can be checked. */
export interface HttpRequest {
  /** A header that was sent twice holds both values, joined, and so is none that anybody would accept. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  /** Sent as JSON; nothing when undefined. */
  readonly body?: unknown;
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpAnswer>;

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  /** What keeps the service from doing its work now, by its name; nothing when it is ready. */
  readonly missing: () => Promise<readonly string[]>;
  /** How many mistakes keep the school files from being taken over now; said to this machine alone. */
  readonly schoolFileMistakes?: () => number;
  /** Told of each request that was answered: its path where it is a known one, and how. */
  readonly answered?: (of: AnsweredRequest) => void;
  /** Told of a request whose handler threw, and of a server that cannot take another. */
  readonly failed: (error: unknown) => void;
  /** How long a request may take to come, in milliseconds; a quarter of a minute if not given. */
  readonly requestWithinMs?: number;
}

/** How a request was answered. */
export interface AnsweredRequest {
  /** One of the paths that are served, or `other`. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** The class of the status, such as `2xx`. */
  readonly outcome: string;
}

/** The most that a request may hold, in bytes; a form with the longest answers has a tenth of it. */
const BODY_LIMIT_BYTES = 1_000_000;
const REQUEST_WITHIN_MS = 15_000;
/** How long closing waits for requests in hand. The service is given ten seconds to stop. */
const CLOSE_WITHIN_MS = 2_300;

const wronglySent = { status: 400, body: { error: 'This request is not sent as HTTP says.' } } as const;
const tooLarge = { status: 413, body: { error: 'This request is too large.' } } as const;

/** The one HTTP server for both chats: `POST` routes that they add, `GET /healthz` and `GET /readyz`. */
export function createHttpServer(options: HttpServerOptions) {
  const routes = new Map<string, HttpHandler>();
  let isClosing = false;
  /** Requests that were taken and not answered yet. */
  let inHand = 0;
  const { requestWithinMs = REQUEST_WITHIN_MS } = options;
  const limits = {
    requestTimeout: requestWithinMs,
    headersTimeout: requestWithinMs,
    // Node looks for what took too long only so often, and each half minute if it is not told.
    connectionsCheckingInterval: requestWithinMs / 5,
    joinDuplicateHeaders: true,
  };
  const server = createServer(limits, (request, response) => {
    const began = performance.now();
    const answered = (given: HttpAnswer) => {
      send(response, given, isClosing);
      tell(pathOf(request), given.status, performance.now() - began);
    };
    void answer(request).then(answered, (error: unknown) => {
      // Whoever went away in the middle of a request is owed nothing.
      if (request.destroyed && !request.complete) return;
      options.failed(error);
      answered({ status: 500, body: { error: 'The service could not do this.' } });
    });
  });

  function tell(path: string, status: number, milliseconds: number): void {
    const isKnown = routes.has(path) || path === '/healthz' || path === '/readyz';
    const outcome = `${Math.floor(status / 100)}xx`;
    options.answered?.({ path: isKnown ? path : 'other', status, milliseconds, outcome });
  }

  async function answer(request: IncomingMessage): Promise<HttpAnswer> {
    const path = pathOf(request);
    if (request.method === 'GET' && path === '/healthz') return { status: 200, body: { alive: true } };
    if (request.method === 'GET' && path === '/readyz') return await readiness(isFromHere(request));
    const handler = routes.get(path);
    if (handler === undefined) return { status: 404, body: { error: 'There is nothing here.' } };
    if (request.method !== 'POST') return { status: 405, body: { error: 'Only POST is answered here.' } };
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity')
      return { status: 415, body: { error: 'Compressed requests are not taken.' } };
    // Whoever stands in front might read anything more in another way than is done here.
    const { httpVersionMajor, headers } = request;
    if (httpVersionMajor !== 1 || !/^chunked$/i.test(headers['transfer-encoding'] ?? 'chunked')) return wronglySent;
    if (Number(request.headers['content-length']) > BODY_LIMIT_BYTES) return tooLarge;
    const body = await readBody(request);
    return body === undefined ? tooLarge : await handled(handler, { headers: request.headers, body });
  }

  async function handled(handler: HttpHandler, request: HttpRequest): Promise<HttpAnswer> {
    inHand++;
    try {
      return await handler(request);
    } finally {
      inHand--;
    }
  }

  async function readiness(isHere: boolean): Promise<HttpAnswer> {
    const missing = await options.missing();
    const schoolFileMistakes = isHere ? (options.schoolFileMistakes?.() ?? 0) : 0;
    const more = schoolFileMistakes > 0 ? { schoolFileMistakes } : {};
    if (missing.length === 0) return { status: 200, body: { ready: true, ...more } };
    return { status: 503, body: { ready: false, missing, ...more } };
  }

  return {
    /** Adds `POST path`. */
    post(path: string, handler: HttpHandler): void {
      routes.set(path, handler);
    },
    /** Resolves with the port when it listens. Rejects when the port is taken. */
    listen(): Promise<number> {
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, options.host, () => {
          server.off('error', reject);
          server.on('error', options.failed);
          resolve((server.address() as AddressInfo).port);
        });
      });
    },
    /**
     * Answers on for `lingerMs`, each connection for the last time, so that whoever asks hears that it stops. Then takes
     * no more requests, and resolves when those in hand are finished. Rejects when one took longer and was cut off.
     */
    async close({ lingerMs = 0, withinMs = CLOSE_WITHIN_MS }: Closing = {}): Promise<void> {
      isClosing = true;
      if (lingerMs > 0) await pause(lingerMs);
      await new Promise<void>((resolve, reject) => {
        const cutOff = setTimeout(() => {
          // What never came to its end was never taken.
          if (inHand > 0) reject(requestsSlow());
          server.closeAllConnections();
        }, withinMs);
        server.close(() => {
          clearTimeout(cutOff);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}

interface Closing {
  readonly lingerMs?: number;
  readonly withinMs?: number;
}

function requestsSlow(): Fault {
  return new Fault('a request was still in hand when the service stopped', {
    code: 'requests-slow',
    whatToDo: 'Look whether the record store or a chat was slow then.',
  });
}

export type HttpServer = ReturnType<typeof createHttpServer>;

/** Whoever looks after the service, beside it. */
function isFromHere({ socket }: IncomingMessage): boolean {
  return socket.remoteAddress !== undefined && socket.remoteAddress === socket.localAddress;
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0] ?? '';
}

/** The body, or undefined when it is larger than is allowed. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= BODY_LIMIT_BYTES) parts.push(part);
  }
  return size > BODY_LIMIT_BYTES ? undefined : Buffer.concat(parts);
}

function send(response: ServerResponse, { status, body }: HttpAnswer, isLast: boolean): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...(status === 405 ? { allow: 'POST' } : {}),
    // What is left of a body that is not wanted is not waited for; nor is another request when the service closes.
    ...(isLast || status === 400 || status === 413 || status === 415 ? { connection: 'close' } : {}),
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

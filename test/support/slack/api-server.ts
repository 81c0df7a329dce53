import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Activity } from './activity.ts';
import { type ApiAnswer, type Args, failed, type Scene, said } from './api.ts';
import { APP_METHODS, methods, OPEN_METHODS, scopesOf } from './methods.ts';
import type { Troubles } from './trouble.ts';

/** A call of the Web API that reached the fake. */
export interface ApiCall {
  readonly method: string;
  readonly args: Args;
  readonly token: string;
  /** What it was answered; undefined when no answer of the API was given. */
  answer: ApiAnswer | undefined;
}

export interface ApiServerParts {
  readonly tokens: { readonly bot: string; readonly app: string };
  readonly activity: Activity;
  readonly troubles: Troubles;
  readonly scene: () => Scene;
  /** Something was sent to a `response_url`; false when it is not known. */
  readonly respond: (id: string, body: Args) => boolean;
}

/** The arguments that travel as JSON. */
const JSON_ARGUMENTS = ['blocks', 'view', 'attachments', 'metadata'];

/** Slack's Web API on this machine. */
export async function startApiServer({ tokens, activity, troubles, scene, respond }: ApiServerParts) {
  const calls: ApiCall[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => void answer(request, response));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = activity.begin();
    response.on('close', end);
    const path = new URL(request.url ?? '', address).pathname;
    const args = argumentsOf(await text(request), request.headers['content-type'] ?? '');
    const [, respondTo] = /^\/respond\/(\w+)$/.exec(path) ?? [];
    if (respondTo !== undefined) {
      send(response, respond(respondTo, args ?? {}) ? 200 : 404, { ok: true });
    } else {
      const [, method = ''] = /^\/api\/([\w.]+)$/.exec(path) ?? [];
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? said(args ?? {}, 'token');
      const call: ApiCall = { method, args: args ?? {}, token, answer: undefined };
      calls.push(call);
      // What hangs is not waited for.
      if (!answerCall(call, args, response)) end();
    }
  }

  /** False when there will be no answer. */
  function answerCall(call: ApiCall, args: Args | undefined, response: ServerResponse): boolean {
    const { method } = call;
    const trouble = troubles.next(method, said(call.args, 'channel'));
    if (trouble?.does === 'hangs') return false;
    if (trouble?.does === 'breaks') {
      response.destroy();
    } else if (trouble?.does === 'limits') {
      const headers = { 'retry-after': String(trouble.retryAfterSeconds) };
      send(response, 429, { ok: false, error: 'ratelimited' }, headers);
    } else if (trouble?.does === 'fails') {
      response.writeHead(trouble.status, { 'content-type': 'text/html' }).end('<html>Something went wrong</html>');
    } else {
      call.answer = trouble?.does === 'refuses' ? failed(trouble.error) : done(call, args);
      if (trouble?.does === 'takes-and-breaks') response.destroy();
      else send(response, 200, call.answer, scopesSaid(call));
    }
    return true;
  }

  /** Slack says with each answer what the token that was sent may do. */
  function scopesSaid({ token }: ApiCall): Record<string, string> {
    const { scopes } = scene();
    return scopes === undefined || token !== tokens.bot ? {} : { 'x-oauth-scopes': scopes.join(',') };
  }

  function done({ method, token }: ApiCall, args: Args | undefined): ApiAnswer {
    const found = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (found === undefined) return failed('unknown_method');
    if (args === undefined) return failed('invalid_json');
    const wanted = APP_METHODS.includes(method) ? tokens.app : tokens.bot;
    if (!OPEN_METHODS.includes(method)) {
      if (token === '') return failed('not_authed');
      if (token !== wanted)
        return failed(token === tokens.bot || token === tokens.app ? 'not_allowed_token_type' : 'invalid_auth');
    }
    const { scopes } = scene();
    const needed = scopesOf[method] ?? [];
    if (scopes !== undefined && needed.length > 0 && !needed.some((scope) => scopes.includes(scope)))
      return { ...failed('missing_scope'), needed: needed.join(), provided: scopes.join() };
    const { token: _, ...rest } = args;
    return found(rest, scene());
  }

  return {
    server,
    address,
    calls: calls as readonly ApiCall[],
    /** Ends every connection. */
    cut(): void {
      for (const socket of sockets) socket.destroy();
    },
    async stop(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Undefined when something in it is no JSON that should be. */
function argumentsOf(body: string, type: string): Args | undefined {
  try {
    if (type.startsWith('application/json')) return JSON.parse(body) as Args;
    const entries = [...new URLSearchParams(body)];
    return Object.fromEntries(
      entries.map(([name, value]) => [name, JSON_ARGUMENTS.includes(name) ? (JSON.parse(value) as unknown) : value]),
    );
  } catch {
    return undefined;
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

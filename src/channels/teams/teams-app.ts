import { App, type HttpRouteHandler, type IHttpServerAdapter } from '@microsoft/teams.apps';
import type { ILogger } from '@microsoft/teams.common';
import type { HttpHandler, HttpServer } from '../http-server.ts';
import { isServiceToken } from './service-token.ts';

export interface TeamsAppOptions {
  readonly server: HttpServer;
  /** How the bot proves itself to Teams, and what its callers must be meant for. */
  readonly credentials:
    | { readonly kind: 'secret'; readonly clientId: string; readonly tenantId: string; readonly clientSecret: string }
    | { readonly kind: 'managed-identity'; readonly clientId: string; readonly tenantId: string; readonly identityClientId: string }
    /** Only for the local try-out: requests are not checked. The server must listen on loopback. */
    | { readonly kind: 'none-local' };
  readonly serviceUrl: string;
  /** Something went wrong within the SDK; it is not said what, as that may hold content. */
  readonly troubled: () => void;
}

/** How long a call to Teams may last, in milliseconds; shorter than a message is claimed for. */
const CALL_WITHIN_MS = 10_000;

/** The Teams SDK on our own HTTP server. Its routing is not used: every activity goes to one handler. */
export function createTeamsApp(options: TeamsAppOptions): App {
  const { credentials } = options;
  return new App({
    httpServerAdapter: serverAdapter(options.server, credentials.kind !== 'none-local'),
    dangerouslyAllowUnauthenticatedRequests: credentials.kind === 'none-local',
    serviceUrl: options.serviceUrl,
    client: { timeout: CALL_WITHIN_MS },
    logger: quietLogger(options.troubled),
    telemetry: { agent365: false },
    ...(credentials.kind === 'none-local' ? {} : { clientId: credentials.clientId, tenantId: credentials.tenantId }),
    ...(credentials.kind === 'secret' ? { clientSecret: credentials.clientSecret } : {}),
    ...(credentials.kind === 'managed-identity' ? { managedIdentityClientId: credentials.identityClientId } : {}),
  });
}

function serverAdapter(server: HttpServer, isChecked: boolean): IHttpServerAdapter {
  return {
    registerRoute: (_method, path, handler) => server.post(path, asHttpHandler(handler, isChecked)),
  };
}

function asHttpHandler(handler: HttpRouteHandler, isChecked: boolean): HttpHandler {
  return async ({ headers, body }) => {
    if (isChecked && !isServiceToken(headers.authorization)) return { status: 401, body: { error: 'Not authorised.' } };
    const parsed = parseJson(body);
    if (parsed === undefined) return { status: 400, body: { error: 'The body must be JSON.' } };
    const plain = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    return await handler({ headers: Object.fromEntries(plain), body: parsed });
  };
}

function parseJson(body: Buffer): object | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The SDK's own log would hold whole activities; only that there was trouble is passed on. */
function quietLogger(troubled: () => void): ILogger {
  const nothing = () => undefined;
  const logger: ILogger = {
    debug: nothing,
    info: nothing,
    trace: nothing,
    warn: nothing,
    error: troubled,
    log: (level) => (level === 'error' ? troubled() : undefined),
    child: () => logger,
  };
  return logger;
}

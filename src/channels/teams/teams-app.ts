import { type CloudEnvironment, PUBLIC } from '@microsoft/teams.api';
import { App, type AppOptions, type HttpRouteHandler, type IHttpServerAdapter } from '@microsoft/teams.apps';
import { z } from 'zod';
import { createGuardedHttp, type GuardedHttp } from '../guarded-http.ts';
import type { HttpAnswer, HttpHandler, HttpRequest, HttpServer } from '../http-server.ts';
import { readActivity } from './activity.ts';
import { createServiceKeys } from './service-keys.ts';
import { createServiceTokenCheck } from './service-token.ts';

export interface TeamsAppOptions {
  readonly server: HttpServer;
  /** How the bot proves itself to Teams, and what its callers must be meant for. */
  readonly credentials:
    | { readonly kind: 'secret'; readonly clientId: string; readonly tenantId: string; readonly clientSecret: string }
    | {
        readonly kind: 'managed-identity';
        readonly clientId: string;
        readonly tenantId: string;
        readonly identityClientId: string;
      }
    /** By tokens that are got elsewhere. */
    | {
        readonly kind: 'token';
        readonly clientId: string;
        readonly tenantId: string;
        readonly token: () => Promise<string>;
      }
    /** Only for the local try-out: requests are not checked. The server must listen on loopback. */
    | { readonly kind: 'none-local' };
  readonly serviceUrl: string;
  /** Whose Microsoft cloud it is; the public one if not given. */
  readonly cloud?: CloudEnvironment;
  /** The way to Teams; one of the app's own if not given. Not closed by the app: what is being said is said to its end. */
  readonly http?: GuardedHttp;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
  /** Something went wrong before an activity was taken: a code, never content. */
  readonly troubled: (of: { readonly code: string }) => void;
}

/** How long a call to Teams may last, in milliseconds; shorter than a message is claimed for. */
const CALL_WITHIN_MS = 9_000;
/** What Teams answers to this product is far smaller, also where it comes compressed. */
const MOST_BYTES = 4_000_000;

/** The Teams SDK on our own HTTP server. Its routing is not used: every activity goes to one handler. */
export function createTeamsApp(options: TeamsAppOptions): App {
  const { credentials, cloud = PUBLIC, http = createGuardedHttp(), nowMs = () => Date.now() } = options;
  return new App({
    httpServerAdapter: serverAdapter(options, guardFor(credentials, cloud, nowMs)),
    dangerouslyAllowUnauthenticatedRequests: credentials.kind === 'none-local',
    serviceUrl: options.serviceUrl,
    cloud,
    client: { timeout: CALL_WITHIN_MS, interceptors: [{ request: ({ config }) => overOurHttp(config, http) }] },
    logger: quietLogger(() => options.troubled({ code: 'teams-sdk' })),
    telemetry: { agent365: false },
    ...proofOf(credentials),
  });
}

/**
 * By our own connections alone: no redirection is followed, no proxy found that Node does not know of, and no answer read
 * that is too long.
 */
function overOurHttp<Config extends object>(config: Config, http: GuardedHttp): Config {
  return { ...config, transport: { request: http.request }, proxy: false, maxContentLength: MOST_BYTES };
}

/** What is not given, the SDK would take from the environment by itself: so nothing is left out. */
function proofOf(credentials: TeamsAppOptions['credentials']) {
  const none = { clientId: '', tenantId: '', clientSecret: '', managedIdentityClientId: '' };
  switch (credentials.kind) {
    case 'secret': {
      const { clientId, tenantId, clientSecret } = credentials;
      return { ...none, clientId, tenantId, clientSecret };
    }
    case 'managed-identity': {
      const { clientId, tenantId, identityClientId } = credentials;
      return { ...none, clientId, tenantId, managedIdentityClientId: identityClientId };
    }
    case 'token': {
      const { clientId, tenantId, token } = credentials;
      return { ...none, clientId, tenantId, token };
    }
    case 'none-local':
      return none;
    default:
      return credentials satisfies never;
  }
}

/** Says why a request is not let through to the SDK; undefined when it is. */
type Guard = (request: HttpRequest, body: object) => Promise<HttpAnswer | undefined>;

const notAuthorised = { status: 401, body: { error: 'Not authorised.' } } as const;

function guardFor(credentials: TeamsAppOptions['credentials'], cloud: CloudEnvironment, nowMs: () => number): Guard {
  if (credentials.kind === 'none-local') return guardTryOut;
  const keys = createServiceKeys({ openIdMetadataUrl: cloud.openIdMetadataUrl });
  const { clientId } = credentials;
  const isServiceToken = createServiceTokenCheck({ issuer: cloud.tokenIssuer, clientId, keys, nowMs });
  return async ({ headers }, body) => ((await isServiceToken(headers.authorization, body)) ? undefined : notAuthorised);
}

const localBodySchema = z.object({
  serviceUrl: z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/ }),
});

/**
 * In the try-out anybody on this machine is believed, and nobody beyond it: no page that a browser has open, and no
 * activity that asks for its answer to be sent elsewhere.
 */
async function guardTryOut({ headers }: HttpRequest, body: object): Promise<HttpAnswer | undefined> {
  return headers.origin === undefined && localBodySchema.safeParse(body).success ? undefined : notAuthorised;
}

function serverAdapter(options: TeamsAppOptions, guard: Guard): IHttpServerAdapter {
  return {
    registerRoute: (_method, path, handler) =>
      options.server.post(path, asHttpHandler(handler, guard, options.troubled)),
  };
}

function asHttpHandler(handler: HttpRouteHandler, guard: Guard, troubled: TeamsAppOptions['troubled']): HttpHandler {
  return async (request) => {
    const { headers, body } = request;
    if (!/^application\/json(;|$)/i.test(headers['content-type'] ?? ''))
      return { status: 415, body: { error: 'The body must be JSON.' } };
    const parsed = parseJson(body);
    if (parsed === undefined) return { status: 400, body: { error: 'The body must be JSON.' } };
    const refused = await guard(request, parsed);
    if (refused !== undefined) return refused;
    // The SDK trusts the form of what comes in; so only what has the right form reaches it, and no more of it.
    const activity = readActivity(parsed);
    if (activity === 'of no interest') return { status: 200 };
    if (activity === 'malformed') {
      troubled({ code: 'malformed-activity' });
      return { status: 400, body: { error: 'This is no activity of Teams.' } };
    }
    return await handler({ headers: { authorization: headers.authorization ?? '' }, body: activity });
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

type Logger = NonNullable<AppOptions<never>['logger']>;

/** The SDK's own log would hold whole activities; only that there was trouble is passed on. */
function quietLogger(troubled: () => void): Logger {
  const nothing = () => undefined;
  const logger: Logger = {
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

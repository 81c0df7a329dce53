import { type CloudEnvironment, PUBLIC, withOverrides } from '@microsoft/teams.api';
import { App, type AppOptions, type HttpRouteHandler, type IHttpServerAdapter } from '@microsoft/teams.apps';
import { createGuardedHttp, type GuardedHttp } from '../guarded-http.ts';
import type { HttpHandler, HttpServer } from '../http-server.ts';
import { type MayReach, wayOutTo } from '../outgoing-hosts.ts';
import { readActivity } from './activity.ts';
import { createBotToken } from './bot-token.ts';
import { createGuard, type Guard } from './guard.ts';

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
  /** Whether a school is served that has this tenant, now. Nobody of any other is let in; of none, if not given. */
  readonly knowsTenant?: (tenantId: string) => boolean;
  /** For tests: what stands on this machine for Microsoft Entra and the Bot Framework's keys. */
  readonly loginUrl?: string | undefined;
  /** The way to Teams; one of the app's own if not given. Not closed by the app: what is being said is said to its end. */
  readonly http?: GuardedHttp;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
  /** Something went wrong before an activity was taken: a code, never content. */
  readonly troubled: (of: { readonly code: string }) => void;
}

/** How long a call to Teams may last, in milliseconds; shorter than a message is claimed for. */
const CALL_WITHIN_MS = 9_000;
/** What Teams answers to this product is far smaller, also where it comes compressed. */
const MOST_BYTES = 4_000_000;

/** The Teams SDK on our own HTTP server. Its routing is not used: every activity goes to one handler. */
export function createTeamsApp(options: TeamsAppOptions): App {
  const { credentials, http = createGuardedHttp({ mayReach: wayOutOf(options) }) } = options;
  const { knowsTenant = () => false } = options;
  const cloud = cloudOf(options);
  const clientId = credentials.kind === 'none-local' ? undefined : credentials.clientId;
  return new App({
    httpServerAdapter: serverAdapter(options, createGuard({ ...options, clientId, cloud, knowsTenant })),
    // What did not come by the guard, the SDK refuses.
    dangerouslyAllowUnauthenticatedRequests: false,
    serviceUrl: options.serviceUrl,
    cloud,
    client: { timeout: CALL_WITHIN_MS, interceptors: [{ request: ({ config }) => overOurHttp(config, http) }] },
    logger: quietLogger(() => options.troubled({ code: 'teams-sdk' })),
    telemetry: { agent365: false },
    ...proofOf(credentials, cloud),
  });
}

/** Where such an app may speak to. */
export function wayOutOf({ credentials, serviceUrl }: Pick<TeamsAppOptions, 'credentials' | 'serviceUrl'>): MayReach {
  return wayOutTo('Teams', { also: [serviceUrl], isHere: credentials.kind === 'none-local' });
}

function cloudOf({ cloud = PUBLIC, loginUrl }: TeamsAppOptions): CloudEnvironment {
  if (loginUrl === undefined) return cloud;
  const loginEndpoint = loginUrl.replace(/\/$/, '');
  return withOverrides(cloud, {
    loginEndpoint,
    openIdMetadataUrl: `${loginEndpoint}/v1/.well-known/openidconfiguration`,
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
function proofOf(credentials: TeamsAppOptions['credentials'], cloud: CloudEnvironment) {
  const none = { clientId: '', tenantId: '', clientSecret: '', managedIdentityClientId: '' };
  switch (credentials.kind) {
    case 'secret': {
      const { clientId, tenantId } = credentials;
      const { loginEndpoint, botScope: scope } = cloud;
      const mayReach = wayOutTo('Teams', { also: [loginEndpoint] });
      return { ...none, clientId, tenantId, token: createBotToken({ ...credentials, loginEndpoint, scope, mayReach }) };
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
    return await handler({ headers: {}, body: activity, token: letThrough(activity.serviceUrl) });
  };
}

/** What the SDK is to know of who sent an activity: that it was looked at before. It checks nothing again then. */
function letThrough(serviceUrl: string): NonNullable<Parameters<HttpRouteHandler>[0]['token']> {
  return { appId: '', from: 'azure', fromId: '', serviceUrl, isExpired: () => false };
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

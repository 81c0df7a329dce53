import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

// Who issues tokens to bots and to the Teams service: login.botframework.com and login.microsoftonline.com, as far as a
// bot asks them anything (learn.microsoft.com, Authentication with the Bot Connector API). Written apart from the
// product.

/** A key pair that signs tokens. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** The chats that it vouches for; null where it does not say. */
  readonly endorsements: readonly string[] | null;
}

export function aKey(kid: string, endorsements: readonly string[] | null = ['msteams', 'skype']): SigningKey {
  return { kid, endorsements, privateKey: generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey };
}

export interface TokenParts {
  readonly key: SigningKey;
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
}

/** A token of these claims, signed as its header says. A claim that is undefined is left out. */
export function aToken({ key, header = {}, claims = {} }: TokenParts): string {
  const head = { typ: 'JWT', alg: 'RS256', kid: key.kid, x5t: key.kid, ...header };
  const signed = `${part(head)}.${part(claims)}`;
  const signature = {
    none: () => '',
    HS256: () => createHmac('sha256', publicPem(key)).update(signed).digest('base64url'),
    RS256: () => sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url'),
    RS512: () => sign('sha512', Buffer.from(signed), key.privateKey).toString('base64url'),
  }[String(head.alg)];
  if (signature === undefined) throw new Error(`no such way to sign: ${head.alg}`);
  return `${signed}.${signature()}`;
}

/** What the Teams service sends as `Authorization` with an activity that names this service address. */
export function bearerOfTeams({ key, clientId, serviceUrl, claims = {} }: ServiceTokenParts): string {
  const now = Math.floor(Date.now() / 1_000);
  const usual = { serviceurl: serviceUrl, nbf: now - 60, exp: now + 3_600, iss: 'https://api.botframework.com' };
  return `Bearer ${aToken({ key, claims: { ...usual, aud: clientId, ...claims } })}`;
}

export interface ServiceTokenParts {
  readonly key: SigningKey;
  /** The bot that it is for. */
  readonly clientId: string;
  readonly serviceUrl: string;
  readonly claims?: Record<string, unknown>;
}

/** A bot that proves itself by a secret. */
export interface KnownBot {
  readonly clientId: string;
  readonly tenantId: string;
  readonly clientSecret: string;
}

/** Serves these keys at the path of the Bot Framework, and tokens to this bot at the path of Microsoft Entra. */
export async function startFakeTokenIssuer(keys: readonly SigningKey[], bot?: KnownBot) {
  let served = keys;
  let alsoServed: readonly unknown[] = [];
  let isDown = false;
  let isHanging = false;
  let elsewhere: string | undefined;
  const requests: string[] = [];

  async function answer(request: IncomingMessage): Promise<readonly [status: number, body: object]> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path.endsWith('/keys'))
      return [200, { keys: [...alsoServed, ...served.map(asJwk)] }];
    const [, tenantId] = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(path) ?? [];
    if (request.method === 'POST' && tenantId !== undefined)
      return issue(tenantId, new URLSearchParams(await text(request)));
    return [404, {}];
  }

  function issue(tenantId: string, asked: URLSearchParams): readonly [status: number, body: object] {
    const [key] = served;
    if (asked.get('grant_type') !== 'client_credentials') return [400, { error: 'unsupported_grant_type' }];
    if (asked.get('scope') !== 'https://api.botframework.com/.default') return [400, { error: 'invalid_scope' }];
    const isBot = tenantId === bot?.tenantId && asked.get('client_id') === bot.clientId;
    if (key === undefined || !isBot || asked.get('client_secret') !== bot.clientSecret)
      return [401, { error: 'invalid_client', error_codes: [7000215] }];
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      aud: 'https://api.botframework.com',
      appid: bot.clientId,
      tid: tenantId,
      nbf: now,
      exp: now + 3_600,
    };
    return [200, { token_type: 'Bearer', expires_in: 3_600, access_token: aToken({ key, claims }) }];
  }

  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (isDown) return void request.socket.destroy();
    if (isHanging) return;
    if (elsewhere !== undefined) return void response.writeHead(302, { location: elsewhere }).end();
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    openIdMetadataUrl: `${address}/v1/.well-known/openidconfiguration`,
    /** The path of every request. */
    requests: requests as readonly string[],
    /** From now on these are the keys, and beside them whatever `also` is. */
    serve(now: readonly SigningKey[], also: readonly unknown[] = []): void {
      served = now;
      alsoServed = also;
    },
    goDown(): void {
      isDown = true;
    },
    comeBack(): void {
      isDown = false;
    },
    /** Takes requests and answers none. */
    hang(): void {
      isHanging = true;
    },
    redirectTo(address: string): void {
      elsewhere = address;
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type FakeTokenIssuer = Awaited<ReturnType<typeof startFakeTokenIssuer>>;

function asJwk(key: SigningKey): object {
  const { n, e } = createPublicKey(key.privateKey).export({ format: 'jwk' });
  const { kid, endorsements } = key;
  return { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, ...(endorsements === null ? {} : { endorsements }) };
}

function publicPem(key: SigningKey): string {
  return createPublicKey(key.privateKey).export({ format: 'pem', type: 'spki' }).toString();
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

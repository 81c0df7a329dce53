import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

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

export async function startFakeTokenIssuer(keys: readonly SigningKey[]) {
  let served = keys;
  let isDown = false;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (isDown) return void request.socket.destroy();
    const isKeys = /\/keys$/.test(request.url ?? '');
    response.writeHead(isKeys ? 200 : 404, { 'content-type': 'application/json' });
    response.end(isKeys ? JSON.stringify({ keys: served.map(asJwk) }) : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    openIdMetadataUrl: `${address}/v1/.well-known/openidconfiguration`,
    /** The path of every request. */
    requests: requests as readonly string[],
    serve(now: readonly SigningKey[]): void {
      served = now;
    },
    goDown(): void {
      isDown = true;
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

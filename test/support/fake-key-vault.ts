import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';

// One key of Azure Key Vault over https, as far as a service that wraps with it asks anything: GET of the key, wrapkey
// and unwrapkey, behind the challenge that asks for a token. Written from learn.microsoft.com (Key Vault REST API,
// "Authentication, requests and responses", "REST API error codes"), apart from the product.

/** What Key Vault does instead of answering well. */
export type KeyVaultTrouble =
  | { readonly kind: 'throttle'; readonly retryAfterSeconds: number }
  | { readonly kind: 'answer'; readonly status: number; readonly code?: string; readonly message?: string }
  | { readonly kind: 'hang' };

interface Version {
  readonly id: string;
  readonly created: number;
  readonly privateKey: KeyObject;
  isEnabled: boolean;
  /** Seconds since 1970, as Key Vault has it. */
  expires?: number;
}

type Operation = 'get' | 'wrap' | 'unwrap';

interface CallsInTrouble {
  readonly operation?: Operation;
  readonly version?: string;
  /** So many of them, and no more. */
  readonly times?: number;
}

export interface FakeKeyVault {
  /** The key without its version, as VAULT names it behind "keyvault:". */
  readonly keyUrl: string;
  /** The certificate that it shows, for NODE_EXTRA_CA_CERTS of another process. */
  readonly certificate: string;
  /** The token that it takes. */
  readonly token: string;
  /**
   * What a process is given as its environment to have a managed identity here that gets the token, as App Service
   * gives it one. With NODE_EXTRA_CA_CERTS, the path of a file with `certificate`, such a process can use the key.
   */
  readonly identity: Readonly<Record<'IDENTITY_ENDPOINT' | 'IDENTITY_HEADER', string>>;
  /** How often each was asked for, with a token that was taken. */
  readonly calls: Readonly<Record<Operation, number>>;
  /** How often it was asked without that token, and said where to get it and for whom. */
  refused(): number;
  /** Makes a new version of the key and gives its id. */
  rotate(): string;
  current(): string;
  enable(version: string, isEnabled: boolean): void;
  /** Lets the date of a version pass: it wraps no more, and unwraps. */
  expire(version: string): void;
  /** From now on, every call (or those of one operation, on one version) meets this, until it is taken away. */
  trouble(trouble: KeyVaultTrouble | undefined, only?: CallsInTrouble): void;
  /** Takes no connection any more, on the same address, until `comeBack`. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on this machine; this process trusts its certificate from then on. */
export async function startFakeKeyVault(): Promise<FakeKeyVault> {
  const certificate = await selfSigned();
  const trusted = getCACertificates('default');
  if (!trusted.includes(certificate.cert)) setDefaultCACertificates([...trusted, certificate.cert]);
  const token = randomBytes(16).toString('hex');
  const calls = { get: 0, wrap: 0, unwrap: 0 };
  const versions: Version[] = [];
  let now: KeyVaultTrouble | undefined;
  let only: CallsInTrouble | undefined;
  let met = 0;
  let refused = 0;
  let keyUrl = '';

  const server = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    if (request.headers.authorization !== `Bearer ${token}`) {
      refused++;
      return challenge(response);
    }
    const { pathname } = new URL(request.url ?? '', keyUrl);
    const [, name, version, action] = /^\/keys\/([\w-]+)\/?(\w*)\/?(\w*)$/.exec(pathname) ?? [];
    const operation = request.method === 'GET' ? 'get' : action === 'wrapkey' ? 'wrap' : 'unwrap';
    calls[operation]++;
    const isMeant = (only?.operation ?? operation) === operation && (only?.version ?? version) === version;
    if (now !== undefined && isMeant && met++ < (only?.times ?? Number.POSITIVE_INFINITY)) return meet(now, response);
    const found = version === '' ? versions.at(-1) : versions.find(({ id }) => id === version);
    if (name !== 'records' || found === undefined) return refuse(response, 404, 'KeyNotFound', 'A key was not found.');
    // What others saw of Key Vault (github.com, azure-sdk-for-python issue 45342): a disabled version is given, saying
    // so, and wraps, but does not unwrap.
    if (!found.isEnabled && operation === 'unwrap')
      return refuse(response, 403, 'Forbidden', 'Operation unwrapKey is not allowed on a disabled key.');
    if (found.expires !== undefined && operation === 'wrap')
      return refuse(response, 403, 'Forbidden', 'Operation wrap is not allowed on an expired key.');
    const kid = `${keyUrl}/${found.id}`;
    if (operation === 'get') return send(response, 200, bundleOf(kid, found));
    const { alg, value } = JSON.parse(body);
    const given = Buffer.from(value, 'base64url');
    if (alg !== 'RSA-OAEP-256') return refuse(response, 400, 'BadParameter', 'The algorithm is not supported.');
    try {
      const padded = { key: found.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
      const result = operation === 'wrap' ? publicEncrypt(padded, given) : privateDecrypt(padded, given);
      send(response, 200, { kid, value: result.toString('base64url') });
    } catch {
      refuse(response, 400, 'BadParameter', 'The parameter is incorrect.');
    }
  }

  function rotate(): string {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const id = randomBytes(16).toString('hex');
    versions.push({ id, created: Math.floor(Date.now() / 1_000), privateKey, isEnabled: true });
    return id;
  }

  const header = randomBytes(16).toString('hex');
  const identities = createHttpServer((request, response) => {
    const isOurs = request.headers['x-identity-header'] === header && request.url?.includes('resource=') === true;
    const expires = Math.floor(Date.now() / 1_000) + 3_600;
    if (isOurs) send(response, 200, { access_token: token, expires_on: String(expires), token_type: 'Bearer' });
    else send(response, 400, { error: 'invalid_request' });
  });
  await new Promise<void>((resolve) => identities.listen(0, '127.0.0.1', resolve));

  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  await listen(0);
  const port = portOf(server);
  keyUrl = `https://127.0.0.1:${port}/keys/records`;
  rotate();

  return {
    keyUrl,
    certificate: certificate.cert,
    token,
    identity: { IDENTITY_ENDPOINT: `http://127.0.0.1:${portOf(identities)}/msi/token`, IDENTITY_HEADER: header },
    calls,
    refused: () => refused,
    rotate,
    current: () => versions.at(-1)?.id ?? '',
    enable(version, isEnabled) {
      for (const each of versions) if (each.id === version) each.isEnabled = isEnabled;
    },
    expire(version) {
      for (const each of versions) if (each.id === version) each.expires = Math.floor(Date.now() / 1_000) - 60;
    },
    trouble(trouble, calls) {
      now = trouble;
      only = calls;
      met = 0;
    },
    goAway: close,
    comeBack: () => listen(port),
    async stop() {
      identities.close();
      identities.closeAllConnections();
      await close();
    },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A credential whose token the fake takes. */
export function credentialFor({ token }: Pick<FakeKeyVault, 'token'>) {
  return { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
}

let made: ReturnType<typeof generate> | undefined;

/** One for all that this process starts, as it is slow to make. Two of the same name would be taken for each other. */
function selfSigned(): ReturnType<typeof generate> {
  made ??= generate([{ name: 'commonName', value: `Fake Key Vault ${randomBytes(8).toString('hex')}` }], {
    keySize: 2_048,
    extensions: [{ name: 'subjectAltName', altNames: ['127.0.0.1', '127.0.0.2'].map((ip) => ({ type: 7, ip })) }],
  });
  return made;
}

function challenge(response: ServerResponse): void {
  const where = 'authorization="https://login.example/tenant", resource="https://vault.azure.net"';
  response.writeHead(401, { 'www-authenticate': `Bearer ${where}` }).end();
}

function meet(trouble: KeyVaultTrouble, response: ServerResponse): void {
  if (trouble.kind === 'hang') return;
  if (trouble.kind === 'throttle') {
    response.setHeader('retry-after', String(trouble.retryAfterSeconds));
    refuse(response, 429, 'Throttled', 'Too many requests.');
    return;
  }
  refuse(response, trouble.status, trouble.code ?? 'Unknown', trouble.message ?? 'Something was wrong.');
}

function bundleOf(kid: string, { privateKey, created, isEnabled, expires }: Version) {
  const { n, e } = createPublicKey(createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))).export({
    format: 'jwk',
  });
  return {
    key: { kid, kty: 'RSA', key_ops: ['wrapKey', 'unwrapKey'], n, e },
    attributes: { enabled: isEnabled, exp: expires, created, updated: created, recoveryLevel: 'Recoverable' },
  };
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  send(response, status, { error: { code, message } });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

import { createPublicKey } from 'node:crypto';
import type { SigningKey } from '../support/fake-token-issuer.ts';
import {
  forgedToken,
  type Part,
  type Signing,
  withKey,
  withNothing,
  withPss,
  withPublicKey,
} from '../support/forged-tokens.ts';

// Requests that claim to be of the Teams service and are not, as tables. Where a table is about one thing, everything
// else of the request is as it should be, and signed with the key of the service: what is refused, is refused for that.

/** What forgers have, and what they are after. */
export interface World {
  readonly clientId: string;
  readonly tenantId: string;
  readonly serviceUrl: string;
  /** Where forgers would like to be answered. */
  readonly elsewhere: string;
  /** The service's own key, and such as are none of its own. */
  readonly keys: Readonly<Record<'service' | 'stranger' | 'unknown' | 'webChat' | 'noChat' | 'entra', SigningKey>>;
  /** Seconds since 1970. */
  readonly now: number;
}

/** A request; of the activity only what is different. */
export interface Forged {
  readonly how: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly activity?: Readonly<Record<string, unknown>>;
}

export type Claims = Record<string, unknown>;

export function createForger({ clientId, serviceUrl, keys, now }: World) {
  const claims: Claims = {
    serviceurl: serviceUrl,
    nbf: now - 60,
    exp: now + 3_600,
    iss: 'https://api.botframework.com',
    aud: clientId,
  };
  const header = { typ: 'JWT', alg: 'RS256', kid: keys.service.kid, x5t: keys.service.kid };

  function token(of: { readonly header?: Part; readonly claims?: Part; readonly signing?: Signing } = {}): string {
    const head = typeof of.header === 'string' ? of.header : { ...header, ...of.header };
    const said = typeof of.claims === 'string' ? of.claims : { ...claims, ...of.claims };
    return forgedToken(head, said, of.signing ?? withKey(keys.service));
  }

  return { header, claims, token };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const shown = (value: unknown) => String(JSON.stringify(value) ?? value).slice(0, 80);
/** JSON in which a claim stands as this very text. */
const withText = (claims: Claims, name: string, text: string) =>
  JSON.stringify({ ...claims, [name]: '#' }).replace('"#"', text);

/** How it says that it is signed. */
export function wrongAlgorithms(world: World): readonly Forged[] {
  const { token } = createForger(world);
  const { service, stranger } = world.keys;
  const names = [
    ...['none', 'None', 'NONE', 'nOnE', '', 'HS256', 'HS384', 'HS512', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
    ...['ES256', 'ES256K', 'ES512', 'EdDSA', 'Ed25519', 'RSA-OAEP', 'dir', 'rs256', 'RS256 ', ' RS256', 'RS256\0'],
    ...[null, undefined, 256, true, [], ['RS256'], {}, { alg: 'RS256' }],
  ];
  const signings: Readonly<Record<string, Signing>> = {
    'the key of the service': withKey(service),
    nothing: withNothing,
    'the public key as a secret': withPublicKey(service, 'pem'),
  };
  const really: Readonly<Record<string, readonly [unknown, Signing]>> = {
    'RS384 throughout': ['RS384', withKey(service, 'sha384')],
    'RS512 throughout': ['RS512', withKey(service, 'sha512')],
    'PS256 throughout': ['PS256', withPss(service)],
    'SHA-1, under the name of RS256': ['RS256', withKey(service, 'sha1')],
    'SHA-512, under the name of RS256': ['RS256', withKey(service, 'sha512')],
    'PSS, under the name of RS256': ['RS256', withPss(service)],
    'the public key in DER as a secret': ['HS256', withPublicKey(service, 'der')],
    'the public key in JSON as a secret': ['HS256', withPublicKey(service, 'jwk')],
    'the public key as a secret, under the name of RS256': ['RS256', withPublicKey(service, 'pem')],
    'nothing, under the name of RS256': ['RS256', withNothing],
    'the key of a stranger': ['RS256', withKey(stranger)],
  };
  return [
    ...names.flatMap((alg) =>
      Object.entries(signings).map(([by, signing]) => ({
        how: `that says ${shown(alg)}, signed with ${by}`,
        headers: bearer(token({ header: { alg }, signing })),
      })),
    ),
    ...Object.entries(really).map(([how, [alg, signing]]) => ({
      how: `signed with ${how}`,
      headers: bearer(token({ header: { alg }, signing })),
    })),
  ];
}

/** Which key it says that it is signed with, and where to find it. */
export function wrongKeys(world: World): readonly Forged[] {
  const { token } = createForger(world);
  const { elsewhere } = world;
  const { service, stranger, unknown, webChat, noChat } = world.keys;
  const jwk = { ...createPublicKey(stranger.privateKey).export({ format: 'jwk' }), kid: service.kid };
  const names = [
    ...[undefined, null, 7, true, [], {}, [service.kid], '', ' ', 'x', 'x'.repeat(301), 'x'.repeat(4_000)],
    ...['../the-key', '../../../../dev/null', '/dev/null', '/etc/passwd', 'file:///dev/null', `${elsewhere}keys`],
    ...["' OR 1=1 --", "the-key' --", "x' UNION SELECT 'a", '; DROP TABLE records', '$(id)', '`id`', '{{7*7}}'],
    ...['\0the-key', 'the-key\0', 'the-key\n', ' the-key', 'the-key ', 'THE-KEY', 'the-key/', './the-key', 'the_key'],
    ...['%74he-key', 'thе-key', 'the-key,x', 'x,the-key', '*', '.*', 'null', 'undefined', '0', '-1', 'NaN'],
    ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'size', 'get'],
  ];
  const extras: Readonly<Record<string, Record<string, unknown>>> = {
    'brings its key along': { jwk },
    'brings its key along as a set': { jwks: { keys: [jwk] } },
    'says where its keys are': { jku: `${elsewhere}keys` },
    'says where its certificate is': { x5u: `${elsewhere}certificate` },
    'brings a certificate along': { x5c: [Buffer.from('no certificate').toString('base64')] },
    'names its issuer in its header': { iss: elsewhere, jku: elsewhere },
    'says where OpenID is': { openid: `${elsewhere}openidconfiguration` },
    'says all of it at once': { jwk, jku: `${elsewhere}keys`, x5u: elsewhere, x5c: ['x'], url: elsewhere },
  };
  const demands: Readonly<Record<string, Record<string, unknown>>> = {
    'demands what nobody understands': { crit: ['x'], x: true },
    'demands a claim': { crit: ['exp'] },
    'demands nothing, at length': { crit: [] },
    'demands a text': { crit: 'exp' },
    'demands to be read without base64': { crit: ['b64'], b64: false },
  };
  return [
    ...names.map((kid) => ({ how: `that names the key ${shown(kid)}`, headers: bearer(token({ header: { kid } })) })),
    ...Object.entries({ unknown, webChat, noChat }).map(([what, key]) => ({
      how: `signed with the key ${what}`,
      headers: bearer(token({ header: { kid: key.kid, x5t: key.kid }, signing: withKey(key) })),
    })),
    ...Object.entries(extras).flatMap(([how, header]) =>
      [service.kid, unknown.kid].map((kid) => ({
        how: `that ${how}, under the name ${kid}`,
        headers: bearer(token({ header: { kid, ...header }, signing: withKey(stranger) })),
      })),
    ),
    ...Object.entries(demands).map(([how, header]) => ({ how: `that ${how}`, headers: bearer(token({ header })) })),
  ];
}

/** What it says of who issued it, for whom, and until when; signed with the key of the service. */
export function wrongClaims(world: World): readonly Forged[] {
  const { claims, token } = createForger(world);
  const { clientId, tenantId, keys, now, elsewhere } = world;
  const v2 = `https://login.microsoftonline.com/${tenantId}/v2.0`;
  const emulator = 'd6d49420-f39b-4df7-a1dc-d59a935871db';
  const issuer = 'https://api.botframework.com';
  const none = [undefined, null, '', 7, true, [], {}];
  const values: Readonly<Record<string, readonly unknown[]>> = {
    iss: [
      ...[...none, [issuer], { iss: issuer }, `${issuer}/`, `${issuer} `, ` ${issuer}`, `${issuer}\0`, elsewhere],
      ...['http://api.botframework.com', 'https://API.botframework.com', 'https://api.botframework.us', '*'],
      ...['https://api.botframework.com.evil.example', 'https://evil.example/https://api.botframework.com', v2],
      ...['https://api.botframework.com@evil.example', 'https://аpi.botframework.com', 'api.botframework.com'],
      ...[`https://sts.windows.net/${tenantId}/`, `https://sts.windows.net/${emulator}/`],
      ...[`https://login.microsoftonline.com/${emulator}/v2.0`, 'https://login.microsoftonline.com/common/v2.0'],
    ],
    aud: [
      ...[...none, [clientId], [clientId, 'x'], { aud: clientId }, `${clientId} `, ` ${clientId}`, `${clientId}\0`],
      ...['22222222-2222-4222-8222-222222222222', `api://${clientId}`, `api://botid-${clientId}`, '*', issuer],
      ...[`{${clientId}}`, clientId.replaceAll('-', ''), `${clientId}/.default`, 'https://api.botframework.com'],
    ],
    exp: [
      ...none,
      'never',
      String(now + 600),
      now - 301,
      now - 3_600,
      now - 300.5,
      0,
      -1,
      -1e20,
      1e20,
      1e308,
      [now + 60],
    ],
    nbf: [
      ...none.filter((value) => value !== 7),
      'always',
      String(now - 60),
      now + 900,
      now + 600,
      now + 1e9,
      1e20,
      1e308,
      [now - 60],
      { at: 0 },
    ],
    tid: ['22222222-2222-4222-8222-222222222222', '', 7, null, [tenantId], { id: tenantId }, `${tenantId} `, '*'],
  };
  const texts: readonly (readonly [string, string])[] = [
    ...['NaN', 'Infinity', '-Infinity', '1e999', '0x7fffffff', '9e', '01', '+1'].map((text) => ['exp', text] as const),
    ...['NaN', '-Infinity', '1e999', '0x0', '-0x1'].map((text) => ['nbf', text] as const),
  ];
  const wholes = ['', 'null', '7', '"x"', '[]', '{', '{}', `[${JSON.stringify(claims)}]`, `${JSON.stringify(claims)}x`];
  const inOthers = [
    Buffer.from(JSON.stringify(claims), 'utf16le').toString('latin1'),
    `\ufeff${JSON.stringify(claims)}`,
    JSON.stringify(JSON.stringify(claims)),
  ];
  const entra = { iss: v2, tid: tenantId, appid: 'another-program', azp: 'another-program', ver: '2.0' };
  return [
    ...Object.entries(values).flatMap(([name, all]) =>
      all.map((value) => ({
        how: `with ${name} ${shown(value)}`,
        headers: bearer(token({ claims: { [name]: value } })),
      })),
    ),
    ...texts.map(([name, text]) => ({
      how: `with ${name} ${text}, which is no JSON or no time`,
      headers: bearer(token({ claims: withText(claims, name, text) })),
    })),
    ...[...wholes, ...inOthers].map((text) => ({
      how: `with the claims ${shown(text)}`,
      headers: bearer(token({ claims: text })),
    })),
    ...[keys.entra, keys.service].flatMap((key) =>
      [entra, { ...entra, serviceurl: undefined }, { ...entra, iss: `https://sts.windows.net/${tenantId}/` }].map(
        (of, index) => ({
          how: `that Entra issued for the bot, in form ${index}, with the key ${key.kid}`,
          headers: bearer(token({ header: { kid: key.kid }, claims: of, signing: withKey(key) })),
        }),
      ),
    ),
  ];
}

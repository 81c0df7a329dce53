import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PUBLIC } from '@microsoft/teams.api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wayBackToTeams, wayOutTo } from '../../../src/channels/outgoing-hosts.ts';
import { createServiceKeys } from '../../../src/channels/teams/service-keys.ts';
import { createServiceTokenCheck } from '../../../src/channels/teams/service-token.ts';
import {
  aKey,
  aToken,
  type FakeTokenIssuer,
  startFakeTokenIssuer,
  type TokenParts,
} from '../../support/fake-token-issuer.ts';
import { people } from '../../support/school.ts';
import { startTeamsBot, type TeamsBot } from '../../support/teams-bot.ts';

const clientId = '11111111-1111-4111-8111-111111111111';
const tenantId = '00000000-0000-4000-8000-0000000000aa';

// Keys take a while to make.
const key = aKey('the-key');
const stranger = aKey('the-key');
const unknown = aKey('another-key');
const forWebChat = aKey('web-chat-key', ['webchat']);
const forNothing = aKey('no-channel-key', null);
const entra = aKey('entra-key');

/** What the bot proves itself with. */
const ours = aToken({ key, claims: { aud: 'https://api.botframework.com', exp: 4_000_000_000 } });

const made = new Map<string, ReturnType<typeof aKey>>();
function aKeyOnce(kid: string) {
  const found = made.get(kid) ?? aKey(kid);
  made.set(kid, found);
  return found;
}

let issuer: FakeTokenIssuer;
let bot: TeamsBot;
let elsewhere: Awaited<ReturnType<typeof startListener>>;

beforeAll(async () => {
  issuer = await startFakeTokenIssuer([key, forWebChat, forNothing, entra]);
  elsewhere = await startListener();
  bot = await startTeamsBot({
    credentials: { kind: 'token', clientId, tenantId, token: () => Promise.resolve(ours) },
    cloud: { ...PUBLIC, openIdMetadataUrl: issuer.openIdMetadataUrl, loginEndpoint: issuer.address },
  });
});

afterAll(async () => {
  await bot.stop();
  await issuer.stop();
  await elsewhere.stop();
});

const seconds = () => Math.floor(Date.now() / 1_000);

/** The claims of a token that the Teams service sends. */
function claims(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  const now = seconds();
  return {
    serviceurl: bot.fake.serviceUrl,
    nbf: now - 60,
    exp: now + 3_600,
    iss: 'https://api.botframework.com',
    aud: clientId,
    ...overrides,
  };
}

function token(parts: Partial<TokenParts> = {}): string {
  return aToken({ key, claims: claims(), ...parts });
}

/** A line of a teacher, with these headers. */
async function write(headers: Record<string, string>, overrides: Record<string, unknown> = {}) {
  const message = { ...bot.as(people.teacher).activities.message('report a concern'), ...overrides };
  const answer = await bot.post(JSON.stringify(message), headers);
  await bot.settle();
  return answer;
}

const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

it('a request of the Teams service is taken, and answered with a token of ours at the address that it names', async () => {
  expect((await write(bearer(token()))).status).toBe(200);
  expect(bot.as(people.teacher).chat()).toHaveLength(1);
  expect(bot.fake.requests.every(({ authorization }) => authorization === `Bearer ${ours}`)).toBe(true);
});

describe('a forged request is refused with no side effect and no connection', () => {
  const now = seconds();
  const entraClaims = {
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    tid: tenantId,
    appid: 'another-program',
  };
  const cases: Readonly<Record<string, () => Record<string, string>>> = {
    'without a token': () => ({}),
    'with an empty token': () => ({ authorization: '' }),
    'with the scheme alone': () => ({ authorization: 'Bearer' }),
    'with the scheme and a blank': () => ({ authorization: 'Bearer ' }),
    'with the token alone': () => ({ authorization: token() }),
    'with the scheme in small letters': () => ({ authorization: `bearer ${token()}` }),
    'with two blanks': () => ({ authorization: `Bearer  ${token()}` }),
    'with a tab': () => ({ authorization: `Bearer\t${token()}` }),
    'with another scheme': () => ({ authorization: `Basic ${token()}` }),
    'with two tokens': () => ({ authorization: `Bearer ${token()}, Bearer ${token()}` }),
    'with something behind the token': () => ({ authorization: `Bearer ${token()} x` }),
    'with a token that is none': () => bearer('abc.def.ghi'),
    'with a token in two parts': () => bearer(token().split('.').slice(0, 2).join('.')),
    'with a token without its signature': () => bearer(token().replace(/[^.]+$/, '')),
    'with a token in four parts': () => bearer(`${token()}.x`),
    unsigned: () => bearer(token({ header: { alg: 'none' } })),
    'unsigned, but with a signature': () => bearer(`${token({ header: { alg: 'none' } })}abc`),
    'signed with the public key as a secret': () => bearer(token({ header: { alg: 'HS256' } })),
    'signed another way': () => bearer(token({ header: { alg: 'RS512' } })),
    'signed by a stranger under the name of the key': () => bearer(token({ key: stranger })),
    'signed with a key that nobody knows': () => bearer(token({ key: unknown })),
    'signed with a key that names none': () => bearer(token({ header: { kid: undefined } })),
    'signed with a key that is no text': () => bearer(token({ header: { kid: 7 } })),
    'signed with a key that comes along': () =>
      bearer(token({ key: unknown, header: { jwk: {}, jku: elsewhere.address, x5u: elsewhere.address } })),
    'signed with a key of the web chat': () => bearer(token({ key: forWebChat })),
    'signed with a key that vouches for no chat': () => bearer(token({ key: forNothing })),
    'changed after it was signed': () => bearer(changed(token(), { aud: clientId, exp: now + 9_999 })),
    'of another issuer': () => bearer(token({ claims: claims({ iss: 'https://evil.example' }) })),
    'of an issuer that looks alike': () => bearer(token({ claims: claims({ iss: 'https://api.botframework.com/' }) })),
    'of no issuer': () => bearer(token({ claims: claims({ iss: undefined }) })),
    'of two issuers': () => bearer(token({ claims: claims({ iss: ['https://api.botframework.com'] }) })),
    'for another bot': () => bearer(token({ claims: claims({ aud: '22222222-2222-4222-8222-222222222222' }) })),
    'for nobody': () => bearer(token({ claims: claims({ aud: undefined }) })),
    'for several bots': () => bearer(token({ claims: claims({ aud: [clientId] }) })),
    'that has run out': () => bearer(token({ claims: claims({ exp: now - 301 }) })),
    'that never runs out': () => bearer(token({ claims: claims({ exp: undefined }) })),
    'that runs out in words': () => bearer(token({ claims: claims({ exp: 'never' }) })),
    'that does not hold yet': () => bearer(token({ claims: claims({ nbf: now + 600 }) })),
    'that does not say from when it holds': () => bearer(token({ claims: claims({ nbf: undefined }) })),
    'that Entra issued to another program of the same tenant': () =>
      bearer(token({ key: entra, claims: claims(entraClaims) })),
    'that Entra issued in its older way': () =>
      bearer(token({ key: entra, claims: claims({ ...entraClaims, iss: `https://sts.windows.net/${tenantId}/` }) })),
    'that names another service address': () => bearer(token({ claims: claims({ serviceurl: elsewhere.address }) })),
    'that names no service address': () => bearer(token({ claims: claims({ serviceurl: undefined }) })),
    'whose service address only begins alike': () =>
      bearer(token({ claims: claims({ serviceurl: `${bot.fake.serviceUrl}x` }) })),
    'whose claims are a list': () => bearer(aToken({ key, claims: [claims()] as never })),
    'whose claims are nothing': () => bearer(aToken({ key, claims: null as never })),
  };

  it.each(Object.entries(cases))('%s', async (_how, headers) => {
    const before = { asked: bot.fake.requests.length, keys: issuer.requests.length, log: bot.log.length };
    const answer = await write(headers());
    expect(answer.status).toBe(401);
    expect(bot.fake.requests).toHaveLength(before.asked);
    // The list of keys was asked for when the first good request came; a name that is not in it is not looked up again.
    expect(issuer.requests).toHaveLength(before.keys);
    expect(elsewhere.connections).toBe(0);
    expect(bot.log.slice(before.log).join()).not.toMatch(/report a concern|(?<![:T\d])29:|eyJ/);
  });

  it('and nothing is learnt from any of them', async () => {
    const message = bot.as(people.dsl).activities.message('x');
    await bot.post(JSON.stringify({ ...message, serviceUrl: elsewhere.address }), bearer(token({ key: stranger })));
    expect(await bot.application.addresses.find(bot.school, 'teams', `person:${people.dsl}`)).toBeUndefined();
  });
});

it('an activity that is authentic but asks for its answer to be sent elsewhere is refused, and nothing is sent there', async () => {
  for (const serviceUrl of [
    elsewhere.address,
    `${bot.fake.serviceUrl}../`,
    bot.fake.serviceUrl.replace('127.0.0.1', '127.0.0.1.evil.example'),
    '',
    null,
    7,
    {},
    [bot.fake.serviceUrl],
    undefined,
  ]) {
    expect((await write(bearer(token()), { serviceUrl })).status).toBe(401);
  }
  expect(elsewhere.connections).toBe(0);
});

it('two Authorization headers are one too many, even when the first is good', async () => {
  const body = JSON.stringify(bot.as(people.teacher).activities.message('report a concern'));
  const headers = { 'content-type': 'application/json', authorization: [`Bearer ${token()}`, 'Bearer x'] };
  const status = await new Promise((resolve) => {
    const sending = request(
      `${bot.address}/api/messages`,
      { method: 'POST', headers: headers as never },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    sending.end(body);
  });
  expect(status).toBe(401);
});

it('a service address that differs by a slash at its end or by capitals is the same', async () => {
  const { serviceUrl } = bot.fake;
  for (const serviceurl of [serviceUrl.replace(/\/$/, ''), serviceUrl.toUpperCase()]) {
    expect((await write(bearer(token({ claims: claims({ serviceurl }) })))).status).toBe(200);
  }
});

it('clocks may differ by five minutes', async () => {
  expect((await write(bearer(token({ claims: claims({ exp: seconds() - 290 }) })))).status).toBe(200);
  expect((await write(bearer(token({ claims: claims({ nbf: seconds() + 290 }) })))).status).toBe(200);
});

it('the bot is ready when it has a token of its own, and says so when it has none', async () => {
  const ready = await fetch(`${bot.address}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true }]);
  const credentials = {
    kind: 'token',
    clientId,
    tenantId,
    token: () => Promise.reject(new Error('SECRET-EXPIRED')),
  } as const;
  const without = await startTeamsBot({ credentials });
  const answer = await fetch(`${without.address}/readyz`);
  expect([answer.status, await answer.json()]).toEqual([503, { ready: false, missing: ['teams'] }]);
  expect(without.log.join()).not.toContain('SECRET');
  await without.stop();
});

describe('what the token says is checked by itself', () => {
  const body = {
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/uk/',
    conversation: { tenantId },
    channelData: { tenant: { id: tenantId.toUpperCase() } },
  };
  const theirs = '00000000-0000-4000-8000-0000000000bb';
  let tenants = [tenantId];

  async function whyNot(of: { readonly body?: object; readonly claims?: object; readonly issuer?: string } = {}) {
    const check = createServiceTokenCheck({
      issuer: of.issuer ?? 'https://api.botframework.com',
      clientId,
      keys: keysOf(issuer),
      knowsTenant: (id) => tenants.includes(id.toLowerCase()),
      mayAnswerAt: wayBackToTeams(),
    });
    const signed = { ...claims(), serviceurl: body.serviceUrl, ...of.claims };
    return await check(`Bearer ${token({ claims: signed })}`, { ...body, ...of.body });
  }

  it('also in which cloud it was issued', async () => {
    expect(await whyNot()).toBeUndefined();
    expect(await whyNot({ issuer: 'https://api.botframework.us' })).toBe('token-of-another-issuer');
  });

  it('of a tenant that no school has, though the Teams service itself sent it', async () => {
    for (const tenantOnly of [{ channelData: null }, { conversation: {} }])
      expect(await whyNot({ body: tenantOnly })).toBeUndefined();
    for (const foreign of [
      { conversation: { tenantId: theirs }, channelData: { tenant: { id: theirs } } },
      { conversation: { tenantId: theirs } },
      { channelData: { tenant: { id: theirs } } },
      { conversation: null, channelData: null },
    ])
      expect(await whyNot({ body: foreign })).toBe('unknown-tenant');
    expect(await whyNot({ claims: { tid: theirs } })).toBe('unknown-tenant');
    expect(await whyNot({ claims: { tid: tenantId } })).toBeUndefined();
  });

  it('and a school that is served no more is let in no more', async () => {
    tenants = [theirs];
    expect(await whyNot()).toBe('unknown-tenant');
    tenants = [tenantId];
    expect(await whyNot()).toBeUndefined();
  });

  it('each time, also of a token that was believed before: not after it ran out, nor with its key taken back', async () => {
    let [late, isTakenBack] = [0, false];
    const held = keysOf(issuer);
    const check = createServiceTokenCheck({
      issuer: 'https://api.botframework.com',
      clientId,
      keys: { find: async (kid) => (isTakenBack ? undefined : await held.find(kid)) },
      knowsTenant: () => true,
      mayAnswerAt: wayBackToTeams(),
      nowMs: () => Date.now() + late,
    });
    const bearerOfThem = `Bearer ${token({ claims: { ...claims(), serviceurl: body.serviceUrl } })}`;
    for (let times = 0; times < 2; times++) expect(await check(bearerOfThem, body)).toBeUndefined();
    expect(await check(`${bearerOfThem.slice(0, -4)}AAAA`, body)).toBe('wrong-signature');
    expect(await check(bearerOfThem, { ...body, serviceUrl: 'https://smba.trafficmanager.net/x/' })).toBe(
      'another-service-address',
    );
    isTakenBack = true;
    expect(await check(bearerOfThem, body)).toBe('unknown-key');
    isTakenBack = false;
    late = 2 * 3_600_000;
    expect(await check(bearerOfThem, body)).toBe('token-out-of-time');
  });

  it.each([
    'https://evil.example/uk/',
    'http://smba.trafficmanager.net/uk/',
    'https://smba.trafficmanager.net:444/uk/',
    'https://smba.trafficmanager.net./uk/',
    'https://smba.trafficmanager.net@evil.example/uk/',
    'https://somebody:secret@smba.trafficmanager.net/uk/',
    'https://smba.trafficmanager.net.evil.example/uk/',
    'https://evil-smba.trafficmanager.net/uk/',
    'https://x.smba.trafficmanager.net/uk/',
    'https://evil.example\\@smba.trafficmanager.net/uk/',
    'https://smba.trafficmanager.net\\@evil.example/uk/',
    'https://smba.trafficmanager.net/uk/../x/',
    'https://smba.trafficmanager.net/uk/?to=evil.example',
    'https://smba.trafficmanager.net/uk/#x',
    'https://smba%2etrafficmanager.net/uk/',
    'https://ѕmba.trafficmanager.net/uk/',
    'https://login.microsoftonline.com/',
    'https://169.254.169.254/',
    'https://[::1]/',
    'file:///etc/passwd',
    ' https://smba.trafficmanager.net/uk/',
    'https://smba.traffic\tmanager.net/uk/',
    'smba.trafficmanager.net/uk/',
  ])('nobody is answered at %s, even where the token says so too', async (serviceUrl) => {
    expect(await whyNot({ body: { serviceUrl }, claims: { serviceurl: serviceUrl } })).toBe('another-service-address');
  });
});

describe('the keys of the service', () => {
  const isKnown = async (keys: ReturnType<typeof createServiceKeys>, kid: string) =>
    (await keys.find(kid)) !== undefined;
  const HOUR = 3_600_000;
  let now: number;
  let service: FakeTokenIssuer;
  beforeEach(async () => {
    now = 0;
    service = await startFakeTokenIssuer([aKeyOnce('one')]);
  });
  afterEach(() => service.stop());

  /** Somebody who waits for an answer waits no longer than this test lets them. */
  const keysHere = (wait = () => new Promise(() => undefined)) => keysOf(service, { monotonicMs: () => now, wait });

  it('are asked for once in half a minute at the most, however many unknown ones are named', async () => {
    const keys = keysHere();
    expect(await Promise.all(['one', 'x', 'y'].map((kid) => isKnown(keys, kid)))).toEqual([true, false, false]);
    for (let forged = 0; forged < 50; forged++) expect(await isKnown(keys, `forged-${forged}`)).toBe(false);
    expect(service.requests).toHaveLength(1);
    service.serve([aKeyOnce('one'), aKeyOnce('other')]);
    now = 29_999;
    expect(await isKnown(keys, 'other')).toBe(false);
    now = 30_000;
    expect(await isKnown(keys, 'other')).toBe(true);
    expect(service.requests).toHaveLength(2);
  });

  it('that are new are known with the first request that names them', async () => {
    const keys = keysHere();
    expect(await isKnown(keys, 'one')).toBe(true);
    now = 45_000;
    service.serve([aKeyOnce('other')]);
    expect(await isKnown(keys, 'other')).toBe(true);
    expect(await isKnown(keys, 'one')).toBe(false);
  });

  it('that were taken back hold for an hour at the most', async () => {
    const keys = keysHere();
    expect(await isKnown(keys, 'one')).toBe(true);
    service.serve([aKeyOnce('other')]);
    now = HOUR - 1;
    expect(await isKnown(keys, 'one')).toBe(true);
    now = HOUR;
    expect(await isKnown(keys, 'one')).toBe(false);
  });

  it('that were known stay known for a day while the list cannot be had, and nobody waits for it twice', async () => {
    const keys = keysHere();
    expect(await isKnown(keys, 'one')).toBe(true);
    service.goDown();
    for (now = HOUR; now < 24 * HOUR; now += HOUR / 4) expect(await isKnown(keys, 'one')).toBe(true);
    expect(await isKnown(keys, 'two')).toBe(false);
    now = 24 * HOUR;
    expect(await isKnown(keys, 'one')).toBe(false);
    now += 30_000;
    service.comeBack();
    expect(await isKnown(keys, 'one')).toBe(true);
  });

  it('are waited for only so long when the list does not come', async () => {
    let waited = 0;
    const keys = keysHere(async () => {
      waited++;
    });
    expect(await isKnown(keys, 'one')).toBe(true);
    service.hang();
    now = HOUR;
    expect(await isKnown(keys, 'one')).toBe(true);
    expect(waited).toBe(1);
  });

  it('are read as far as they can be read', async () => {
    service.serve([aKeyOnce('one')], [{ kid: 7 }, null, { kty: 'EC', kid: 'two', crv: 'P-256', x: 'x', y: 'y' }]);
    const keys = keysHere();
    expect(await isKnown(keys, 'one')).toBe(true);
    expect(await isKnown(keys, 'two')).toBe(false);
  });

  it('are taken from nowhere else: neither from another host, nor where a redirection leads', async () => {
    const refused = createServiceKeys({ openIdMetadataUrl: service.openIdMetadataUrl, mayReach: wayOutTo('Teams') });
    expect(await isKnown(refused, 'one')).toBe(false);
    expect(service.requests).toHaveLength(0);
    const other = await startFakeTokenIssuer([]);
    other.redirectTo(`${service.address}/v1/.well-known/keys`);
    expect(await isKnown(keysOf(other), 'one')).toBe(false);
    expect(service.requests).toHaveLength(0);
    await other.stop();
  });
});

function keysOf({ openIdMetadataUrl }: FakeTokenIssuer, more: Partial<Parameters<typeof createServiceKeys>[0]> = {}) {
  return createServiceKeys({ openIdMetadataUrl, mayReach: () => true, ...more });
}

/** Something that counts who connects to it. */
async function startListener() {
  let connections = 0;
  const server = createServer((_request, response) => response.end('{}'));
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get connections() {
      return connections;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

function changed(original: string, overrides: Record<string, unknown>): string {
  const [header, payload = '', signature] = original.split('.');
  const before = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  return [header, Buffer.from(JSON.stringify({ ...before, ...overrides })).toString('base64url'), signature].join('.');
}

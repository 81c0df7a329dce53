import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PUBLIC } from '@microsoft/teams.api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aKey, bearerOfTeams, type FakeTokenIssuer, startFakeTokenIssuer } from '../support/fake-token-issuer.ts';
import { people } from '../support/school.ts';
import type { Activity } from '../support/teams-activities.ts';
import { startTeamsBot, type TeamsBot } from '../support/teams-bot.ts';
import { watchConnections } from '../support/watched-connections.ts';
import { wrongAddresses, wrongTenants } from './teams-activity-tables.ts';
import {
  bearer,
  createForger,
  type Forged,
  type World,
  wrongAlgorithms,
  wrongClaims,
  wrongKeys,
} from './teams-forgery-tables.ts';
import { damagedTokens, wrongHeaders } from './teams-token-tables.ts';

const clientId = '11111111-1111-4111-8111-111111111111';
const tenantId = '00000000-0000-4000-8000-0000000000aa';

// Keys take a while to make.
const keys = {
  service: aKey('the-key'),
  stranger: aKey('the-key'),
  unknown: aKey('another-key'),
  webChat: aKey('web-chat-key', ['webchat']),
  noChat: aKey('no-channel-key', null),
  entra: aKey('entra-key', null),
};
const { service, webChat, noChat, entra } = keys;

/** Words that must come to nothing. */
const MARKER = 'MARKER-OF-A-FORGER';

let issuer: FakeTokenIssuer;
let bot: TeamsBot;
let elsewhere: Awaited<ReturnType<typeof startListener>>;
let watch: ReturnType<typeof watchConnections>;

beforeAll(async () => {
  issuer = await startFakeTokenIssuer([service, webChat, noChat, entra], {
    clientId,
    tenantId,
    clientSecret: 'secret',
  });
  elsewhere = await startListener();
  bot = await startTeamsBot({
    credentials: { kind: 'secret', clientId, tenantId, clientSecret: 'secret' },
    cloud: { ...PUBLIC, openIdMetadataUrl: issuer.openIdMetadataUrl, loginEndpoint: issuer.address },
    setting: 'chat-with-dialogs',
    authorization: ({ serviceUrl }) => bearerOfTeams({ key: service, clientId, serviceUrl: String(serviceUrl) }),
    // The half minute never ends after which the keys may be asked for once more.
    monotonicMs: () => 0,
  });
  watch = watchConnections();
  // The keys are known, and the bot has a token of its own.
  await bot.as(people.teacher).say('help');
});

afterAll(async () => {
  watch.stop();
  await bot.stop();
  await issuer.stop();
  await elsewhere.stop();
});

/** What a forger may want to be done: each sort of activity by which anything is written, learnt or said. */
function wishes(): Readonly<Record<string, Activity>> {
  const { activities } = bot.as(people.dsl);
  const channel = { kind: 'channel', channelId: bot.channelId, thread: '1' } as const;
  return {
    'a line': activities.message(`report a concern ${MARKER}`),
    'a form': activities.taskSubmit({ do: 'concern/report', answers: { narrative: MARKER } }),
    'an installation': activities.installation('add'),
    'a removal': activities.installation('remove', channel),
    'a press': activities.cardAction({ verb: 'concern/take', data: { do: 'concern/take', ref: MARKER } }, '1', channel),
  };
}

function world(): World {
  const now = Math.floor(Date.now() / 1_000);
  return { clientId, tenantId, serviceUrl: bot.fake.serviceUrl, elsewhere: elsewhere.address, keys, now };
}

/** Everything that must be as it was. */
async function standing() {
  const records = await Promise.all(['concern', 'address'].map((kind) => bot.count(kind)));
  return {
    records,
    asked: bot.fake.requests.length,
    keysAsked: issuer.requests.length,
    begun: watch.besides(bot.address).length,
    taken: elsewhere.connections,
  };
}

async function forge({ headers, activity }: Omit<Forged, 'how'>, wish: Activity): Promise<number> {
  const body = JSON.stringify({ ...wish, ...activity });
  return (await bot.post(body, { ...headers })).status;
}

const tables: Readonly<Record<string, (of: World) => readonly Forged[]>> = {
  'in how it brings its token': wrongHeaders,
  'in how it is signed': wrongAlgorithms,
  'in which key it names': wrongKeys,
  'in what its token says': wrongClaims,
  'by a token that was damaged': damagedTokens,
  'in where it asks to be answered': wrongAddresses,
  'in whose it is': wrongTenants,
};

it('what a genuine request does is seen here, or nothing would be', async () => {
  const before = await standing();
  await bot.as(people.teacher).say('help');
  const after = await standing();
  expect(after.asked).toBeGreaterThan(before.asked);
  expect(watch.besides(bot.address).length).toBeGreaterThan(0);
  expect(watch.besides(bot.address).map(({ host }) => host)).toEqual(watch.besides(bot.address).map(() => '127.0.0.1'));
});

it.each(Object.entries(tables))(
  'a request that is forged %s is refused, whatever it asks for, and nothing comes of it',
  async (_what, table) => {
    const before = await standing();
    const [line, ...others] = Object.values(wishes());
    for (const [index, forged] of table(world()).entries()) {
      // Each is tried with a line, and with one of the others.
      for (const wish of [line, others[index % others.length]])
        expect([forged.how, await forge(forged, wish ?? {})]).toEqual([forged.how, 401]);
      if (watch.besides(bot.address).length !== before.begun) expect.fail(`${forged.how}: it began a connection`);
    }
    await bot.settle();
    expect(await standing()).toEqual(before);
  },
);

it('nor is a token believed for what it shares with one that was believed just before', async () => {
  const of = world();
  const good = createForger(of).token();
  const [, , signature = ''] = good.split('.');
  const damaged = damagedTokens(of);
  expect(damaged.filter(({ headers }) => headers['authorization']?.endsWith(`.${signature}`)).length).toBeGreaterThan(
    3,
  );
  const line = { headers: bearer(good) };
  expect(await forge(line, bot.as(people.teacher).activities.message('help'))).toBe(200);
  await bot.settle();
  const before = await standing();
  for (const forged of damaged)
    for (const wish of Object.values(wishes()))
      expect([forged.how, await forge(forged, wish)]).toEqual([forged.how, 401]);
  await bot.settle();
  expect(await standing()).toEqual(before);
});

it('there are more than four hundred of them, no two alike', () => {
  const all = Object.values(tables).flatMap((table) => table(world()));
  expect(new Set(all.map(({ headers, activity }) => JSON.stringify([headers, activity]))).size).toBeGreaterThan(400);
});

it('nothing of any of them is kept, said or logged, and the log does not grow with them', async () => {
  expect(bot.everythingKept().includes(MARKER)).toBe(false);
  expect(bot.fake.everythingSaid()).not.toContain(MARKER);
  expect(bot.log.join()).not.toMatch(/evil\.example|eyJ|the-key|(?<![:T\d])29:/);
  const codes = bot.log
    .map((line) => (JSON.parse(line) as { code?: string }).code)
    .filter((code) => code !== undefined);
  expect(new Set(codes).size).toBe(codes.length);
});

it('whoever is refused finds it in the log under what is wrong, so that a wrong setting is found', () => {
  const codes = [
    ...['no-token', 'token-of-another-issuer', 'token-for-another-bot', 'token-out-of-time', 'another-service-address'],
    ...['unknown-tenant', 'unknown-key', 'wrong-signature'],
  ];
  for (const code of codes) expect(bot.log.join(), code).toContain(`"${code}"`);
});

it('memory does not grow with how many there are', async () => {
  const all = Object.values(tables).flatMap((table) => table(world()));
  const wish = bot.as(people.dsl).activities.message(MARKER);
  const collect = collector();
  const round = async () => {
    for (const forged of all) await forge(forged, wish);
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = await round();
  await round();
  const growth = (await round()) - before;
  expect(growth).toBeLessThan(2_000_000);
});

it('and a genuine request is taken as before', async () => {
  const said = bot.as(people.teacher).chat().length;
  await bot.as(people.teacher).say('help');
  expect(bot.as(people.teacher).chat().length).toBe(said + 1);
});

/** Collects what nobody holds any more. */
function collector(): () => void {
  setFlagsFromString('--expose_gc');
  return runInNewContext('gc') as () => void;
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

import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createCosmosRecordStore } from '../../src/store/cosmos/record-store.ts';
import { type FakeCosmos, startFakeCosmos, troubles } from '../support/fake-cosmos.ts';
import { people } from '../support/school.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { referenceIn } from '../support/slack-bot.ts';
import { aSlackSchool } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

// The service as a school runs it, told to stop while something hangs. Whoever runs it kills it after ten seconds.

const MOST_MS = 10_000;

const folder = temporaryFolder();
const school = aSlackSchool();
let side: Awaited<ReturnType<typeof startSlackSide>>;
let cosmos: FakeCosmos;
let service: ServiceProcess | undefined;

beforeAll(async () => {
  side = await startSlackSide({ school, now: Date.now });
  cosmos = await startFakeCosmos();
  writeFileSync(folder.path('school.yaml'), stringify(school));
});
afterEach(async () => {
  await service?.kill();
  side.slack.comesBack();
  cosmos.calm();
});
afterAll(async () => {
  await side.slack.stop();
  await cosmos.stop();
  folder.remove();
});

function variablesFor(store: 'sqlite' | 'cosmos') {
  const { slack } = side;
  const records =
    store === 'sqlite'
      ? { STORE: `sqlite:${folder.path('records.db')}` }
      : { STORE: `cosmos:${cosmos.url}/safeguarding`, COSMOS_KEY: cosmos.key };
  return {
    ...records,
    SCHOOL_FILE: folder.path('school.yaml'),
    VAULT: `file:${folder.path(`${store}-keys.json`)}`,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
  };
}

async function start(store: 'sqlite' | 'cosmos'): Promise<ServiceProcess> {
  const { slack } = side;
  const port = await freePorts(1);
  service = await startServiceProcess(variablesFor(store), port);
  slack.sendsTo(`${service.address}/slack/events`, () => Promise.resolve());
  return service;
}

/** Fills in the form and sends it; gives the reference of the receipt. */
async function report(): Promise<string> {
  const { slack, as } = side;
  const teacher = as(people.teacher);
  await teacher.types('/report-concern');
  await slack.until(() => teacher.modal, 'the form opens');
  await teacher.presses('No');
  await slack.until(() => teacher.modal?.inputs.length !== 0, 'the next step comes');
  await teacher.fills({ 'What kind of concern is it?': 'Something else', 'Who is it about?': 'One or more pupils' });
  await teacher.submits();
  await teacher.fills({ 'Which pupils? One name on each line': 'Robin Marker', 'What happened?': 'MARKER' });
  await teacher.submits();
  return referenceIn(teacher);
}

/** Stops the service; gives its exit code and how long it took. */
async function stopped(of: ServiceProcess) {
  const began = performance.now();
  const code = await of.stop();
  return { code, milliseconds: performance.now() - began };
}

/** Opens a connection that says this and nothing more. */
function connection(of: ServiceProcess, text: string): Promise<void> {
  const { port, hostname } = new URL(of.address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text, () => resolve()));
    socket.on('error', reject);
    socket.on('data', () => undefined);
  });
}

async function readiness(of: ServiceProcess) {
  const began = performance.now();
  const response = await fetch(`${of.address}/readyz`);
  return { status: response.status, body: await response.json(), milliseconds: performance.now() - began };
}

describe('the service stops', () => {
  it.each(['sqlite', 'cosmos'] as const)('at once when nothing is in hand, with 0 (%s)', async (store) => {
    const running = await start(store);
    expect((await readiness(running)).body).toEqual({ ready: true });
    const { code, milliseconds } = await stopped(running);
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(3_000);
  });

  it('where others serve too, only when whoever shares out requests could hear of it', async () => {
    const running = await start('cosmos');
    const stopping = stopped(running);
    await expect.poll(async () => (await readiness(running)).status).toBe(503);
    expect((await readiness(running)).body).toEqual({ ready: false, missing: ['stopping'] });
    expect((await stopping).code).toBe(0);
  });

  it('in time, with 0, though connections stay open and a request never comes to its end', async () => {
    const running = await start('sqlite');
    await connection(running, 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n');
    await connection(running, 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    await connection(running, 'POST /slack/ev');
    const { code, milliseconds } = await stopped(running);
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(MOST_MS - 4_000);
  });

  it('in time though the chat hangs, with 1, and what was owed is delivered once by the next', async () => {
    const { slack, channelId } = side;
    const running = await start('sqlite');
    const before = slack.messagesIn(channelId).length;
    slack.hangs({ method: 'chat.postMessage' });
    const reference = await report();
    const { code, milliseconds } = await stopped(running);
    expect(code).toBe(1);
    expect(milliseconds).toBeLessThan(MOST_MS);
    expect(running.log.join('')).toContain('"what":"deliveries"');
    slack.comesBack();
    const next = await start('sqlite');
    await slack.until(() => slack.messagesIn(channelId).length > before, 'the card comes');
    expect(slack.messagesIn(channelId).filter(({ words }) => words.includes(reference))).toHaveLength(1);
    expect((await stopped(next)).code).toBe(0);
  });

  it('in time though the store hangs, the chat too, and a request does not end', async () => {
    const { slack } = side;
    const running = await start('cosmos');
    slack.hangs({ method: 'chat.postMessage' });
    await report();
    cosmos.trouble(troubles.hang, { times: Number.POSITIVE_INFINITY, when: () => true });
    slack.hangs();
    const unready = await readiness(running);
    expect([unready.status, unready.body]).toEqual([503, { ready: false, missing: ['store', 'slack'] }]);
    expect(unready.milliseconds).toBeLessThan(2_500);
    await connection(running, 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    const { code, milliseconds } = await stopped(running);
    expect(code).toBe(1);
    expect(milliseconds).toBeLessThan(MOST_MS);
    expect(running.log.join('')).not.toMatch(/MARKER|Marker/);
  });

  it('at once when it is told a second time', async () => {
    const { slack } = side;
    const running = await start('sqlite');
    slack.hangs({ method: 'chat.postMessage' });
    await report();
    const began = performance.now();
    const [first, second] = [running.stop(), new Promise((resolve) => setTimeout(resolve, 300)).then(running.stop)];
    expect(await Promise.all([first, second])).toEqual([1, 1]);
    expect(performance.now() - began).toBeLessThan(2_500);
  });
});

describe('the service cannot start', () => {
  it('and takes no part of what the others may do, however often it is tried', async () => {
    const running = await start('cosmos');
    const store = await createCosmosRecordStore({
      endpoint: cosmos.url,
      database: 'safeguarding',
      credential: { kind: 'key', key: cosmos.key },
    });
    const count = () => store.announce('another', 1_000);
    const before = await count();
    const port = Number(new URL(running.address).port);
    for (let tries = 0; tries < 2; tries++)
      await expect(startServiceProcess(variablesFor('cosmos'), port)).rejects.toThrow('EADDRINUSE');
    // Those of the tests before may be forgotten meanwhile.
    expect(await count()).toBeLessThanOrEqual(before);
    await store.close();
    await stopped(running);
  });
});

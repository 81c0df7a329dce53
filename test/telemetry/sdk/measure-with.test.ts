import { readdirSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepFromTelemetry } from '../../../src/config.ts';
import { metrics } from '../../../src/telemetry/metrics.ts';
import { openExporters } from '../../../src/telemetry/sdk/exporters.ts';
import { measureWith } from '../../../src/telemetry/sdk/measure-with.ts';
import type { SendingChanged, Telemetry, TelemetrySources } from '../../../src/telemetry/telemetry.ts';
import { type FakeCollector, type Point, startFakeCollector } from '../../support/fake-collector.ts';
import { idleMeasures } from '../../support/idle-measures.ts';

let status: number | undefined;
let collector: FakeCollector;
let telemetry: Telemetry | undefined;
let changes: boolean[];
let sendingChanged: SendingChanged;
const before = { ...process.env };
beforeEach(async () => {
  keepFromTelemetry();
  status = 200;
  changes = [];
  // Of this test alone, however late an earlier one hears that its collector has gone.
  const mine = changes;
  sendingChanged = ({ isSent }) => void mine.push(isSent);
  collector = await startFakeCollector(() => status);
});
afterEach(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  await telemetry?.stop();
  await collector.stop();
});

const oakfield = {
  ...idleMeasures,
  oldestDueMs: 90_000,
  delayed: 3,
  oldestDelayedMs: 3_600_000,
  parked: 2,
  oldestUrgentMs: 61_000,
  urgentWaiting: 1,
};
const sources: TelemetrySources = {
  measure: async () => [oakfield],
  missing: async () => [],
  isSchoolFileRefused: () => false,
  skewMs: () => -40,
};

const nobody = () => Promise.reject(new Error('nobody is asked who the service is'));

/** Telemetry to the collector; sends once a minute unless a test says otherwise. */
async function start(everyMs = 60_000): Promise<Telemetry> {
  telemetry = measureWith(await openExporters({ kind: 'otlp', url: collector.url }, { identity: nobody }), {
    sendingChanged,
    everyMs,
  });
  return telemetry;
}

/** One of everything that a meter can be told. */
function tellEverything({ meter }: Telemetry): void {
  const of = { milliseconds: 12, outcome: 'well', school: 'oakfield' };
  meter.command({ ...of, type: 'policy/publish' });
  meter.delivery({ ...of, chat: 'teams', what: 'post' });
  meter.store({ ...of, what: 'get' });
  meter.request({ ...of, path: '/api/messages', status: 200 });
}

const latestOf = (name: string, points: readonly Point[] = collector.points()) =>
  points.findLast((point) => point.name === name)?.value;

describe('what is sent', () => {
  it('is everything on the list, by these names and with these words beside it, and nothing else', async () => {
    const { meter, watch, stop } = await start(40);
    watch(sources);
    tellEverything({ meter, watch, stop });
    await vi.waitFor(() => expect(latestOf('safeguarding.ready')).toBe(1), { timeout: 20_000 });
    await stop();
    const sent = new Map(collector.points().map(({ name, attributes }) => [name, Object.keys(attributes)]));
    const listed = new Map<string, readonly string[]>(
      Object.values(metrics).map(({ name, attributes }) => [name, [...attributes]]),
    );
    expect(Object.fromEntries(sent)).toEqual(Object.fromEntries(listed));
  });

  it('says how things stand: in seconds what waits, and 1 or 0 for yes or no', async () => {
    const { watch } = await start(40);
    watch({ ...sources, missing: async () => ['store'], isSchoolFileRefused: () => true });
    await vi.waitFor(() => expect(latestOf('safeguarding.ready')).toBe(0), { timeout: 20_000 });
    expect(latestOf('safeguarding.due.oldest')).toBe(90);
    expect(latestOf('safeguarding.urgent.oldest')).toBe(61);
    expect(latestOf('safeguarding.urgent.waiting')).toBe(1);
    expect(latestOf('safeguarding.delayed')).toBe(3);
    expect(latestOf('safeguarding.delayed.oldest')).toBe(3_600);
    expect(latestOf('safeguarding.parked')).toBe(2);
    expect(latestOf('safeguarding.school_file.refused')).toBe(1);
    expect(latestOf('safeguarding.clock.skew')).toBe(40);
  });

  it('asks nothing any more when the service stops, so that stopping waits for no store', async () => {
    const { watch, stop } = await start();
    watch({ ...sources, measure: () => new Promise(() => undefined) });
    await stop();
    expect(latestOf('safeguarding.uptime')).toBeDefined();
    expect(latestOf('safeguarding.ready')).toBeUndefined();
  });

  it('leaves out what could not be asked, rather than to say again what was', async () => {
    let isAway = false;
    const { watch } = await start(40);
    watch({
      ...sources,
      measure: async () => {
        if (isAway) throw new Error('the store is away');
        return [oakfield];
      },
    });
    await vi.waitFor(() => expect(latestOf('safeguarding.due.oldest')).toBe(90), { timeout: 20_000 });
    isAway = true;
    await vi.waitFor(
      () => {
        collector.forget();
        return vi
          .waitFor(() => expect(latestOf('safeguarding.ready')).toBe(1), { timeout: 5_000 })
          .then(() => {
            expect(latestOf('safeguarding.due.oldest')).toBeUndefined();
          });
      },
      { timeout: 30_000 },
    );
  });

  it('is a span for a command and for a delivery, with no event, link or text', async () => {
    const { meter, watch, stop } = await start();
    tellEverything({ meter, watch, stop });
    await stop();
    expect(collector.spans().toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      expect.objectContaining({
        name: 'command',
        attributes: { type: 'policy/publish', outcome: 'well', school: 'oakfield' },
        events: [],
        links: [],
        status: { code: 0 },
      }),
      expect.objectContaining({
        name: 'delivery',
        attributes: { chat: 'teams', what: 'post', outcome: 'well', school: 'oakfield' },
        events: [],
        links: [],
        status: { code: 0 },
      }),
    ]);
  });

  it('is no span for a command of a case: it is counted and timed, and when it was is not said', async () => {
    const { meter, stop } = await start();
    meter.command({ type: 'concern', outcome: 'well', school: 'oakfield', milliseconds: 12 });
    await stop();
    expect(latestOf('safeguarding.commands')).toBe(1);
    expect(collector.spans()).toEqual([]);
  });

  it('counts what has no time, such as one of which nobody knows when it was', async () => {
    const { meter, stop } = await start();
    meter.command({ type: 'concern/report', outcome: 'well', milliseconds: Number.POSITIVE_INFINITY });
    await stop();
    expect(latestOf('safeguarding.commands')).toBe(1);
    expect(latestOf('safeguarding.command.duration')).toBeUndefined();
    expect(collector.spans()).toEqual([]);
  });
});

describe('a collector', () => {
  it('that does not answer keeps no command waiting, and stopping is over in a second', async () => {
    status = undefined;
    const { meter, watch, stop } = await start();
    const began = performance.now();
    for (let times = 0; times < 20_000; times++) tellEverything({ meter, watch, stop });
    expect(performance.now() - began).toBeLessThan(20_000);
    const stopping = performance.now();
    await stop();
    expect(performance.now() - stopping).toBeLessThan(4_000);
  });

  it('that is away or refuses is told of once, and once when it takes figures again', async () => {
    status = 400;
    await start(40);
    await vi.waitFor(() => expect(changes).toEqual([false]), { timeout: 20_000 });
    collector.forget();
    await vi.waitFor(() => expect(collector.taken.length).toBeGreaterThan(2), { timeout: 20_000 });
    expect(changes).toEqual([false]);
    status = 200;
    await vi.waitFor(() => expect(changes).toEqual([false, true]), { timeout: 20_000 });
  });

  it('is sent no more spans than are kept, whatever happens in a moment', async () => {
    const { meter, stop } = await start();
    for (let times = 0; times < 6_000; times++)
      meter.command({ type: 'concern/report', outcome: 'well', school: 'oakfield', milliseconds: 1 });
    await stop();
    expect(latestOf('safeguarding.commands')).toBe(6_000);
    expect(collector.spans().length).toBeGreaterThan(1_000);
    expect(collector.spans().length).toBeLessThan(3_000);
  });

  it('is sent no more kinds of a figure than two thousand, however many outcomes there are', async () => {
    const { meter, stop } = await start();
    for (let times = 0; times < 5_000; times++)
      meter.command({ type: 'concern/report', outcome: `code-${times}`, school: 'oakfield', milliseconds: 1 });
    await stop();
    const kinds = collector.points().filter(({ name }) => name === 'safeguarding.commands');
    expect(kinds.length).toBeLessThanOrEqual(2_000);
    expect(kinds.reduce((sum, { value }) => sum + value, 0)).toBe(5_000);
  });
});

describe('Azure Monitor', () => {
  type AzureHttp = NonNullable<Parameters<typeof openExporters>[1]['azureHttp']>;
  const connectionString =
    'InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=https://uksouth-1.in.applicationinsights.azure.com/';

  /** Tells everything there, and gives each request that was made. */
  async function sentTo(answer: number, asItself = false) {
    const sent: { readonly url: string; readonly text: string; readonly authorization: string | undefined }[] = [];
    const azureHttp: AzureHttp = {
      async sendRequest(request) {
        const bytes = Buffer.from(request.body as Uint8Array);
        const authorization = request.headers.get('authorization');
        sent.push({ url: request.url, text: gunzipSync(bytes).toString('utf8'), authorization });
        const bodyAsText = '{"itemsReceived":1,"itemsAccepted":1,"errors":[]}';
        return { request, status: answer, headers: request.headers, bodyAsText };
      },
    };
    const getToken = async () => ({ token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 });
    const identity = asItself ? async () => ({ getToken }) : nobody;
    const named = { kind: 'azure-monitor', connectionString, asItself } as const;
    const exporters = await openExporters(named, { identity, azureHttp });
    telemetry = measureWith(exporters, { sendingChanged });
    tellEverything(telemetry);
    await telemetry.stop();
    return sent;
  }

  it('is sent the same figures and spans, without the name of this machine', async () => {
    const sent = await sentTo(200);
    expect(new Set(sent.map(({ url }) => url))).toEqual(
      new Set(['https://uksouth-1.in.applicationinsights.azure.com/v2.1/track']),
    );
    const all = sent.flatMap(({ text }) => JSON.parse(text));
    const named = all.flatMap(({ data }) => data.baseData.metrics ?? []).map(({ name }) => name);
    const known = Object.values(metrics).map(({ name }) => name as string);
    expect(named).toContain('safeguarding.commands');
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    expect(all.map(({ data }) => data.baseType)).toContain('RemoteDependencyData');
    expect(sent.map(({ text }) => text).join()).not.toContain(hostname());
    for (const { tags } of all)
      expect(
        Object.keys(tags).filter(
          (tag) => !/^ai\.(cloud\.role(Instance)?|internal\.sdkVersion|operation\.id)$/.test(tag),
        ),
      ).toEqual([]);
  });

  it('is shown who the service is where it has an identity, and otherwise is not', async () => {
    for (const { authorization } of await sentTo(200)) expect(authorization).toBeUndefined();
    const sent = await sentTo(200, true);
    expect(sent.length).toBeGreaterThan(0);
    for (const { authorization } of sent) expect(authorization).toBe('Bearer a-token');
  });

  it('that refuses is told of', async () => {
    expect((await sentTo(400)).length).toBeGreaterThan(0);
    expect(changes).toEqual([false]);
  });

  it('that is away has nothing kept for it on the disk', async () => {
    const kept = () => readdirSync(tmpdir()).filter((name) => /applicationinsights|Microsoft/i.test(name));
    const earlier = kept();
    expect((await sentTo(503)).length).toBeGreaterThan(0);
    expect(kept()).toEqual(earlier);
  });
});

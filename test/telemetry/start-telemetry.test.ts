import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepFromTelemetry } from '../../src/config.ts';
import { startTelemetry } from '../../src/telemetry/start-telemetry.ts';
import { type FakeCollector, startFakeCollector } from '../support/fake-collector.ts';

let collector: FakeCollector;
let other: FakeCollector;
const before = { ...process.env };
beforeEach(async () => {
  collector = await startFakeCollector();
  other = await startFakeCollector();
});
afterEach(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  await collector.stop();
  await other.stop();
});

const options = {
  sendingChanged: () => undefined,
  identity: () => Promise.reject(new Error('nobody is asked who the service is')),
};

describe('telemetry that goes nowhere', () => {
  it('measures nothing, and stops at once', async () => {
    const telemetry = await startTelemetry({ kind: 'none' }, options);
    telemetry.meter.command({ type: 'concern/report', outcome: 'well', milliseconds: 1 });
    await telemetry.stop();
    expect(collector.taken).toEqual([]);
  });

  it('loads no library of it, however much of the service is loaded', async () => {
    const service = fileURLToPath(new URL('../../src/service.ts', import.meta.url));
    const start = fileURLToPath(new URL('../../src/telemetry/start-telemetry.ts', import.meta.url));
    const loaded = async (kind: string) => {
      const script = `
        const { createRequire } = await import('node:module');
        await import(${JSON.stringify(service)});
        const { startTelemetry } = await import(${JSON.stringify(start)});
        await startTelemetry(${kind}, { sendingChanged() {}, identity() {} });
        const { cache } = createRequire(${JSON.stringify(service)});
        const names = Object.keys(cache).filter((path) => /node_modules.@opentelemetry.sdk|monitor-opentelemetry/.test(path));
        process.stdout.write(String(names.length), () => process.exit(0));`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
      return Number(stdout);
    };
    expect(await loaded("{ kind: 'none' }")).toBe(0);
    expect(await loaded("{ kind: 'otlp', url: 'http://127.0.0.1:9' }")).toBeGreaterThan(0);
  });
});

describe('the environment', () => {
  it('neither sends figures elsewhere nor adds a header or a name to them', async () => {
    Object.assign(process.env, {
      OTEL_EXPORTER_OTLP_ENDPOINT: other.url,
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${other.url}/v1/metrics`,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${other.url}/v1/traces`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-leak=MARKER',
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x-leak-too=MARKER',
      OTEL_RESOURCE_ATTRIBUTES: 'host.name=MARKER',
      OTEL_SERVICE_NAME: 'MARKER',
      OTEL_SDK_DISABLED: 'true',
      OTEL_TRACES_SAMPLER: 'always_off',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    });
    const telemetry = await startTelemetry({ kind: 'otlp', url: collector.url }, options);
    telemetry.meter.command({ type: 'concern/report', outcome: 'well', school: 'oakfield', milliseconds: 3 });
    await telemetry.stop();
    expect(other.taken).toEqual([]);
    expect(collector.taken.map(({ path }) => path).toSorted()).toEqual(['/v1/metrics', '/v1/traces']);
    expect(JSON.stringify(collector.taken)).not.toContain('MARKER');
    for (const { headers } of collector.taken)
      expect(Object.keys(headers).filter((name) => name.startsWith('x-') || name === 'content-encoding')).toEqual([]);
    const [sent] = collector.taken;
    const body = JSON.parse(sent?.text ?? '{}');
    const resource = (body.resourceMetrics ?? body.resourceSpans)[0].resource;
    expect(resource.attributes.map(({ key }: { readonly key: string }) => key)).toEqual([
      'service.name',
      'service.instance.id',
    ]);
  });

  it('has nothing left for the libraries, and tells the one for Azure Monitor to say nothing of itself', () => {
    const env = {
      PATH: '/bin',
      OTEL_ANYTHING: '1',
      APPLICATIONINSIGHTS_CONNECTION_STRING: 'x',
      AZURE_MONITOR_PREFIX: 'x',
    };
    keepFromTelemetry(env);
    expect(env).toEqual({
      PATH: '/bin',
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      APPLICATIONINSIGHTS_STATSBEAT_DISABLED: 'true',
      APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true',
      APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED: 'true',
    });
  });
});

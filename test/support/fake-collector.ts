import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One request that a collector was sent. */
export interface Collected {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What a point of a figure says, with what stands beside it. */
export interface Point {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** A sum, or what stands; of a histogram how many there were. */
  readonly value: number;
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}
interface OtlpPoint {
  readonly attributes?: readonly OtlpAttribute[];
  readonly asDouble?: number;
  readonly asInt?: number | string;
  readonly count?: number | string;
}
interface OtlpMetric {
  readonly name: string;
  readonly [kind: string]: unknown;
}

/**
 * A collector of figures on this machine, which takes what it is sent and keeps every byte of it. It answers with
 * `answer`; where that is undefined, never.
 */
export async function startFakeCollector(answer: () => number | undefined = () => 200) {
  const taken: Collected[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const sent = Buffer.concat(parts);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString('utf8');
      taken.push({ path: request.url ?? '', headers: request.headers, text });
      const status = answer();
      if (status === undefined) return;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status === 200 ? '{}' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bodies = (path: string) => taken.filter((one) => one.path === path).map(({ text }) => JSON.parse(text));
  const resources = (path: string, signal: string): unknown[] => bodies(path).flatMap((body) => body[signal] ?? []);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: taken as readonly Collected[],
    /** Every figure that was sent, the latest last. */
    points(): readonly Point[] {
      return resources('/v1/metrics', 'resourceMetrics').flatMap((resource) => scopesOf(resource).flatMap(pointsOf));
    },
    /** Every span that was sent, as it was. */
    spans(): readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[] {
      type Scope = { readonly spans?: readonly { readonly name: string; readonly attributes?: OtlpAttribute[] }[] };
      return resources('/v1/traces', 'resourceSpans')
        .flatMap((resource) => (resource as { readonly scopeSpans?: Scope[] }).scopeSpans ?? [])
        .flatMap(({ spans = [] }) => spans)
        .map((span) => ({ ...span, attributes: attributesIn(span.attributes) }));
    },
    /** Forgets what it was sent. */
    forget(): void {
      taken.length = 0;
    },
    stop(): Promise<void> {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

export type FakeCollector = Awaited<ReturnType<typeof startFakeCollector>>;

function scopesOf(resource: unknown): readonly OtlpMetric[] {
  const { scopeMetrics = [] } = resource as { scopeMetrics?: { readonly metrics?: OtlpMetric[] }[] };
  return scopeMetrics.flatMap(({ metrics = [] }) => metrics);
}

function pointsOf(metric: OtlpMetric): readonly Point[] {
  const kinds = ['sum', 'gauge', 'histogram'].map((kind) => metric[kind] as { dataPoints?: OtlpPoint[] } | undefined);
  return kinds
    .flatMap((kind) => kind?.dataPoints ?? [])
    .map(({ attributes, asDouble, asInt, count }) => ({
      name: metric.name,
      attributes: attributesIn(attributes),
      value: Number(asDouble ?? asInt ?? count),
    }));
}

function attributesIn(attributes: readonly OtlpAttribute[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? JSON.stringify(value)]));
}

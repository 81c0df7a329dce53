import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { TelemetryConfig } from '../../config-telemetry.ts';
import { SECOND } from '../../domain/instant.ts';

/** Where figures and spans go. */
export interface Exporters {
  readonly metrics: PushMetricExporter;
  readonly spans: SpanExporter;
}

/** Gets the tokens with which the service shows Azure who it is. */
export type OwnIdentity = NonNullable<AzureMonitorExporterOptions['credential']>;

interface ExportersOptions {
  /** Asked only where the service sends as itself. */
  readonly identity: () => Promise<OwnIdentity>;
  /** What carries requests to Azure Monitor; the library's own if not given. */
  readonly azureHttp?: AzureMonitorExporterOptions['httpClient'];
}

/** How long a collector may take for one sending. What it did not take by then is lost, and nobody has waited for it. */
const SEND_WITHIN_MS = 5 * SECOND;
/** How many sendings may be under way at once. */
const SENT_AT_ONCE = 2;

/** Opens the way to where the configuration says. What is not named is not loaded. */
export async function openExporters(
  config: Exclude<TelemetryConfig, { kind: 'none' }>,
  options: ExportersOptions,
): Promise<Exporters> {
  if (config.kind === 'azure-monitor') return await openAzureMonitor(config, options);
  const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-http');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const sending = { timeoutMillis: SEND_WITHIN_MS, concurrencyLimit: SENT_AT_ONCE };
  const address = (path: string) => `${config.url.replace(/\/+$/, '')}/${path}`;
  return {
    metrics: new OTLPMetricExporter({ ...sending, url: address('v1/metrics') }),
    spans: new OTLPTraceExporter({ ...sending, url: address('v1/traces') }),
  };
}

/**
 * What could not be sent is not kept on the disk; figures about the library itself were switched off before. That it
 * asks settings.sdk.monitor.azure.com each hour for its maker's settings cannot be: docs/telemetry.md says so.
 */
async function openAzureMonitor(
  { connectionString, asItself }: Extract<TelemetryConfig, { kind: 'azure-monitor' }>,
  { identity, azureHttp }: ExportersOptions,
): Promise<Exporters> {
  const { AzureMonitorMetricExporter, AzureMonitorTraceExporter } = await import(
    '@azure/monitor-opentelemetry-exporter'
  );
  const options = {
    connectionString,
    disableOfflineStorage: true,
    retryOptions: { maxRetries: 0 },
    ...(asItself ? { credential: await identity() } : {}),
    ...(azureHttp === undefined ? {} : { httpClient: azureHttp }),
  };
  return { metrics: new AzureMonitorMetricExporter(options), spans: new AzureMonitorTraceExporter(options) };
}

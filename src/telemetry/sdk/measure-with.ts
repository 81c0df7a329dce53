import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { MINUTE, SECOND } from '../../domain/instant.ts';
import type { SendingChanged, Telemetry } from '../telemetry.ts';
import type { Exporters } from './exporters.ts';
import { createSdkMeter } from './sdk-meter.ts';
import { createSendingWatch } from './sending-watch.ts';
import { createStandingGauges } from './standing-gauges.ts';

interface MeasureOptions {
  readonly sendingChanged: SendingChanged;
  /** How often figures are sent; a minute if not given. */
  readonly everyMs?: number;
}

const SERVICE = 'safeguarding-bot';
/** How long one sending may take with asking what stands; the next is never begun before. */
const SEND_WITHIN_MS = 10 * SECOND;
/** How many spans wait to be sent: what comes beyond is lost, so that a collector that is away fills no memory. */
const SPANS_WAITING = 2_048;
/** The service has ten seconds to stop, and other things to do in them. */
const STOP_WITHIN_MS = SECOND;

/** Measures with OpenTelemetry. It is not made the global one, so that no library adds anything of its own. */
export function measureWith(exporters: Exporters, { sendingChanged, everyMs = MINUTE }: MeasureOptions): Telemetry {
  const watched = createSendingWatch(exporters, sendingChanged);
  // Nothing of the machine, its name or its address. Which process it was tells two replicas apart.
  const resource = resourceFromAttributes({ 'service.name': SERVICE, 'service.instance.id': randomUUID() });
  const metricReader = new PeriodicExportingMetricReader({
    exporter: watched.metrics,
    exportIntervalMillis: everyMs,
    exportTimeoutMillis: Math.min(everyMs, SEND_WITHIN_MS),
  });
  const meters = new MeterProvider({ resource, readers: [metricReader] });
  const tracers = new BasicTracerProvider({
    resource,
    spanProcessors: [
      new BatchSpanProcessor(watched.spans, { maxQueueSize: SPANS_WAITING, exportTimeoutMillis: SEND_WITHIN_MS }),
    ],
  });
  const instruments = meters.getMeter(SERVICE);
  const standing = createStandingGauges(instruments);
  const meter = createSdkMeter(instruments, tracers.getTracer(SERVICE), { storeTook: standing.storeTook });

  return {
    meter,
    watch: standing.watch,
    async stop() {
      standing.stop();
      const sent = Promise.allSettled([meters.shutdown(), tracers.shutdown()]);
      await Promise.race([sent, pause(STOP_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

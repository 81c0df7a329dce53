import { AggregationTemporality, InstrumentType, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SendingChanged } from '../telemetry.ts';
import type { Exporters } from './exporters.ts';

/** What an exporter says of a sending: 0 where it went well. */
interface SendingResult {
  readonly code: number;
}

/**
 * The same exporters, of which it is said when the collector does not take figures, and when it does again. What stands
 * is sent only where it was asked just now: the library would repeat the last of it for ever, also of a store that is away.
 */
export function createSendingWatch({ metrics, spans }: Exporters, changed: SendingChanged): Exporters {
  let isSent = true;
  const heard = ({ code }: SendingResult) => {
    if ((code === 0) === isSent) return;
    isSent = code === 0;
    changed({ isSent });
  };
  const watched: PushMetricExporter = {
    export: (figures, done) =>
      metrics.export(figures, (result) => {
        heard(result);
        done(result);
      }),
    forceFlush: () => metrics.forceFlush(),
    shutdown: () => metrics.shutdown(),
    selectAggregationTemporality(type) {
      if (type === InstrumentType.OBSERVABLE_GAUGE) return AggregationTemporality.DELTA;
      return metrics.selectAggregationTemporality?.(type) ?? AggregationTemporality.CUMULATIVE;
    },
  };
  return { metrics: watched, spans };
}

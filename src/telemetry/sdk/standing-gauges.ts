import type { BatchObservableResult, Meter as Instruments } from '@opentelemetry/api';
import { SECOND } from '../../domain/instant.ts';
import { attributesOf } from '../attributes.ts';
import { type Metric, metrics } from '../metrics.ts';
import type { TelemetrySources } from '../telemetry.ts';
import { createLatencies } from './latencies.ts';

/** The figures of what stands, asked each time that figures are sent. What cannot be asked then is left out. */
export function createStandingGauges(instruments: Instruments) {
  const gauge = ({ name, unit, says }: Metric) => instruments.createObservableGauge(name, { unit, description: says });
  const uptime = gauge(metrics.uptime);
  const ready = gauge(metrics.ready);
  const oldestDue = gauge(metrics.oldestDue);
  const oldestUrgent = gauge(metrics.oldestUrgent);
  const urgentWaiting = gauge(metrics.urgentWaiting);
  const delayed = gauge(metrics.delayed);
  const oldestDelayed = gauge(metrics.oldestDelayed);
  const parked = gauge(metrics.parked);
  const schoolFileRefused = gauge(metrics.schoolFileRefused);
  const clockSkew = gauge(metrics.clockSkew);
  const storeSlowest = gauge(metrics.storeSlowest);
  const latencies = createLatencies();
  let sources: TelemetrySources | undefined;

  async function observeReadiness(result: BatchObservableResult, { missing }: TelemetrySources): Promise<void> {
    result.observe(ready, (await missing()).length === 0 ? 1 : 0);
  }

  async function observeSchools(result: BatchObservableResult, { measure }: TelemetrySources): Promise<void> {
    for (const { school, oldestDueMs, oldestDelayedMs, oldestUrgentMs, ...counts } of await measure()) {
      const attributes = attributesOf(['school'], { school });
      result.observe(oldestDue, oldestDueMs / SECOND, attributes);
      result.observe(oldestUrgent, oldestUrgentMs / SECOND, attributes);
      result.observe(urgentWaiting, counts.urgentWaiting, attributes);
      result.observe(delayed, counts.delayed, attributes);
      result.observe(oldestDelayed, oldestDelayedMs / SECOND, attributes);
      result.observe(parked, counts.parked, attributes);
    }
  }

  instruments.addBatchObservableCallback(
    async (result) => {
      result.observe(uptime, process.uptime());
      const slowest = latencies.taken();
      if (slowest !== undefined) result.observe(storeSlowest, slowest);
      if (sources === undefined) return;
      result.observe(schoolFileRefused, sources.isSchoolFileRefused() ? 1 : 0);
      const skewMs = Math.abs(sources.skewMs());
      if (Number.isFinite(skewMs)) result.observe(clockSkew, skewMs);
      await Promise.allSettled([observeReadiness(result, sources), observeSchools(result, sources)]);
    },
    [
      ...[uptime, ready, schoolFileRefused, clockSkew, storeSlowest],
      ...[oldestDue, oldestUrgent, urgentWaiting, delayed, oldestDelayed, parked],
    ],
  );

  return {
    storeTook: latencies.add,
    watch(given: TelemetrySources): void {
      sources = given;
    },
    /** Asks nothing more: who stops waits for no store. */
    stop(): void {
      sources = undefined;
    },
  };
}

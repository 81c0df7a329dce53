import { type Meter as Instruments, SpanKind, type Tracer } from '@opentelemetry/api';
import type { Meter } from '../../application/meter.ts';
import { type Attributes, attributesOf } from '../attributes.ts';
import { metrics, spans } from '../metrics.ts';

interface SdkMeterParts {
  /** Told how long each call of the record store took. */
  readonly storeTook: (milliseconds: number) => void;
}

/** In milliseconds: from what a file takes to what makes somebody give up. */
const BOUNDARIES = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000];

/** A meter that counts and times with OpenTelemetry. All that is said beside a figure passes the one list. */
export function createSdkMeter(instruments: Instruments, tracer: Tracer, { storeTook }: SdkMeterParts): Meter {
  const counter = ({ name, unit, says }: (typeof metrics)[keyof typeof metrics]) =>
    instruments.createCounter(name, { unit, description: says });
  const histogram = ({ name, unit, says }: (typeof metrics)[keyof typeof metrics]) =>
    instruments.createHistogram(name, {
      unit,
      description: says,
      advice: { explicitBucketBoundaries: [...BOUNDARIES] },
    });
  const commands = counter(metrics.commands);
  const commandDuration = histogram(metrics.commandDuration);
  const deliveries = counter(metrics.deliveries);
  const deliveryDuration = histogram(metrics.deliveryDuration);
  const storeCalls = counter(metrics.storeCalls);
  const storeDuration = histogram(metrics.storeDuration);
  const requests = counter(metrics.requests);
  const requestDuration = histogram(metrics.requestDuration);

  /** What has just ended, as a span of its own: no link to another, no event, no text. */
  function span(name: string, milliseconds: number, attributes: Attributes): void {
    const endedAt = Date.now();
    const options = { kind: SpanKind.INTERNAL, startTime: endedAt - milliseconds, attributes, root: true };
    tracer.startSpan(name, options).end(endedAt);
  }

  return {
    command(of) {
      const attributes = attributesOf(metrics.commands.attributes, of);
      commands.add(1, attributes);
      if (!isTime(of.milliseconds)) return;
      commandDuration.record(of.milliseconds, attributesOf(metrics.commandDuration.attributes, of));
      if (isWhole(of.type)) span(spans.command, of.milliseconds, attributes);
    },
    delivery(of) {
      const attributes = attributesOf(metrics.deliveries.attributes, of);
      deliveries.add(1, attributes);
      if (!isTime(of.milliseconds)) return;
      deliveryDuration.record(of.milliseconds, attributesOf(metrics.deliveryDuration.attributes, of));
      span(spans.delivery, of.milliseconds, attributes);
    },
    store(of) {
      storeCalls.add(1, attributesOf(metrics.storeCalls.attributes, of));
      if (!isTime(of.milliseconds)) return;
      storeDuration.record(of.milliseconds, attributesOf(metrics.storeDuration.attributes, of));
      storeTook(of.milliseconds);
    },
    request(of) {
      requests.add(1, attributesOf(metrics.requests.attributes, of));
      if (isTime(of.milliseconds))
        requestDuration.record(of.milliseconds, attributesOf(metrics.requestDuration.attributes, of));
    },
  };
}

/** Whether a command is told of as it was given. Of a case only the workflow is, and at what time is nobody's to know. */
function isWhole(type: string): boolean {
  return type.includes('/');
}

/** A stopwatch says that it has no end where nobody knows what time it was. */
function isTime(milliseconds: number): boolean {
  return Number.isFinite(milliseconds) && milliseconds >= 0;
}

import { noMeter } from '../application/meter.ts';
import { keepFromTelemetry } from '../config.ts';
import type { TelemetryConfig } from '../config-telemetry.ts';
import type { OwnIdentity } from './sdk/exporters.ts';
import type { SendingChanged, Telemetry } from './telemetry.ts';

interface TelemetryOptions {
  /** How the service shows who it is, where it sends as itself. */
  readonly identity: () => Promise<OwnIdentity>;
  readonly sendingChanged: SendingChanged;
}

/** Starts telemetry. Where figures go nowhere, nothing of it is loaded. */
export async function startTelemetry(
  config: TelemetryConfig,
  { identity, sendingChanged }: TelemetryOptions,
): Promise<Telemetry> {
  if (config.kind === 'none') return { meter: noMeter, watch: () => undefined, stop: async () => undefined };
  // Before they are loaded: what they read by themselves could send figures elsewhere, or put names beside them.
  keepFromTelemetry();
  const { openExporters } = await import('./sdk/exporters.ts');
  const { measureWith } = await import('./sdk/measure-with.ts');
  return measureWith(await openExporters(config, { identity }), { sendingChanged });
}

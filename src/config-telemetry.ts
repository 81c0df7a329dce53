import type { TelemetryPlace } from './config-places.ts';
import { type Environment, given, readVariables, variables } from './config-variables.ts';
import type { ConfigProblem } from './school-files.ts';

// Where figures of what the service does go, and that they go nowhere else.

/** Where figures go, with what it takes to bring them there. */
export type TelemetryConfig =
  | Exclude<TelemetryPlace, { readonly kind: 'azure-monitor' }>
  | {
      readonly kind: 'azure-monitor';
      readonly connectionString: string;
      /** True to send as the service's own identity; false to send as whoever has the connection string. */
      readonly asItself: boolean;
    };

/** Undefined where it cannot be said where figures go. */
export function readTelemetry(env: Environment, problems: ConfigProblem[]): TelemetryConfig | undefined {
  const set = readVariables(['TELEMETRY', 'APPLICATIONINSIGHTS_CONNECTION_STRING'], env, problems);
  if (set?.TELEMETRY.kind !== 'azure-monitor') return set?.TELEMETRY;
  const { APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString } = set;
  const asItself = given(env, 'AZURE_CLIENT_ID') !== undefined;
  if (connectionString !== undefined) return { kind: 'azure-monitor', connectionString, asItself };
  const { remedy } = variables.APPLICATIONINSIGHTS_CONNECTION_STRING;
  problems.push({ place: 'APPLICATIONINSIGHTS_CONNECTION_STRING', words: `is not set. ${remedy}` });
  return undefined;
}

/** What the libraries of telemetry read by themselves: addresses, headers, names, and what they tell of themselves. */
const READ_BY_TELEMETRY = /^(OTEL_|APPLICATIONINSIGHTS_|APPLICATION_INSIGHTS_|APPINSIGHTS_|AZURE_MONITOR_)/;
/** With these, the exporter for Azure Monitor sends its maker no figures about itself. */
const NOTHING_OF_ITSELF = [
  'APPLICATION_INSIGHTS_NO_STATSBEAT',
  'APPLICATIONINSIGHTS_STATSBEAT_DISABLED',
  'APPLICATIONINSIGHTS_SDKSTATS_DISABLED',
  'APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED',
];

/** Takes away what the libraries would read by themselves, and has the exporter for Azure Monitor tell nothing of itself. */
export function takeFromTelemetry(env: Record<string, string | undefined>): void {
  for (const name of Object.keys(env)) if (READ_BY_TELEMETRY.test(name)) delete env[name];
  for (const name of NOTHING_OF_ITSELF) env[name] = 'true';
}

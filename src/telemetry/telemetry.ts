import type { SchoolMeasures } from '../application/measures.ts';
import type { Meter } from '../application/meter.ts';

/** A meter whose figures leave the house. */
export interface Telemetry {
  readonly meter: Meter;
  /** From now on these are asked each time that figures are sent: once a minute. */
  watch(sources: TelemetrySources): void;
  /** Sends what is left, for a second at the most. Never rejects. */
  stop(): Promise<void>;
}

/** Where what stands comes from, beside what happens. */
export interface TelemetrySources {
  /** How every school's records stand now. */
  readonly measure: () => Promise<readonly SchoolMeasures[]>;
  /** What keeps the service from doing its work now, by its name; nothing when it is ready. */
  readonly missing: () => Promise<readonly string[]>;
  /** Whether the school files are wrong now, so that what was read before holds. */
  readonly isSchoolFileRefused: () => boolean;
  /** By how many milliseconds this machine's clock differs from that of the record store. */
  readonly skewMs: () => number;
}

/** Told when figures could not be sent, and when they can be again: once each time it changes. */
export type SendingChanged = (of: { readonly isSent: boolean }) => void;

import { type Instant, MINUTE, SECOND } from '../domain/instant.ts';
import { Fault } from './faults.ts';
import type { Clock } from './ports.ts';

export interface SteadyClockParts {
  /** This machine's clock: milliseconds since 1970. */
  readonly wallMs: () => number;
  /** Milliseconds that only ever go forward; they may stand still while the machine is suspended. */
  readonly monotonicMs: () => number;
  /** What the store's clock says; undefined where that is this machine's. */
  readonly storeTime: () => Promise<Instant | undefined>;
  /** Told when this machine's clock begins to differ from the store's, and when it does no more. */
  readonly differs?: (of: { readonly isOff: boolean; readonly milliseconds: number }) => void;
}

/** The store's time, carried on between two measurements by this machine's monotonic clock. */
export interface SteadyClock extends Clock {
  /**
   * Asks the store what time it is. Rejects when it does not answer, or answers too slowly to be of use; the last
   * measurement serves on then.
   */
  measure(): Promise<void>;
  /** By how many milliseconds this machine's clock is ahead of the store's; behind, when negative. */
  skewMs(): number;
}

/** A machine whose clock is further off cannot serve: the chats' SDKs judge tokens by it. */
export const MOST_SKEW_MS = 4 * MINUTE;
/** What takes longer says too little of what time it is. */
const LONGEST_ROUND_TRIP_MS = 2 * SECOND;
/** The machine's two clocks differ by more after a suspension, or when somebody set one of them. */
const MOST_DISAGREEMENT_MS = 2 * SECOND;
/** From here on this machine's clock is said to be off. */
const NOTABLE_SKEW_MS = 2 * SECOND;
/** The time stands still rather than go back, but not for longer: then what was measured before was wrong. */
const LONGEST_STANDSTILL_MS = 10 * SECOND;
/** How often a doubt asks the store. */
const ASK_AGAIN_MS = SECOND;

interface Measurement {
  readonly storeMs: number;
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/**
 * One time for all processes that serve one store. Where the store has none of its own, this machine's clock is
 * trusted, as one process alone then serves it. To be measured before it is used.
 */
export function createSteadyClock({ wallMs, monotonicMs, storeTime, differs }: SteadyClockParts): SteadyClock {
  let measured: Measurement | undefined;
  let measuring: Promise<void> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let latestMs = Number.NEGATIVE_INFINITY;
  let isOff = false;

  /** Whether what was measured cannot be carried on: nobody knows which of the machine's clocks went wrong. */
  function isInDoubt(): boolean {
    if (measured === undefined) return false;
    const disagreement = wallMs() - measured.wallMs - (monotonicMs() - measured.monotonicMs);
    return Math.abs(disagreement) > MOST_DISAGREEMENT_MS;
  }

  /** A doubt is settled by the store, soon; nobody waits for it. */
  function askIfInDoubt(): boolean {
    if (!isInDoubt()) return false;
    if (monotonicMs() - askedAt >= ASK_AGAIN_MS) measure().catch(() => undefined);
    return true;
  }

  function nowMs(): number {
    if (measured === undefined) return wallMs();
    const at = measured.storeMs + monotonicMs() - measured.monotonicMs;
    const standsStill = at < latestMs && latestMs - at < LONGEST_STANDSTILL_MS;
    latestMs = standsStill ? latestMs : at;
    return latestMs;
  }

  function measure(): Promise<void> {
    measuring ??= ask().finally(() => {
      measuring = undefined;
    });
    return measuring;
  }

  async function ask(): Promise<void> {
    askedAt = monotonicMs();
    const before = { wallMs: wallMs(), monotonicMs: monotonicMs() };
    const at = await storeTime();
    const after = { wallMs: wallMs(), monotonicMs: monotonicMs() };
    if (at === undefined) {
      measured = undefined;
      return;
    }
    const took = Math.max(after.monotonicMs - before.monotonicMs, Math.abs(after.wallMs - before.wallMs));
    if (took > LONGEST_ROUND_TRIP_MS) throw tooSlow();
    measured = { storeMs: Date.parse(at), ...after };
    const milliseconds = Math.round(skewMs());
    if (Math.abs(milliseconds) > NOTABLE_SKEW_MS === isOff) return;
    isOff = !isOff;
    differs?.({ isOff, milliseconds });
  }

  function skewMs(): number {
    return measured === undefined ? 0 : wallMs() - nowMs();
  }

  return {
    now() {
      askIfInDoubt();
      return new Date(nowMs()).toISOString();
    },
    stopwatch() {
      const began = { wallMs: wallMs(), monotonicMs: monotonicMs(), nowMs: nowMs() };
      const beganInDoubt = askIfInDoubt();
      return () => {
        if (askIfInDoubt() || beganInDoubt) return Number.POSITIVE_INFINITY;
        // The store's time counts as well: a machine that was paused may have stopped both of its own clocks.
        return Math.max(wallMs() - began.wallMs, monotonicMs() - began.monotonicMs, nowMs() - began.nowMs);
      };
    },
    measure,
    skewMs,
  };
}

function tooSlow(): Fault {
  return new Fault('the record store took too long to say what time it is', {
    code: 'clock-slow',
    whatToDo: 'Look at the load of the record store and at the way from this server to it.',
  });
}

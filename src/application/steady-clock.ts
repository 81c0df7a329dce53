import { HOUR, type Instant, MINUTE, SECOND } from '../domain/instant.ts';
import { Fault } from './faults.ts';
import type { Clock } from './ports.ts';
import { waitAtMost } from './wait-at-most.ts';

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
/** How long a decision waits for the store to settle a doubt. People wait two seconds for everything. */
const SETTLE_MS = SECOND;
/** How often it asks meanwhile: after a suspension the first call may go down a line that is dead. */
const SETTLE_TRIES = 2;
/** A machine is not suspended for longer; a clock that says so was set. */
const LONGEST_SUSPENSION_MS = 24 * HOUR;

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

  /** By how much more the wall clock has gone forward than the monotonic one. */
  function disagreementMs(): number {
    return measured === undefined ? 0 : wallMs() - measured.wallMs - (monotonicMs() - measured.monotonicMs);
  }

  /** Whether what was measured cannot be carried on: nobody knows which of the machine's clocks went wrong. */
  function isInDoubt(): boolean {
    return Math.abs(disagreementMs()) > MOST_DISAGREEMENT_MS;
  }

  /** A doubt is settled by the store, soon; nobody waits for it. */
  function askIfInDoubt(): boolean {
    if (!isInDoubt()) return false;
    if (monotonicMs() - askedAt >= ASK_AGAIN_MS) measure().catch(() => undefined);
    return true;
  }

  /** Gives the store a second to settle a doubt. Whether there is none any more. */
  async function isSettled(): Promise<boolean> {
    if (isInDoubt()) await waitAtMost(SETTLE_MS, askUntilSure(), tooSlow).catch(() => undefined);
    return !isInDoubt();
  }

  async function askUntilSure(): Promise<void> {
    for (let tries = 0; isInDoubt() && tries < SETTLE_TRIES; tries++) await measure().catch(() => undefined);
  }

  /**
   * In doubt, what is written with a time too early is reminded of too early: the later reading counts. Only for that:
   * whoever went by it could take over what another process has in hand.
   */
  function decisionMs(): number {
    const ahead = isInDoubt() ? disagreementMs() : 0;
    return nowMs() + (ahead <= LONGEST_SUSPENSION_MS ? Math.max(0, ahead) : 0);
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
    async forDecision() {
      const isSure = await isSettled();
      return { at: new Date(decisionMs()).toISOString(), isSure };
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

import { HOUR, type Instant, later, MINUTE } from '../../src/domain/instant.ts';

/** What is not as it should be for a while. */
export type Oddity =
  /** The chat takes nothing, or says so wrongly. */
  | 'chat-away'
  /** The chat can never reach IT. */
  | 'it-unreachable'
  | 'store-away'
  /** No process runs. */
  | 'stopped'
  /** The clock of the machine is wrong by an hour. */
  | 'clock-ahead'
  | 'clock-behind'
  /** IT does nothing. */
  | 'it-absent';

interface OddTime {
  readonly what: Oddity;
  readonly from: Instant;
  readonly until: Instant;
}

/** How often each comes in a year, and for how long, at the least and at the most. */
const usual: Readonly<Record<Oddity, { readonly aYear: number; readonly ms: readonly [number, number] }>> = {
  'chat-away': { aYear: 14, ms: [10 * MINUTE, 6 * HOUR] },
  'it-unreachable': { aYear: 10, ms: [10 * HOUR, 80 * HOUR] },
  'store-away': { aYear: 8, ms: [5 * MINUTE, HOUR] },
  stopped: { aYear: 4, ms: [HOUR, 60 * HOUR] },
  'clock-ahead': { aYear: 5, ms: [HOUR, 20 * HOUR] },
  'clock-behind': { aYear: 5, ms: [HOUR, 20 * HOUR] },
  'it-absent': { aYear: 4, ms: [30 * HOUR, 10 * 24 * HOUR] },
};
/** What may make something late. IT hears in time whether it is there or not. */
const excuses: readonly Oddity[] = ['chat-away', 'it-unreachable', 'store-away', 'stopped'];
const YEAR_MS = 365 * 24 * HOUR;

/** How long after an odd time something may still be late because of it: as long as a message waits at the most. */
const AFTERMATH_MS = 9 * HOUR;

/** The times between two moments at which something is odd, by chance. */
export function oddTimes(begins: Instant, ends: Instant, chance: () => number) {
  const lasts = Date.parse(ends) - Date.parse(begins);
  const all = Object.entries(usual).flatMap(([what, { aYear, ms }]) => {
    const [least, most] = ms;
    return Array.from({ length: Math.round((aYear * lasts) / YEAR_MS) }, (): OddTime => {
      const from = later(begins, Math.floor(chance() * lasts));
      return { what: what as Oddity, from, until: later(from, Math.floor(least + chance() * (most - least))) };
    });
  });
  const marks = all.flatMap(({ from, until }) => [from, until]).toSorted();
  /** Besides, whatever happened at a moment of its own, such as a kill. */
  const moments: Instant[] = [];
  const isNow = (what: Oddity, at: Instant) => all.some((one) => one.what === what && one.from <= at && at < one.until);
  return {
    all,
    isNow,
    /** The next moment after this one at which something begins or ends. */
    next: (at: Instant) => marks.find((mark) => mark > at),
    note: (at: Instant) => void moments.push(at),
    /** Whether something may have been late that was due between these moments. A wrong clock is no excuse. */
    mayExcuse(from: Instant, until: Instant): boolean {
      const since = later(from, -AFTERMATH_MS);
      const isOdd = all.some((one) => excuses.includes(one.what) && one.from <= until && one.until >= since);
      return isOdd || moments.some((at) => later(from, -10 * MINUTE) <= at && at <= until);
    },
  };
}
export type OddTimes = ReturnType<typeof oddTimes>;

/** So many calls within so many milliseconds. */
export interface Window {
  readonly most: number;
  readonly withinMs: number;
}

/** What counts towards the same limits. */
export interface Line {
  /** Tells it from every other line. */
  readonly name: string;
  /** All at once in force. */
  readonly windows: readonly Window[];
}

/**
 * A replica's part of a limit. Where that is less than one call, it is one call in a longer time: in that longer time no
 * more is called than the limit allows then, though two replicas may call close together.
 */
function partOf({ most, withinMs }: Window, share: number): Window {
  // A third of three is one, whatever floating point makes of it.
  const part = Math.floor(most * share + 1e-9);
  return part >= 1 ? { most: part, withinMs } : { most: 1, withinMs: withinMs / (most * share) };
}

/** What was taken of one line. Times are in milliseconds of a clock that only goes forward. */
export function createLineUse({ windows }: Line, share: () => number) {
  const longest = Math.max(0, ...windows.map(({ most }) => most));
  /** When the last calls were made, the oldest first: as many as any window looks back to. */
  let times: number[] = [];
  let told: number[] = [];
  /** Before this, the chat wants no call of this line. */
  let restsUntil = Number.NEGATIVE_INFINITY;
  /** The next calls as they fit from `at` on, one behind the other; kept while nothing changes, as many ask at once. */
  let plan = { at: Number.NaN, fits: [] as number[] };
  const mine = () => windows.map((window) => partOf(window, share()));

  /** When the next call fits behind those that were made and these that are still to be. */
  function fitsBehind(planned: readonly number[], now: number, parts: readonly Window[]): number {
    const back = (count: number) => (count <= planned.length ? planned.at(-count) : times.at(planned.length - count));
    const ends = parts.map(({ most, withinMs }) => (back(most) ?? Number.NEGATIVE_INFINITY) + withinMs);
    return Math.max(now, restsUntil, planned.at(-1) ?? now, ...ends);
  }

  return {
    /** How many wait for this line and others. */
    waiting: 0,
    /** When a call fits that has so many before it, if nothing else holds those up. */
    freeFrom(now: number, before = 0): number {
      if (plan.at !== now) plan = { at: now, fits: [] };
      const { fits } = plan;
      if (fits.length <= before)
        for (const parts = mine(); fits.length <= before; ) fits.push(fitsBehind(fits, now, parts));
      return fits[before] ?? now;
    },
    take(now: number): void {
      times.push(now);
      plan.at = Number.NaN;
      if (times.length > 2 * longest) times = times.slice(-longest);
    },
    rest(until: number): void {
      restsUntil = Math.max(restsUntil, until);
      plan.at = Number.NaN;
    },
    /** Somebody was sent away, and told to come again then. */
    tell(at: number): void {
      told.push(at);
    },
    /** How many are still to come again. */
    comingAfter(now: number): number {
      told = told.filter((at) => at > now);
      return told.length;
    },
    /** Nobody waits for it, and no window reaches back to what was taken. */
    isIdle(now: number): boolean {
      const end = Math.max(restsUntil, ...mine().map(({ withinMs }) => (times.at(-1) ?? 0) + withinMs));
      return this.waiting === 0 && end <= now;
    },
  };
}

export type LineUse = ReturnType<typeof createLineUse>;

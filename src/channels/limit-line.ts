/** So many calls within so many milliseconds. */
export interface Window {
  readonly most: number;
  readonly withinMs: number;
  /**
   * The most of them that are answers to people at the screen, and the most that are owed: so that neither leaves no room
   * for the other. All if not given.
   */
  readonly mostOfOneSort?: number;
}

/** What counts towards the same limits. */
export interface Line {
  /** Tells it from every other line. */
  readonly name: string;
  /** All at once in force. */
  readonly windows: readonly Window[];
}

/** What a call is: the answer to somebody who waits for it at the screen, or something that waits in an outbox. */
export type Sort = 'answer' | 'owed';

/**
 * A replica's part of a limit. Where that is less than one call, it is one call in a longer time: in that longer time no
 * more is called than the limit allows then, though two replicas may call close together.
 */
function partOf(most: number, withinMs: number, share: number): Window {
  // A third of three is one, whatever floating point makes of it.
  const part = Math.floor(most * share + 1e-9);
  return part >= 1 ? { most: part, withinMs } : { most: 1, withinMs: withinMs / (most * share) };
}

/** What was taken of one line. Times are in milliseconds of a clock that only goes forward. */
export function createLineUse({ windows }: Line, share: () => number) {
  const longest = Math.max(0, ...windows.map(({ most }) => most));
  /** When the last calls were made, the oldest first: as many as any window looks back to. */
  const times: Record<Sort | 'all', number[]> = { answer: [], owed: [], all: [] };
  const waiting: Record<Sort, number> = { answer: 0, owed: 0 };
  let told: number[] = [];
  /** Before this, the chat wants no call of this line. */
  let restsUntil = Number.NEGATIVE_INFINITY;
  /** The next calls as they fit from `at` on, one behind the other; kept while nothing changes, as many ask at once. */
  const nothing = () => ({ answer: [] as number[], owed: [] as number[] });
  let plan = { at: Number.NaN, fits: nothing() };

  const ofAll = () => windows.map(({ most, withinMs }) => partOf(most, withinMs, share()));
  const ofOneSort = () =>
    windows.flatMap(({ mostOfOneSort: most, withinMs }) =>
      most === undefined ? [] : [partOf(most, withinMs, share())],
    );

  /** The end of all windows that reach back to as many calls as they allow, of those made and these still to be. */
  function endOf(made: readonly number[], planned: readonly number[], parts: readonly Window[]): number {
    const back = (count: number) => (count <= planned.length ? planned.at(-count) : made.at(planned.length - count));
    return Math.max(...parts.map(({ most, withinMs }) => (back(most) ?? Number.NEGATIVE_INFINITY) + withinMs));
  }

  return {
    /** How many wait for this line and others: those before whom a call of that sort does not go. */
    waitingBefore: (sort: Sort): number => waiting.answer + (sort === 'owed' ? waiting.owed : 0),
    /** One more waits, or one less. */
    wait(sort: Sort, by: 1 | -1): void {
      waiting[sort] += by;
    },
    /** When a call fits that has so many before it, if nothing else holds those up. */
    freeFrom(now: number, sort: Sort, before = 0): number {
      if (plan.at !== now) plan = { at: now, fits: nothing() };
      const fits = plan.fits[sort];
      if (fits.length <= before)
        for (const [all, one] = [ofAll(), ofOneSort()]; fits.length <= before; ) {
          const ends = [endOf(times.all, fits, all), endOf(times[sort], fits, one)];
          fits.push(Math.max(now, restsUntil, fits.at(-1) ?? now, ...ends));
        }
      return fits[before] ?? now;
    },
    take(now: number, sort: Sort): void {
      plan.at = Number.NaN;
      for (const kind of ['all', sort] as const) {
        times[kind].push(now);
        if (times[kind].length > 2 * longest) times[kind] = times[kind].slice(-longest);
      }
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
      const last = times.all.at(-1) ?? 0;
      const end = Math.max(restsUntil, ...[...ofAll(), ...ofOneSort()].map(({ withinMs }) => last + withinMs));
      return waiting.answer + waiting.owed === 0 && end <= now;
    },
  };
}

export type LineUse = ReturnType<typeof createLineUse>;

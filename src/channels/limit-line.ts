import { createFoundLimit, type FoundLimit } from './found-limit.ts';

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
  /** True for one that is shared by all: campaigns are spread over it evenly, and it is less where the chat says so. */
  readonly isShared?: boolean;
}

/**
 * What a call is: the answer to somebody who waits for it at the screen, something that waits in an outbox, or one of a
 * campaign to many, for which what is left is enough.
 */
export type Sort = 'answer' | 'owed' | 'campaign';

/** The part of a shared line that campaigns leave where nobody else asks: it lets an answer in at once. */
const LEFT_PART = 0.03;
/** Of a minute, where what goes beyond it waits for long, so many calls are left at the least; half where there are fewer. */
const LEFT_IN_A_MINUTE = 10;
const MINUTE_MS = 60_000;
/** So many spacings that were missed, as timers come late, are made up for. */
const MADE_UP = 2;

/**
 * A replica's part of a limit. Where that is less than one call, it is one call in a longer time: in that longer time no
 * more is called than the limit allows then, though two replicas may call close together.
 */
function partOf(most: number, withinMs: number, share: number): Window {
  // A third of three is one, whatever floating point makes of it.
  const part = Math.floor(most * share + 1e-9);
  return part >= 1 ? { most: part, withinMs } : { most: 1, withinMs: withinMs / (most * share) };
}

/** The time between two calls of campaigns where they have a window to themselves. */
function spacingIn({ most, withinMs }: Window): number {
  const left = Math.max(most * LEFT_PART, withinMs < MINUTE_MS ? 0 : Math.min(LEFT_IN_A_MINUTE, most / 2));
  return withinMs / (most - left);
}

const NOTHING: readonly number[] = [];

/**
 * What was taken of one line. Times are in milliseconds of a clock that only goes forward. There is one for each person
 * who was written to within the hour, so it is kept small.
 */
export class LineUse {
  readonly #line: Line;
  readonly #share: () => number;
  /** When the last calls were made, the oldest first: as many as any window looks back to. */
  #times: number[] = [];
  /** The same of one sort, where a window looks at that. */
  #timesOf: Record<'answer' | 'owed', number[]> | undefined;
  readonly #waiting: Record<Sort, number> = { answer: 0, owed: 0, campaign: 0 };
  #told: readonly number[] = NOTHING;
  /** Before this, the chat wants no call of this line. */
  #restsUntil = Number.NEGATIVE_INFINITY;
  /** When the next call of a campaign is due. */
  #campaignAt = Number.NEGATIVE_INFINITY;
  /** What the chat takes less than it says. */
  #found: FoundLimit | undefined;
  /** The next calls as they fit from `at` on, one behind the other; kept while nothing changes, as many ask at once. */
  #plan: { readonly at: number; readonly answer: number[]; readonly owed: number[] } | undefined;

  constructor(line: Line, share: () => number) {
    this.#line = line;
    this.#share = share;
  }

  /** How many wait for this line and others: those before whom a call of that sort does not go. */
  waitingBefore(sort: Sort): number {
    const { answer, owed, campaign } = this.#waiting;
    if (sort === 'campaign') return campaign;
    return sort === 'owed' ? answer + owed : answer;
  }

  /** One more waits, or one less. */
  wait(sort: Sort, by: 1 | -1): void {
    this.#waiting[sort] += by;
  }

  /** When a call fits that has so many before it, if nothing else holds those up. */
  freeFrom(now: number, sort: Sort, before = 0): number {
    if (sort === 'campaign') return this.#campaignFrom(now, before);
    if (this.#plan?.at !== now) this.#plan = { at: now, answer: [], owed: [] };
    const fits = this.#plan[sort];
    if (fits.length <= before)
      for (const [all, one] = [this.#ofAll(now), this.#ofOneSort(now)]; fits.length <= before; ) {
        const ends = [endOf(this.#times, fits, all), endOf(this.#timesOf?.[sort] ?? NOTHING, fits, one)];
        fits.push(Math.max(now, this.#restsUntil, fits.at(-1) ?? now, ...ends));
      }
    return fits[before] ?? now;
  }

  /** What is one of a campaign goes where there is room for all who wait, and for itself behind them. */
  #campaignFrom(now: number, before: number): number {
    const { answer, owed } = this.#waiting;
    const others = answer + owed;
    const ahead = others === 0 ? NOTHING : Array.from({ length: others }, () => now);
    const spacing = this.#line.isShared === true ? this.#spacing(now) : 0;
    const from = Math.max(now, this.#restsUntil, this.#campaignAt, endOf(this.#times, ahead, this.#ofAll(now)));
    return from + before * spacing;
  }

  /** The time between two calls of campaigns, so that they are never in a bunch that others would wait behind. */
  #spacing(now: number): number {
    const factor = this.#factor(now);
    return Math.max(...this.#line.windows.map((one) => spacingIn(one) / factor));
  }

  take(now: number, sort: Sort): void {
    this.#plan = undefined;
    const longest = Math.max(0, ...this.#line.windows.map(({ most }) => most));
    this.#times = withTime(this.#times, now, longest);
    if (sort === 'campaign') {
      const spacing = this.#line.isShared === true ? this.#spacing(now) : 0;
      // Who comes long after it was due begins anew.
      const isLate = now - this.#campaignAt > MADE_UP * spacing;
      this.#campaignAt = (isLate ? now : this.#campaignAt) + spacing;
    } else if (this.#line.windows.some(({ mostOfOneSort }) => mostOfOneSort !== undefined)) {
      this.#timesOf ??= { answer: [], owed: [] };
      this.#timesOf[sort] = withTime(this.#timesOf[sort], now, longest);
    }
  }

  /** When the last call was made; undefined when that is forgotten. */
  lastAt(): number | undefined {
    return this.#times.at(-1);
  }

  rest(until: number): void {
    this.#restsUntil = Math.max(this.#restsUntil, until);
    this.#plan = undefined;
  }

  /** The chat has refused a call of that queue, although its limits seemed to allow it. */
  refused(queue: string, madeAt: number): void {
    if (this.#line.isShared !== true) return;
    const { most, withinMs } = tightest(this.#line.windows);
    this.#found ??= createFoundLimit(withinMs);
    this.#found.refused({ queue, madeAt, times: this.#times, allowed: most * this.#share() });
    this.#plan = undefined;
  }

  /** Somebody was sent away, and told to come again then. */
  tell(at: number): void {
    this.#told = [...this.#told, at];
  }

  /** How many are still to come again. */
  comingAfter(now: number): number {
    this.#told = this.#told.filter((at) => at > now);
    return this.#told.length;
  }

  /** Nobody waits for it, and no window reaches back to what was taken. */
  isIdle(now: number): boolean {
    const { answer, owed, campaign } = this.#waiting;
    if (answer + owed + campaign > 0 || (this.#found?.isLess(now) ?? false)) return false;
    const last = this.#times.at(-1) ?? 0;
    const windows = [...this.#ofAll(now), ...this.#ofOneSort(now)];
    return Math.max(this.#restsUntil, ...windows.map(({ withinMs }) => last + withinMs)) <= now;
  }

  #factor(now: number): number {
    return this.#share() * (this.#found?.part(now) ?? 1);
  }

  #ofAll(now: number): readonly Window[] {
    const factor = this.#factor(now);
    return this.#line.windows.map(({ most, withinMs }) => partOf(most, withinMs, factor));
  }

  #ofOneSort(now: number): readonly Window[] {
    const factor = this.#factor(now);
    return this.#line.windows.flatMap(({ mostOfOneSort: most, withinMs }) =>
      most === undefined ? [] : [partOf(most, withinMs, factor)],
    );
  }
}

/** The end of all windows that reach back to as many calls as they allow, of those made and these still to be. */
function endOf(made: readonly number[], planned: readonly number[], parts: readonly Window[]): number {
  const back = (count: number) => (count <= planned.length ? planned.at(-count) : made.at(planned.length - count));
  return Math.max(...parts.map(({ most, withinMs }) => (back(most) ?? Number.NEGATIVE_INFINITY) + withinMs));
}

function withTime(times: number[], now: number, longest: number): number[] {
  times.push(now);
  return times.length > 2 * longest ? times.slice(-longest) : times;
}

/** The window that counts where there is always more to say. */
function tightest(windows: readonly Window[]): Window {
  const [first] = windows.toSorted((a, b) => a.most / a.withinMs - b.most / b.withinMs);
  return first ?? { most: 1, withinMs: 1 };
}

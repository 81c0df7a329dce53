import { setTimeout as pause } from 'node:timers/promises';
import { DeliveryFault } from '../../application/faults.ts';
import { type HeldMethod, type SlackLimits, slackLimits, type Window } from './limits.ts';

export interface RateLimiterOptions {
  readonly limits?: SlackLimits;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
  /** Lets this many milliseconds pass. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** When one call is made. It is planned when it is asked for, and taken when its time has come. */
interface Turn {
  at: number;
  isTaken: boolean;
}

/** The turns that count towards the same windows, in the order of their times. */
interface Line {
  readonly windows: readonly Window[];
  readonly turns: Turn[];
}

/**
 * Keeps calls within Slack's limits. Each asks for its turn first: that comes at once or within the limits' patience, in
 * order for each channel, or the call is not tried at all.
 */
export function createRateLimiter(options: RateLimiterOptions = {}) {
  const { limits = slackLimits, monotonicMs = () => performance.now(), wait = pause } = options;
  const lines = new Map<string, Line>();
  /** The last turn of each channel that is still to be taken. */
  const last = new Map<string, { readonly turn: Turn; readonly taken: Promise<void> }>();

  function lineOf(key: string, windows: readonly Window[]): Line {
    const line = lines.get(key) ?? { windows, turns: [] };
    lines.set(key, line);
    return line;
  }

  function linesOf(method: HeldMethod, channel: string | undefined): readonly Line[] {
    const ofMethod = lineOf(method, limits.methods[method]);
    if (method !== 'chat.postMessage' || channel === undefined) return [ofMethod];
    return [ofMethod, lineOf(`posts in ${channel}`, limits.postsInChannel)];
  }

  /** What no window reaches back to counts no more. */
  function forget(now: number): void {
    for (const [key, { turns, windows }] of lines) {
      const longest = Math.max(0, ...windows.map(({ withinMs }) => withinMs));
      const kept = turns.findIndex(({ at, isTaken }) => !isTaken || at + longest > now);
      turns.splice(0, kept === -1 ? turns.length : kept);
      if (turns.length === 0) lines.delete(key);
    }
  }

  /** Waits until the turn comes. What was taken late meanwhile puts it off, as only what is done counts for Slack. */
  async function take(turn: Turn, mine: readonly Line[]): Promise<void> {
    for (;;) {
      const from = Math.max(turn.at, ...mine.map((line) => freeFrom(line, ({ isTaken }) => isTaken)));
      const left = from - monotonicMs();
      if (left <= 0) break;
      await wait(left);
    }
    turn.at = monotonicMs();
    turn.isTaken = true;
    for (const { turns } of mine) sort(turns);
  }

  return {
    /**
     * Resolves when the call may be made. Calls that name the same channel are let go in the order in which they asked.
     * Rejects with a `DeliveryFault` when that would take too long.
     */
    async turn(method: HeldMethod, channel?: string): Promise<void> {
      const now = monotonicMs();
      forget(now);
      const mine = linesOf(method, channel);
      const before = channel === undefined ? undefined : last.get(channel);
      const at = firstTime(mine, Math.max(now, before?.turn.at ?? now), now + limits.patienceMs);
      if (at - now > limits.patienceMs) throw busy(at - now);
      const turn = { at, isTaken: false };
      for (const { turns } of mine) {
        turns.push(turn);
        sort(turns);
      }
      const taken = (before?.taken ?? Promise.resolve()).then(() => take(turn, mine));
      if (channel !== undefined) last.set(channel, { turn, taken });
      await taken;
      if (channel !== undefined && last.get(channel)?.turn === turn) last.delete(channel);
    },
  };
}

export type RateLimiter = ReturnType<typeof createRateLimiter>;

function sort(turns: Turn[]): void {
  turns.sort((one, other) => one.at - other.at);
}

/** The first time from which a turn fits behind all others. */
function freeFrom({ windows, turns }: Line, counts: (turn: Turn) => boolean): number {
  const times = turns.filter(counts).map(({ at }) => at);
  return Math.max(
    times.at(-1) ?? 0,
    ...windows.map(({ most, withinMs }) => (times.at(-most) ?? Number.NEGATIVE_INFINITY) + withinMs),
  );
}

/** The first time at which a turn fits between all that is planned, between `from` and `until`; else one behind it. */
function firstTime(lines: readonly Line[], from: number, until: number): number {
  // Room is made only when something leaves a window.
  const makesRoom = lines
    .flatMap(({ turns, windows }) => turns.flatMap(({ at }) => windows.map(({ withinMs }) => at + withinMs)))
    .filter((at) => at > from && at <= until)
    .sort((one, other) => one - other);
  const found = [from, ...makesRoom].find((at) => lines.every((line) => fits(line, at)));
  return found ?? Math.max(from, ...lines.map((line) => freeFrom(line, () => true)));
}

function fits({ windows, turns }: Line, at: number): boolean {
  return windows.every(({ most, withinMs }) => {
    const near = turns.map((turn) => turn.at).filter((other) => Math.abs(other - at) < withinMs);
    const times = [...near, at].sort((one, other) => one - other);
    return times.every((time, index) => (times[index + most] ?? Number.POSITIVE_INFINITY) - time >= withinMs);
  });
}

function busy(waitMs: number): DeliveryFault {
  return new DeliveryFault('there is more to say in Slack than Slack takes', {
    code: 'chat-busy',
    whatToDo: 'Nothing: it is said as soon as Slack takes it.',
    certain: true,
    notTried: true,
    retryAfterMs: Math.ceil(waitMs),
  });
}

import { setTimeout as pause } from 'node:timers/promises';
import { DeliveryFault } from '../application/faults.ts';
import { createLineUse, type Line, type LineUse, type Sort } from './limit-line.ts';

export interface RateLimiterOptions {
  /** What can go within this time waits for its turn; what cannot is not tried. In milliseconds. */
  readonly patienceMs?: number;
  /** This replica's part of all limits: one divided by how many there are. */
  readonly share?: () => number;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
  /** Lets this many milliseconds pass. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** A call that is about to be made. */
export interface Call {
  /** Calls of one queue are let go in the order in which they asked, its answers before all else. */
  readonly queue: string;
  /** All that it counts towards. */
  readonly lines: readonly Line[];
  /** Somebody waits at the screen for it: it goes before what waits in an outbox. */
  readonly isAnswer?: boolean;
}

interface Waiting {
  readonly sort: Sort;
  readonly uses: readonly LineUse[];
  readonly until: number;
  readonly turn: PromiseWithResolvers<void>;
  isOver: boolean;
}

const PATIENCE_MS = 2_000;
/** A change of the share is noticed after this time at the latest. */
const LOOK_AGAIN_MS = 500;
/** Lines that nobody uses are forgotten this often. */
const SWEEP_MS = 60_000;
/** Those that are sent away are told to come at different times, but no later for that than so long. */
const SPREAD_MS = 30_000;
/** A chat may err on how long it asks to wait: one call waits as long as it was told, all others so long at the most. */
const MOST_REST_MS = 60_000;
/** Where the chat did not say. */
const REST_MS = 1_000;

/**
 * Keeps calls within a chat's limits. Each asks for its turn first: that comes at once or within the limiter's patience,
 * in order for each queue and from each queue in turn, answers before all else, or the call is not tried at all.
 */
export function createRateLimiter(options: RateLimiterOptions = {}) {
  const { patienceMs = PATIENCE_MS, monotonicMs = () => performance.now(), wait = pause } = options;
  const share = () => partOfOne(options.share?.() ?? 1);
  const uses = new Map<string, LineUse>();
  /** Who waits, by queue: the queue first that was served the longest time ago. */
  const queues: Record<Sort, Map<string, Waiting[]>> = { answer: new Map(), owed: new Map() };
  let sweptAt = monotonicMs();

  function useOf(line: Line): LineUse {
    const use = uses.get(line.name) ?? createLineUse(line, share);
    uses.set(line.name, use);
    return use;
  }

  function forgetIdle(now: number): void {
    if (now - sweptAt < SWEEP_MS) return;
    sweptAt = now;
    for (const [name, use] of uses) if (use.isIdle(now)) uses.delete(name);
  }

  /** Lets go whatever may go now: of each queue one, and again, so that a long queue holds up no other. */
  function serve(sort: Sort): void {
    const now = monotonicMs();
    for (let isAnyLetGo = true; isAnyLetGo; ) {
      isAnyLetGo = false;
      for (const [name, queue] of [...queues[sort]]) {
        const [first] = queue;
        if (first === undefined || freeFrom(first, now) > now) continue;
        for (const use of first.uses) use.take(now, sort);
        leave(name, first);
        first.turn.resolve();
        isAnyLetGo = true;
      }
    }
    for (const [name, queue] of [...queues[sort]])
      for (const waiting of queue.filter(({ until }) => until <= now)) {
        leave(name, waiting);
        waiting.turn.reject(busy(comeAgainIn(waiting, freeFrom(waiting, now), now)));
      }
  }

  function serveAll(): void {
    serve('answer');
    serve('owed');
  }

  function leave(name: string, waiting: Waiting): void {
    const { sort, uses: mine } = waiting;
    const left = queues[sort].get(name)?.filter((other) => other !== waiting) ?? [];
    queues[sort].delete(name);
    if (left.length > 0) queues[sort].set(name, left);
    waiting.isOver = true;
    for (const use of mine) use.wait(sort, -1);
  }

  /** How long somebody is to stay away: until there may be room, what is owed behind all that was told to come again. */
  function comeAgainIn({ sort, uses: of }: Pick<Waiting, 'sort' | 'uses'>, from: number, now: number): number {
    if (sort === 'answer') return Math.max(1, from - now);
    const behind = Math.max(
      ...of.map((use) => use.freeFrom(now, sort, use.waitingBefore(sort) + use.comingAfter(now))),
    );
    const latest = from + SPREAD_MS;
    if (behind < latest) for (const use of of) use.tell(behind);
    return Math.max(1, Math.min(behind, latest) - now);
  }

  return {
    /** Resolves when the call may be made. Rejects with a `DeliveryFault` when that would take too long. */
    async turn({ queue, lines, isAnswer = false }: Call): Promise<void> {
      const now = monotonicMs();
      forgetIdle(now);
      const sort: Sort = isAnswer ? 'answer' : 'owed';
      const mine = lines.map(useOf);
      const from = Math.max(now, ...mine.map((use) => use.freeFrom(now, sort, use.waitingBefore(sort))));
      if (from - now > patienceMs) throw busy(comeAgainIn({ sort, uses: mine }, from, now));
      const waiting = { sort, uses: mine, until: now + patienceMs, turn: Promise.withResolvers<void>(), isOver: false };
      for (const use of mine) use.wait(sort, 1);
      queues[sort].set(queue, [...(queues[sort].get(queue) ?? []), waiting]);
      serveAll();
      void waitFor(waiting, queue);
      await waiting.turn.promise;
    },

    /** The chat asks to be left alone, in milliseconds if it said for how long. */
    rest({ lines }: Pick<Call, 'lines'>, forMs = REST_MS): void {
      const until = monotonicMs() + Math.min(forMs, MOST_REST_MS);
      for (const line of lines) useOf(line).rest(until);
    },
  };

  async function waitFor(waiting: Waiting, queue: string): Promise<void> {
    while (!waiting.isOver) {
      const now = monotonicMs();
      const isFirst = queues[waiting.sort].get(queue)?.[0] === waiting;
      const next = Math.min(waiting.until, isFirst ? freeFrom(waiting, now) : waiting.until);
      await wait(Math.max(1, Math.min(next - now, LOOK_AGAIN_MS)));
      serveAll();
    }
  }
}

export type RateLimiter = ReturnType<typeof createRateLimiter>;

function freeFrom({ sort, uses }: Waiting, now: number): number {
  return Math.max(now, ...uses.map((use) => use.freeFrom(now, sort)));
}

/** Nobody's part is nothing, nor more than all. */
function partOfOne(share: number): number {
  return share > 0 && share <= 1 ? share : 1;
}

function busy(waitMs: number): DeliveryFault {
  return new DeliveryFault('there is more to say in this chat than it takes', {
    code: 'chat-busy',
    whatToDo: 'Nothing: it is said as soon as the chat takes it.',
    certain: true,
    notTried: true,
    retryAfterMs: Math.ceil(waitMs),
  });
}

import { setTimeout as pause } from 'node:timers/promises';
import { DeliveryFault } from '../application/faults.ts';
import type { Line, LineUse, Sort } from './limit-line.ts';
import { createLineUses } from './line-uses.ts';
import { isOfCampaign } from './permit.ts';

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
  /** One of many who are told the same: it goes when nobody else wants to. What is sent by such a permit if not given. */
  readonly isOfCampaign?: boolean;
}

/** What a chat has refused because there was too much of it. */
export interface Refused {
  /** All that is to be left alone. */
  readonly lines: readonly Line[];
  /** What the call counted towards besides, and may be what there was too much of. */
  readonly shared?: readonly Line[];
  /** The queue of the call. */
  readonly queue?: string;
}

interface Waiting {
  readonly sort: Sort;
  readonly uses: readonly LineUse[];
  /** When its turn was thought to come. */
  readonly from: number;
  readonly until: number;
  readonly turn: PromiseWithResolvers<void>;
  isOver: boolean;
}

const PATIENCE_MS = 2_000;
/** A change of the share is noticed after this time at the latest. */
const LOOK_AGAIN_MS = 500;
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
  const uses = createLineUses(share);
  /** Who waits, by queue: the queue first that was served the longest time ago. */
  const queues: Record<Sort, Map<string, Waiting[]>> = {
    answer: new Map(),
    owed: new Map(),
    campaign: new Map(),
  };

  /** Lets go whatever may go now: of each queue one, and again, so that a long queue holds up no other. */
  function serve(sort: Sort): void {
    const now = monotonicMs();
    if (queues[sort].size === 0) return;
    /** What has no room now has none for any other either. */
    const full = new Set<LineUse>();
    for (let isAnyLetGo = true; isAnyLetGo; ) {
      isAnyLetGo = false;
      for (const [name, queue] of [...queues[sort]]) {
        const [first] = queue;
        if (first === undefined || first.uses.some((use) => full.has(use))) continue;
        const without = first.uses.find((use) => use.freeFrom(now, sort) > now);
        if (without !== undefined) {
          full.add(without);
          continue;
        }
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
    serve('campaign');
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
    // Whoever has many to tell comes again by itself; those who are told a time are in nobody's count.
    if (sort !== 'owed') return Math.max(1, from - now);
    const behind = Math.max(
      ...of.map((use) => use.freeFrom(now, sort, use.waitingBefore(sort) + use.comingAfter(now))),
    );
    const latest = from + SPREAD_MS;
    if (behind < latest) for (const use of of) use.tell(behind);
    return Math.max(1, Math.min(behind, latest) - now);
  }

  return {
    /** Resolves when the call may be made. Rejects with a `DeliveryFault` when that would take too long. */
    async turn({ queue, lines, isAnswer = false, isOfCampaign: isOneOfMany = isOfCampaign() }: Call): Promise<void> {
      const now = monotonicMs();
      uses.forgetIdle(now);
      const sort: Sort = isAnswer ? 'answer' : isOneOfMany ? 'campaign' : 'owed';
      const mine = lines.map(uses.of);
      const from = Math.max(now, ...mine.map((use) => use.freeFrom(now, sort, use.waitingBefore(sort))));
      if (from - now > patienceMs) throw busy(comeAgainIn({ sort, uses: mine }, from, now));
      const until = now + patienceMs;
      const waiting = { sort, uses: mine, from, until, turn: Promise.withResolvers<void>(), isOver: false };
      for (const use of mine) use.wait(sort, 1);
      queues[sort].set(queue, [...(queues[sort].get(queue) ?? []), waiting]);
      serveAll();
      void waitFor(waiting, queue);
      await waiting.turn.promise;
    },

    /** The chat asks to be left alone, in milliseconds if it said for how long. */
    rest({ lines, shared = [], queue = '' }: Refused, forMs = REST_MS): void {
      const now = monotonicMs();
      const until = now + Math.min(forMs, MOST_REST_MS);
      for (const line of lines) uses.of(line).rest(until);
      // The call is the last that was made in its own place.
      const madeAt = Math.max(Number.NEGATIVE_INFINITY, ...lines.map((line) => uses.of(line).lastAt() ?? now));
      for (const line of shared) uses.of(line).refused(queue, Math.min(now, madeAt));
    },
  };

  async function waitFor(waiting: Waiting, queue: string): Promise<void> {
    while (!waiting.isOver) {
      const now = monotonicMs();
      const isFirst = queues[waiting.sort].get(queue)?.[0] === waiting;
      const soonest = isFirst ? Math.max(freeFrom(waiting, now), untilDue(waiting)) : waiting.until;
      const next = Math.min(waiting.until, soonest);
      await wait(Math.max(1, Math.min(next - now, LOOK_AGAIN_MS)));
      serveAll();
    }
  }
}

export type RateLimiter = ReturnType<typeof createRateLimiter>;

/** One of a campaign is not looked at before those before it can have gone. */
function untilDue({ sort, from }: Waiting): number {
  return sort === 'campaign' ? from : Number.NEGATIVE_INFINITY;
}

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

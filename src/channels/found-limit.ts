/** Refusals of several queues within this time are about what they share, rather than about one of them. */
const TOGETHER_MS = 3_000;
/** Where less than this part of what is thought to be allowed was asked for, refusals are about something else. */
const LEAST_USE = 0.25;
/** What is found is never less than this part of the limit. */
const LEAST_PART = 0.02;
/** By how much it goes up again each second, as a part of what was found: at first, and after a while of quiet. */
const GROWTH = 0.004;
const GROWTH_IN_QUIET = 0.02;
const QUIET_MS = 60_000;

/** A call that a chat has refused, among others. */
export interface RefusedCall {
  readonly queue: string;
  readonly madeAt: number;
  /** Those of the last calls, refused or not, the oldest first. */
  readonly times: readonly number[];
  /** So many calls are what the chat says: for one of several processes, its share of it now. */
  readonly allowed: number;
}

/**
 * What a chat really lets through of a limit that it shares out among all, where that is less than what it says: found from
 * its refusals. When several queues are refused at once, it goes down to what was let through just then; from there up
 * again, slowly, until it is refused anew or is what the chat says.
 * What was let through is counted within `measuredMs`.
 */
export function createFoundLimit(measuredMs: number) {
  let refusals: readonly { readonly at: number; readonly queue: string }[] = [];
  let found = { part: 1, at: Number.NEGATIVE_INFINITY };

  function part(now: number): number {
    const sinceMs = now - found.at;
    const growth =
      1 + (GROWTH * Math.min(sinceMs, QUIET_MS) + GROWTH_IN_QUIET * Math.max(0, sinceMs - QUIET_MS)) / 1_000;
    return Math.min(1, found.part * growth);
  }

  return {
    /** The part of the limit that is kept to now. */
    part,

    /** Whether less is kept to than the chat says. */
    isLess: (now: number): boolean => part(now) < 1,

    /**
     * A call has been refused. Answers come late: what counts is what was let through when the call was made, of what the
     * chat says that is allowed.
     */
    refused({ queue, madeAt, times, allowed }: RefusedCall): void {
      const since = madeAt - Math.max(TOGETHER_MS, measuredMs);
      refusals = [...refusals.filter(({ at }) => at > since), { at: madeAt, queue }];
      const queues = new Set(refusals.filter(({ at }) => at > madeAt - TOGETHER_MS).map((one) => one.queue));
      const isMeasured = (at: number) => at > madeAt - measuredMs && at <= madeAt;
      const made = times.filter(isMeasured).length;
      if (queues.size < 2 || made < LEAST_USE * part(madeAt) * allowed) return;
      const through = (made - refusals.filter(({ at }) => isMeasured(at)).length) / allowed;
      if (through < part(madeAt)) found = { part: Math.max(LEAST_PART, through), at: madeAt };
    },
  };
}

export type FoundLimit = ReturnType<typeof createFoundLimit>;

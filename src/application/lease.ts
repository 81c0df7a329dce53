import { SECOND } from '../domain/instant.ts';
import type { Permit } from './ports.ts';
import type { Owed } from './sealed-record.ts';

// What leaves the house is claimed first, by a write on its record. These times belong together:
//   the claim is written -- up to 9 s -> the attempt begins (or the claim is renewed)
//   -- up to 33 s -> the last call of the attempt leaves -- up to 45 s -> it was answered, or nobody waits for it
//   -- 50 s -> another process may take over.

/** For how long a claim serves the process that made it, by its own stopwatch. */
export const CLAIM_MS = 45 * SECOND;
/** How much longer others keep away from it: more than two replicas can differ about the store's time. */
export const TAKE_OVER_MARGIN_MS = 5 * SECOND;
/** A chat has this long for each call. */
export const CALL_MS = 12 * SECOND;
/** No attempt lasts longer: putting away, and posting in one chat or another. Shorter than a claim. */
export const LONGEST_ATTEMPT_MS = 3 * CALL_MS;

/** The right to one attempt at a message: nobody else has begun a later one. */
export interface Claim {
  /** Of the message. */
  readonly id: string;
  /** The fence: how many attempts had begun with this one. */
  readonly attempts: number;
  /** The process that made it. */
  readonly owner: string;
  /** False for a command that is for another record. */
  readonly isForChat: boolean;
  /** Milliseconds since before it was written, at least. */
  readonly elapsedMs: () => number;
}

/** Whether a message, as it stands on its record now, is still what was claimed. */
export function isHeld({ id, attempts, owner }: Claim, owed: Owed): boolean {
  const isUnderWay = owed.attempts > owed.settled;
  return owed.id === id && owed.attempts === attempts && owed.owner === owner && isUnderWay;
}

/** Whether an attempt that began now could outlast its claim. */
export function needsRenewal({ elapsedMs }: Claim): boolean {
  return elapsedMs() > CLAIM_MS - LONGEST_ATTEMPT_MS;
}

/** What a claim permits: to let go out what is answered, or given up, before anybody else may take over. */
export function permitOf({ elapsedMs }: Claim): Permit {
  return { holds: () => elapsedMs() < CLAIM_MS - CALL_MS };
}

/**
 * For how long a look at the record shows who may have a message; whoever loses the right to a case gets nothing later
 * than that. Longer than anything waits for its turn in the limits of a chat.
 */
export const LOOK_MS = 5 * SECOND;

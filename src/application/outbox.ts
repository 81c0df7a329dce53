import { HOUR, type Instant, later, MINUTE, SECOND } from '../domain/instant.ts';
import type { Owed } from './sealed-record.ts';

/** For how long a process that begins an attempt keeps others from the message. Longer than an attempt can last. */
export const CLAIM_MS = 30 * SECOND;

/** For how long content that somebody opened stays in a chat. */
export const FADE_MS = 30 * MINUTE;

/** How long to wait after each failed attempt; after the last of these the message is parked. */
const waits: readonly number[] = [
  2 * SECOND,
  5 * SECOND,
  15 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
];

/** Whether some process is at this message now, or died while it was. */
export function isClaimed(owed: Owed, now: Instant): boolean {
  return owed.attempts > owed.settled && owed.notBefore > now;
}

/**
 * When a message is tried again after its `attempts`th failure; undefined when it is to be parked. Never earlier than
 * the chat asked for. `chance` between 0 and 1 spreads the load.
 */
export function nextAttempt(attempts: number, now: Instant, retryAfterMs: number | undefined, chance: number): Instant | undefined {
  const wait = waits[attempts - 1];
  return wait === undefined ? undefined : later(now, Math.max(Math.round(wait * (1 + chance / 4)), retryAfterMs ?? 0));
}

import { type Instant, later, SECOND } from '../domain/instant.ts';
import type { Delivery } from './delivery.ts';

/** So many are in hand at first, at the least and at the most: for the most that any chat takes while one is answered. */
const AT_FIRST = 8;
const LEAST = 2;
const MOST = 240;
/** What waited no longer than this for its turn leaves room for more; what waited longer than that, for fewer. */
const SHORT_MS = 300;
const LONG_MS = 700;
/** By how much fewer, for each of them: all that wait by then say the same, and are not to be heard as many times. */
const LESS = 0.25;
/** What several say within this time is heard once: they were on their way together, and met the same. */
const TOGETHER_MS = SECOND;
/** After so many times that a chat took nothing, it is left alone for a while, longer each time. */
const MANY = 5;
/** So many one after the other are enough, however soon they came: what is down refuses fast. */
const MANY_AT_ONCE = 10;
const REST_MS = 2 * SECOND;
const LONGEST_REST_MS = 60 * SECOND;

/**
 * How many messages of campaigns one chat has in hand. It is found by itself: from how long those that went waited for
 * their turn. So that some always wait, and none for long.
 */
export function createPace() {
  let most = AT_FIRST;
  let inHand = 0;
  let refusals = 0;
  let inARow = 0;
  let restsUntil: Instant | undefined;
  let heardAt: Instant | undefined;

  function rest(until: Instant): void {
    if (restsUntil === undefined || restsUntil < until) restsUntil = until;
  }

  function learn({ waitedMs, isTaken }: Delivery, now: Instant): void {
    inARow = isTaken ? 0 : inARow + 1;
    if (inARow >= MANY_AT_ONCE) rest(later(now, REST_MS));
    if (isTaken) refusals = 0;
    if (!isTaken || waitedMs === Number.POSITIVE_INFINITY) {
      if (heardAt !== undefined && later(heardAt, TOGETHER_MS) > now) return;
      heardAt = now;
      most = Math.max(LEAST, most / 2);
      if (!isTaken) refusals++;
    } else if (waitedMs > LONG_MS) most = Math.max(LEAST, most - LESS);
    else if (waitedMs < SHORT_MS && inHand + 1 >= most) most = Math.min(MOST, most + 1);
    if (refusals < MANY) return;
    rest(later(now, Math.min(LONGEST_REST_MS, REST_MS * 2 ** (refusals - MANY))));
  }

  return {
    hasRoom: (now: Instant): boolean => inHand < Math.floor(most) && (restsUntil === undefined || restsUntil <= now),

    begin(): void {
      inHand++;
    },

    /** One has ended; undefined where there was nothing to deliver. */
    end(delivery: Delivery | undefined, now: Instant): void {
      if (delivery !== undefined) learn(delivery, now);
      inHand--;
    },

    /** Begins nothing before that. */
    rest,
  };
}

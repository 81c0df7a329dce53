import { DeliveryFault } from '../application/faults.ts';

export interface Patience {
  /** Lets this many milliseconds pass. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
  /** How long it is tried, in milliseconds; as long as somebody looks at the chat if not given. */
  readonly givenUpAfterMs?: number;
}

/**
 * How long an answer waits before it is tried again, in milliseconds. What is on a record waits in its outbox instead;
 * an answer to a line that somebody wrote has none, and they are looking at the chat.
 */
const WAITS_MS = [500, 1_500, 4_000];
/** After this, nobody looks at the chat any more, and Teams itself gives a bot up, and sends the line again. */
const GIVEN_UP_AFTER_MS = 10_000;
/** How long it waits after those, where it has longer. */
const LATER_MS = 10_000;

/**
 * Says something in a chat, again where the chat does not take it, and never earlier than it asks. What it may have
 * taken is said again too, a few times: better answered twice than not at all. Rejects with the last `DeliveryFault`.
 */
export async function patiently(say: () => Promise<unknown>, patience: Patience): Promise<void> {
  const { wait, monotonicMs, givenUpAfterMs = GIVEN_UP_AFTER_MS } = patience;
  const givenUpAt = monotonicMs() + givenUpAfterMs;
  for (let tries = 0; ; tries++) {
    try {
      await say();
      return;
    } catch (error) {
      if (!(error instanceof DeliveryFault) || error.hopeless) throw error;
      const isLate = tries >= WAITS_MS.length;
      if (isLate && (!error.certain || givenUpAfterMs <= GIVEN_UP_AFTER_MS)) throw error;
      const waitMs = Math.max(WAITS_MS[tries] ?? LATER_MS, error.retryAfterMs ?? 0);
      if (monotonicMs() + waitMs > givenUpAt) throw error;
      await wait(waitMs);
    }
  }
}

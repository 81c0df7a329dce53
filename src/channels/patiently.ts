import { DeliveryFault } from '../application/faults.ts';

export interface Patience {
  /** Lets this many milliseconds pass. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
}

/**
 * How long an answer waits before it is tried again, in milliseconds. What is on a record waits in its outbox instead;
 * an answer to a line that somebody wrote has none, and they are looking at the chat.
 */
const WAITS_MS = [500, 1_500, 4_000];
/** After this, nobody looks at the chat any more, and Teams itself gives a bot up. */
const GIVEN_UP_AFTER_MS = 10_000;

/**
 * Says something in a chat, again where the chat does not take it, and never earlier than it asks. What it may have
 * taken is said again too: better answered twice than not at all. Rejects with the last `DeliveryFault`.
 */
export async function patiently(say: () => Promise<unknown>, { wait, monotonicMs }: Patience): Promise<void> {
  const givenUpAt = monotonicMs() + GIVEN_UP_AFTER_MS;
  for (let tries = 0; ; tries++) {
    try {
      await say();
      return;
    } catch (error) {
      const waitMs = WAITS_MS[tries];
      if (!(error instanceof DeliveryFault) || error.hopeless || waitMs === undefined) throw error;
      const patience = Math.max(waitMs, error.retryAfterMs ?? 0);
      if (monotonicMs() + patience > givenUpAt) throw error;
      await wait(patience);
    }
  }
}

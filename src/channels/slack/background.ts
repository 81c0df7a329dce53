import { Fault } from '../../application/faults.ts';
import { waitAtMost } from '../../application/wait-at-most.ts';

export interface BackgroundParts {
  /** Lets this many milliseconds pass, or fewer where it is called off. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  readonly failed: (error: unknown) => void;
  /** Told of all work that was begun. */
  readonly inBackground?: (work: Promise<void>) => void;
}

/** How long stopping waits for what is in hand, in milliseconds. The service is given ten seconds to stop. */
const STOP_WITHIN_MS = 2_000;

/** Work that nobody waits for, and that comes to its end before the service stops. */
export function createBackground({ sleep, failed, inBackground }: BackgroundParts) {
  const stopping = new AbortController();
  const inHand = new Set<Promise<void>>();

  return {
    run(work: () => Promise<void>): void {
      const followed: Promise<void> = work()
        .catch(failed)
        .finally(() => inHand.delete(followed));
      inHand.add(followed);
      inBackground?.(followed);
    },

    /** Lets time pass. It is over at once when the service stops. */
    async pause(milliseconds: number): Promise<void> {
      await sleep(milliseconds, stopping.signal).catch(() => undefined);
    },

    get isStopping(): boolean {
      return stopping.signal.aborted;
    },

    /** All pauses are over; resolves when what is in hand is done, or when it takes too long. */
    async stop(): Promise<void> {
      stopping.abort();
      const slow = () => new Fault('drafts go on', { code: 'drafts-slow', whatToDo: 'Look at the store.' });
      const all = async () => {
        while (inHand.size > 0) await Promise.all(inHand);
      };
      await waitAtMost(STOP_WITHIN_MS, all(), slow).catch(failed);
    },
  };
}

export type Background = ReturnType<typeof createBackground>;

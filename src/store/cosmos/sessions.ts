import type { Container } from '@azure/cosmos';
import { beginCall, type Call } from './call.ts';

/** A call whose requests are all made in one session. */
export interface ContainerCall extends Call {
  readonly container: Container;
}

export type Sessions = ReturnType<typeof createSessions>;

/**
 * The session that this process has with the service: by it, it reads what it has written itself. One that no copy can
 * answer, as after the records were put back to an earlier hour, is given up for a fresh one, which the library would
 * never do.
 */
export function createSessions(first: Container, fresh: () => Container) {
  let current = first;

  return {
    /** A call that ends within so many milliseconds. */
    begin(withinMs: number): ContainerCall {
      const container = current;
      const lost = () => {
        if (current === container) current = fresh();
      };
      return { container, ...beginCall(withinMs, lost) };
    },
    end(): void {
      current.database.client.dispose();
    },
  };
}

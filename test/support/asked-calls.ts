import { type Call, createRateLimiter } from '../../src/channels/rate-limiter.ts';
import { createVirtualTime } from './virtual-time.ts';

/** A call that asked for its turn, and what came of it. */
export interface Asked {
  readonly call: Call;
  readonly askedAt: number;
  madeAt?: number;
  fault?: unknown;
}

/** A limiter in virtual time, and all that is asked of it. */
export function createCalls({ lag, patienceMs }: { readonly lag?: () => number; readonly patienceMs?: number } = {}) {
  const time = createVirtualTime(lag);
  const limiter = createRateLimiter({
    monotonicMs: time.now,
    wait: time.wait,
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
  const calls: Asked[] = [];
  /** The calls that were made, in the order in which they were. */
  const made: Asked[] = [];
  return {
    time,
    limiter,
    calls,
    made,
    call(call: Call): Asked {
      const asked: Asked = { call, askedAt: time.now() };
      calls.push(asked);
      limiter.turn(call).then(
        () => {
          asked.madeAt = time.now();
          made.push(asked);
        },
        (fault: unknown) => {
          asked.fault = fault;
        },
      );
      return asked;
    },
  };
}

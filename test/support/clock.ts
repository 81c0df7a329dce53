import type { Clock } from '../../src/application/ports.ts';
import { type Instant, later } from '../../src/domain/instant.ts';

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  set(at: Instant): void;
  /** Moves it by so many milliseconds; back, when they are negative. */
  move(milliseconds: number): void;
}

/** A clock that stands at `at`. */
export function aClock(at: Instant): TestClock {
  let now = at;
  /** Milliseconds that have passed: what is set back does not count. */
  let passed = 0;
  const set = (to: Instant) => {
    passed += Math.max(0, Date.parse(to) - Date.parse(now));
    now = to;
  };
  return {
    now: () => now,
    forDecision: async () => ({ at: now, isSure: true }),
    stopwatch() {
      const began = passed;
      return () => passed - began;
    },
    set,
    move: (milliseconds) => set(later(now, milliseconds)),
  };
}

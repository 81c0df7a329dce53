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
  return {
    now: () => now,
    set(to) {
      now = to;
    },
    move(milliseconds) {
      now = later(now, milliseconds);
    },
  };
}

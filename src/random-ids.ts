import { randomBytes, randomUUID } from 'node:crypto';
import type { Ids } from './application/ports.ts';

/** The system is asked for so many random bytes at once. */
const POOL_BYTES = 8_192;

/** Randomness of the system. Each byte is given once; none of what was given is kept. */
export function createIds(): Ids {
  let pool = new Uint8Array(0);
  let used = 0;
  return {
    fresh: () => randomUUID(),
    bytes(count) {
      if (count > POOL_BYTES) return new Uint8Array(randomBytes(count));
      if (used + count > pool.length) {
        pool = new Uint8Array(randomBytes(POOL_BYTES));
        used = 0;
      }
      const bytes = pool.slice(used, used + count);
      pool.fill(0, used, used + count);
      used += count;
      return bytes;
    },
  };
}

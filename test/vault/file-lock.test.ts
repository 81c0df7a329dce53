import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HeldLock, whileLocked } from '../../src/vault/file-lock.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let file: string;
let lock: string;
/** What the monotonic clock of those who wait says. */
let nowMs: number;
const time = {
  monotonicMs: () => nowMs,
  pause: async (milliseconds: number) => {
    nowMs += milliseconds;
    await turn();
  },
};

beforeEach(() => {
  folder = temporaryFolder();
  file = folder.path('keys.json');
  lock = `${file}.lock`;
  nowMs = 0;
});

afterEach(() => folder.remove());

describe('a lock', () => {
  test.each([-3_600, -6, 6, 3_600])(
    'is kept by who holds it, though the disk’s clock is %i seconds apart from this machine’s',
    async (seconds) => {
      const seen: string[] = [];
      const mayEnd = Promise.withResolvers<void>();
      const slow = locked(async () => {
        const at = Date.now() / 1_000 + seconds;
        utimesSync(lock, at, at);
        seen.push('first in');
        await mayEnd.promise;
        seen.push('first out');
      });
      const fast = locked(async () => seen.push('second in'));
      while (nowMs < 4_000) await turn();
      mayEnd.resolve();
      await Promise.all([slow, fast]);
      expect(seen).toEqual(['first in', 'first out', 'second in']);
    },
  );

  test.each(['', 'abcdefgh'])(
    'that a process left behind is taken over once nothing changed for five seconds',
    async (text) => {
      writeFileSync(lock, text);
      expect(await locked(async () => nowMs)).toBeGreaterThanOrEqual(5_000);
      expect(nowMs).toBeLessThan(5_200);
      expect(readdirSync(folder.path())).toEqual([]);
    },
  );

  test('that another process takes meanwhile is watched anew', async () => {
    writeFileSync(lock, 'abcdefgh');
    const waiting = locked(async () => nowMs);
    while (nowMs < 4_000) await turn();
    writeFileSync(lock, 'ijklmnop');
    expect(await waiting).toBeGreaterThanOrEqual(9_000);
  });

  test('that was lost to another process is known to be lost, and not let go of', async () => {
    await locked(async ({ holds }: HeldLock) => {
      expect(await holds()).toBe(true);
      writeFileSync(lock, 'abcdefgh');
      expect(await holds()).toBe(false);
    });
    expect(readFileSync(lock, 'utf8')).toBe('abcdefgh');
  });

  test('is let go of when the work fails', async () => {
    await expect(locked(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });
});

function locked<T>(work: (lock: HeldLock) => Promise<T>): Promise<T> {
  return whileLocked(file, work, time);
}

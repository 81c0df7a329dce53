import { afterEach, describe, expect, it, vi } from 'vitest';
import { waitAtMost } from '../../src/application/wait-at-most.ts';

const tooLate = () => new Error('too late');

afterEach(() => {
  vi.useRealTimers();
});

describe('waiting for so long and no longer', () => {
  it('gives what the work gave, or the error that it ended with', async () => {
    expect(await waitAtMost(1_000, Promise.resolve('done'), tooLate)).toBe('done');
    await expect(waitAtMost(1_000, Promise.reject(new Error('no')), tooLate)).rejects.toThrow('no');
  });

  it('leaves no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await waitAtMost(1_000, Promise.resolve(), tooLate);
    await waitAtMost(1_000, Promise.reject(new Error('no')), tooLate).catch(() => {});
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends when the time is over, and an error after that hurts nobody', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const unheard: unknown[] = [];
    const listener = (error: unknown) => unheard.push(error);
    process.on('unhandledRejection', listener);
    const { promise, reject } = Promise.withResolvers<never>();
    const waiting = expect(waitAtMost(1_000, promise, tooLate)).rejects.toThrow('too late');
    await vi.advanceTimersByTimeAsync(1_000);
    await waiting;
    reject(new Error('late'));
    await new Promise(setImmediate);
    process.off('unhandledRejection', listener);
    expect(unheard).toEqual([]);
  });
});

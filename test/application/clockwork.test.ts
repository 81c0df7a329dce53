import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startClockwork } from '../../src/application/clockwork.ts';
import { DeliveryFault } from '../../src/application/faults.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the clockwork', () => {
  it('runs a round every second until it is stopped, and never two at once', async () => {
    let running = 0;
    let rounds = 0;
    const run = async () => {
      rounds++;
      expect(++running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      running--;
    };
    const clockwork = startClockwork({ run }, () => {});
    await vi.advanceTimersByTimeAsync(10_000);
    expect(rounds).toBe(5);
    const stopped = clockwork.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    await stopped;
    expect(rounds).toBe(5);
  });

  it('differs from round to round by chance, so that several processes fall out of step', async () => {
    const chances = [0, 1, 0.5];
    let rounds = 0;
    const run = async () => void rounds++;
    const options = { everyMs: 1_000, spread: 0.25, chance: () => chances.shift() ?? 0.5 };
    const clockwork = startClockwork({ run }, () => {}, options);
    const roundsAfter = async (milliseconds: number) => {
      await vi.advanceTimersByTimeAsync(milliseconds);
      return rounds;
    };
    expect([await roundsAfter(0), await roundsAfter(749), await roundsAfter(1)]).toEqual([1, 1, 2]);
    expect([await roundsAfter(1_249), await roundsAfter(1)]).toEqual([2, 3]);
    expect([await roundsAfter(999), await roundsAfter(1)]).toEqual([3, 4]);
    await clockwork.stop();
  });

  it('goes on after a round that failed, and tells of it', async () => {
    const failures: unknown[] = [];
    const fault = new DeliveryFault('no', { code: 'some-code', whatToDo: '', certain: true });
    const clockwork = startClockwork({ run: () => Promise.reject(fault) }, (of) => failures.push(of));
    await vi.advanceTimersByTimeAsync(2_500);
    await clockwork.stop();
    expect(failures).toEqual(Array(3).fill({ code: 'some-code' }));
  });

  it('stops in time though a round does not end, and says that it was left', async () => {
    const clockwork = startClockwork({ run: () => new Promise<never>(() => {}) }, () => {});
    await vi.advanceTimersByTimeAsync(1_000);
    const stopped = expect(clockwork.stop()).rejects.toMatchObject({ code: 'round-slow' });
    await vi.advanceTimersByTimeAsync(3_000);
    await stopped;
  });
});

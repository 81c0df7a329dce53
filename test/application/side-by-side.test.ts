import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSideBySide } from '../../src/application/side-by-side.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that ends when the test says so. */
function works(count: number) {
  const run = createSideBySide({ most: 2, slowMs: 1_000, mostInAll: 5 });
  const begun: number[] = [];
  const ends = Array.from({ length: count }, () => Promise.withResolvers<number>());
  const given = ends.map(({ promise }, number) =>
    run(async () => {
      begun.push(number);
      return await promise;
    }),
  );
  return { run, begun, given, end: (number: number) => ends[number]?.resolve(number), ends };
}

describe('work side by side', () => {
  it('is begun in order, so many at once, and the next when one has ended', async () => {
    const { begun, given, end } = works(4);
    await vi.advanceTimersByTimeAsync(999);
    expect(begun).toEqual([0, 1]);
    end(1);
    expect(await given[1]).toBe(1);
    expect(begun).toEqual([0, 1, 2]);
  });

  it('that hangs gives its place to others, up to a number, and takes it from nobody when it ends', async () => {
    const { begun, end } = works(9);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(begun).toEqual([0, 1, 2, 3]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    end(0);
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
    for (const number of [1, 2, 3, 4]) end(number);
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('that fails fails for whoever gave it, and keeps nobody waiting', async () => {
    const { begun, given, ends } = works(3);
    ends[0]?.reject(new Error('it failed'));
    await expect(given[0]).rejects.toThrow('it failed');
    expect(begun).toEqual([0, 1, 2]);
  });
});

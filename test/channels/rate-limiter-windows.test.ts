import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Window } from '../../src/channels/limit-line.ts';
import { type Asked, createCalls } from '../support/asked-calls.ts';

const windowArbitrary = fc.record({
  most: fc.integer({ min: 1, max: 6 }),
  withinMs: fc.integer({ min: 1, max: 5_000 }),
  mostOfOneSort: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
});
const windows = fc.array(windowArbitrary, { maxLength: 3 });
/** The windows of each line; the first is of everything. */
const limitsArbitrary = fc.tuple(windows, windows, windows);
const step = fc.record({
  line: fc.constantFrom(0, 1, 2),
  queue: fc.constantFrom('one', 'another', 'a third'),
  isAnswer: fc.boolean(),
  pauseMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 })),
});

/** The most of these times within any stretch of that length. */
function mostWithin(times: readonly number[], withinMs: number): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + withinMs).length));
}

describe('whatever is asked of a chat', () => {
  it('no window is ever exceeded, the order of a queue is kept, and nobody waits for long', async () => {
    await fc.assert(
      fc.asyncProperty(
        limitsArbitrary,
        fc.array(step, { maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 4_000 }),
        async (limits, steps, lags, lagging, patienceMs) => {
          let waits = 0;
          const lag = () => (lagging ? (lags[waits++ % lags.length] ?? 0) : 0);
          const { call, time, calls, made } = createCalls({ lag, patienceMs });
          const lines = limits.map((ofLine, index) => ({
            name: `line ${index}`,
            windows: ofLine as readonly Window[],
          }));
          for (const { line, queue, isAnswer, pauseMs } of steps) {
            call({ queue, isAnswer, lines: lines.filter((_, index) => index === 0 || index === line) });
            if (pauseMs > 0) await time.pass(pauseMs);
          }
          await time.pass(100_000);
          for (const one of calls) expect(one.madeAt !== undefined).toBe(one.fault === undefined);
          for (const one of calls) if (one.fault !== undefined) expect(one.fault).toMatchObject({ code: 'chat-busy' });
          for (const { name, windows: ofLine } of lines) {
            const ofThis = made.filter((one) => one.call.lines.some((line) => line.name === name));
            const timesOf = (some: readonly Asked[]) => some.map(({ madeAt }) => madeAt ?? 0);
            for (const { most, withinMs, mostOfOneSort = most } of ofLine) {
              expect(mostWithin(timesOf(ofThis), withinMs)).toBeLessThanOrEqual(most);
              for (const sort of [true, false]) {
                const ofSort = ofThis.filter((one) => one.call.isAnswer === sort);
                expect(mostWithin(timesOf(ofSort), withinMs)).toBeLessThanOrEqual(mostOfOneSort);
              }
            }
          }
          for (const queue of ['one', 'another', 'a third'])
            for (const sort of [true, false]) {
              const isOfThese = (one: Asked) => one.call.queue === queue && one.call.isAnswer === sort;
              const asked = calls.filter((one) => isOfThese(one) && one.fault === undefined);
              expect(made.filter(isOfThese)).toEqual(asked);
            }
          if (!lagging)
            for (const { askedAt, madeAt } of made) expect((madeAt ?? 0) - askedAt).toBeLessThanOrEqual(patienceMs);
        },
      ),
      { numRuns: 300 },
    );
  });
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Fault } from '../../src/application/faults.ts';
import { type StopStep, stopInOrder } from '../../src/application/stop-in-order.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const happened: string[] = [];
const monotonicMs = () => performance.now();

/** A step that takes so long; for ever when it is infinite. */
function aStep(what: string, takesMs: number, withinMs = 3_000): StopStep {
  return {
    what,
    withinMs,
    async work() {
      happened.push(what);
      await new Promise((resolve) => Number.isFinite(takesMs) && setTimeout(resolve, takesMs));
    },
  };
}

/** Takes the steps; gives what was left, and what was begun. */
async function stopped(steps: readonly (readonly StopStep[])[]) {
  happened.splice(0);
  const left = stopInOrder(steps, { withinMs: 9_000, monotonicMs });
  await vi.advanceTimersByTimeAsync(60_000);
  return { left: await left, happened: [...happened] };
}

it('the service stops step by step, and leaves nothing when each comes to its end', async () => {
  const { left, happened: order } = await stopped([
    [aStep('requests', 100), aStep('round', 10)],
    [aStep('deliveries', 200)],
    [aStep('store', 1)],
  ]);
  expect([left, order]).toEqual([[], ['requests', 'round', 'deliveries', 'store']]);
});

it('a step that hangs or fails is left, and those after it are taken all the same', async () => {
  const failing: StopStep = { what: 'presence', withinMs: 1_000, work: () => Promise.reject(new Error('no store')) };
  const throwing: StopStep = {
    ...failing,
    what: 'chats',
    work() {
      throw new Fault('no', { code: 'deliveries-slow', whatToDo: '' });
    },
  };
  const steps = [[aStep('requests', Number.POSITIVE_INFINITY)], [failing], [throwing], [aStep('store', 10)]];
  const { left, happened: order } = await stopped(steps);
  expect([left, order]).toEqual([
    [
      { what: 'requests', code: 'stop-slow' },
      { what: 'presence', code: 'unforeseen-Error' },
      { what: 'chats', code: 'deliveries-slow' },
    ],
    ['requests', 'store'],
  ]);
});

it('all of it ends within its time though everything hangs, and each step is begun', async () => {
  const steps = ['one', 'two', 'three', 'four'].map((what) => [aStep(what, Number.POSITIVE_INFINITY)]);
  happened.splice(0);
  let isOver = false;
  const stopping = stopInOrder(steps, { withinMs: 7_000, monotonicMs });
  void stopping.then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(6_990);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(20);
  expect(isOver).toBe(true);
  expect([(await stopping).map(({ what }) => what), happened]).toEqual([
    ['one', 'two', 'three', 'four'],
    ['one', 'two', 'three', 'four'],
  ]);
});

it('of steps that are taken side by side, each is waited for although another fails', async () => {
  const failing: StopStep = { what: 'slack', withinMs: 1_000, work: () => Promise.reject(new Error('no')) };
  const hanging = aStep('requests', Number.POSITIVE_INFINITY, 2_000);
  const began = performance.now();
  let tookMs = 0;
  const last: StopStep = {
    ...failing,
    what: 'store',
    async work() {
      tookMs = performance.now() - began;
    },
  };
  const { left, happened: order } = await stopped([[failing, hanging, aStep('round', 1_500)], [last]]);
  expect(tookMs).toBe(2_000);
  expect(left.map(({ what }) => what)).toEqual(['slack', 'requests']);
  expect(order).toEqual(['requests', 'round']);
});

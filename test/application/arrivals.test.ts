import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createArrivals } from '../../src/application/arrivals.ts';
import type { CommandHandler } from '../../src/application/handle-command.ts';
import { aSchool } from '../support/school.ts';

const school = aSchool();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A store that says after so many milliseconds that all this came before. */
function answeringAfter(milliseconds: number) {
  const codes: string[] = [];
  const handle = () =>
    new Promise((resolve) => setTimeout(() => resolve({ kind: 'done', isRepeated: true, messages: [] }), milliseconds));
  const commands = { handle } as unknown as CommandHandler;
  return { codes, arrivals: createArrivals({ commands, failed: ({ code }) => void codes.push(code) }) };
}

it('a line is known again where the store says so within half a second, and is new where it takes longer', async () => {
  const soon = answeringAfter(499);
  const late = answeringAfter(501);
  const lines = Promise.all([soon, late].map(({ arrivals }) => arrivals.isNewLine(school, 'a line')));
  await vi.advanceTimersByTimeAsync(500);
  expect(await lines).toEqual([false, true]);
  expect([soon.codes, late.codes]).toEqual([[], ['store-slow']]);
});

it('for what nobody waits for, the store has as long as it takes', async () => {
  const { codes, arrivals } = answeringAfter(2_900);
  const isNew = arrivals.isNew(school, 'a removal');
  await vi.advanceTimersByTimeAsync(2_900);
  expect([await isNew, codes]).toEqual([false, []]);
});

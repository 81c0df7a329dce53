import { describe, expect, it } from 'vitest';
import { createPace } from '../../src/application/pace.ts';
import { later, SECOND } from '../../src/domain/instant.ts';

const begins = '2026-11-23T09:00:00.000Z';
const soon = { waitedMs: 100, isTaken: true };
const refused = { waitedMs: 100, isTaken: false };

/** How many are in hand when there is no room for more. Ends those again, without a word on how it went. */
function room(pace: ReturnType<typeof createPace>, at: string): number {
  let count = 0;
  for (; pace.hasRoom(at); count++) pace.begin();
  for (let one = 0; one < count; one++) pace.end(undefined, at);
  return count;
}

/** A pace that has found room for a hundred. */
function aQuickPace() {
  const pace = createPace();
  let inHand = 0;
  while (inHand < 100) {
    for (; pace.hasRoom(begins); inHand++) pace.begin();
    pace.end(soon, begins);
    inHand--;
  }
  for (; inHand > 0; inHand--) pace.end(undefined, begins);
  return pace;
}

describe('how many messages of campaigns a chat has in hand', () => {
  it('a chat that refuses all that was on its way at once is left with half, and alone for no more than two seconds', () => {
    const pace = aQuickPace();
    const before = room(pace, begins);
    for (let one = 0; one < 40; one++) pace.begin();
    for (let one = 0; one < 40; one++) pace.end(refused, begins);
    expect(room(pace, later(begins, 2 * SECOND))).toBe(Math.floor(before / 2));
  });

  it('a chat that refuses for seconds on end is left alone for a while', () => {
    const pace = aQuickPace();
    for (let second = 0; second < 5; second++) {
      pace.begin();
      pace.end(refused, later(begins, second * SECOND));
    }
    expect(room(pace, later(begins, 5 * SECOND))).toBe(0);
    expect(room(pace, later(begins, 60 * SECOND))).toBeGreaterThan(0);
  });
});

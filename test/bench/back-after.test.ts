import { describe, expect, it } from 'vitest';
import { backAfter } from '../../bench/back-after.ts';
import { createLimitedChat, TEAMS_TENANT, teamsTable } from '../../bench/chat-limits.ts';

/** Somebody who asks so many times a second, first of all and from the sixtieth second on, when half is allowed. */
function asking(perSecond: number, thenPerSecond: (sinceMs: number) => number) {
  let now = 0;
  let people = 0;
  const chat = createLimitedChat(teamsTable, () => now);
  const heard: { taken: number; refused: number }[] = [];
  while (now < 120_000) {
    if (now >= 60_000) chat.allow(0.5);
    const { isTaken } = chat.ask({ method: 'send', thread: `a:${people++}` });
    const bin = Math.floor(now / 100);
    const { taken, refused } = heard[bin] ?? { taken: 0, refused: 0 };
    heard[bin] = isTaken ? { taken: taken + 1, refused } : { taken, refused: refused + 1 };
    now += 1_000 / (now < 60_000 ? perSecond : thenPerSecond(now - 60_000));
  }
  return { heard, afterMs: 60_000, wanted: 10 * (TEAMS_TENANT.most / 2) };
}

describe('how long it takes until what is allowed is used again', () => {
  it('never ends for whoever does not slow down', () => {
    expect(backAfter(asking(48, () => 48))).toBe(Number.POSITIVE_INFINITY);
  });

  it('never ends for whoever does not use it', () => {
    expect(backAfter(asking(48, () => 12))).toBe(Number.POSITIVE_INFINITY);
  });

  it('ends where nearly nothing is refused any more', () => {
    const took = backAfter(asking(48, (sinceMs) => (sinceMs < 4_000 ? 48 : 24.9)));
    expect(took).toBeGreaterThanOrEqual(3_000);
    expect(took).toBeLessThanOrEqual(5_100);
  });
});

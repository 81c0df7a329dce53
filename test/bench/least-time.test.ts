import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimitedChat, slackTable, teamsTableByDefault } from '../../bench/chat-limits.ts';
import { campaignCalls, leastMs, leastMsOfAll } from '../../bench/least-time.ts';

describe('the least time', () => {
  it('is nothing for what goes at once', () => {
    expect(leastMs({ count: 7, allowances: [{ most: 7, withinMs: 1_000 }] })).toBe(0);
  });

  it('of one allowance is a stretch for each full one before the last call', () => {
    expect(leastMs({ count: 41, allowances: [{ most: 40, withinMs: 1_000 }] })).toBe(1_000);
    expect(leastMs({ count: 10_000, allowances: [{ most: 40, withinMs: 1_000 }] })).toBe(249_000);
  });

  it('of several is what all of them leave together', () => {
    const allowances = [
      { most: 12, withinMs: 1_000 },
      { most: 50, withinMs: 10_000 },
    ];
    expect(leastMs({ count: 50, allowances })).toBe(4_000);
    expect(leastMs({ count: 51, allowances })).toBe(10_000);
    expect(leastMs({ count: 100, allowances })).toBe(14_000);
  });

  it('of a campaign in Teams is that of the tenant, twice as long where every chat has to be begun', () => {
    expect(leastMsOfAll(campaignCalls('teams', 10_000, true), teamsTableByDefault)).toBe(249_000);
    expect(leastMsOfAll(campaignCalls('teams', 10_000, false), teamsTableByDefault)).toBe(499_000);
  });

  it('of a campaign in Slack is that of the workspace', () => {
    expect(leastMsOfAll(campaignCalls('slack', 10_000, true), slackTable)).toBe(199 * 10_000 + 4_000);
  });

  it('is where the chat that keeps the same limits first takes the last of them, and never later', () => {
    const allowance = fc.record({ most: fc.integer({ min: 1, max: 6 }), withinMs: fc.integer({ min: 1, max: 40 }) });
    const allowances = fc.array(allowance, { minLength: 1, maxLength: 4 });
    let refusedInAll = 0;
    fc.assert(
      fc.property(allowances, fc.integer({ min: 1, max: 30 }), (of, count) => {
        let now = 0;
        const chat = createLimitedChat(
          () => [{ key: 'all', allowances: of }],
          () => now,
        );
        const asked = { method: 'send', thread: 'one' };
        while (chat.taken < count) if (!chat.ask(asked).isTaken) now++;
        expect(leastMs({ count, allowances: of })).toBe(now);
        refusedInAll += chat.refused;
      }),
      { numRuns: 200 },
    );
    expect(refusedInAll).toBeGreaterThan(1_000);
  });
});

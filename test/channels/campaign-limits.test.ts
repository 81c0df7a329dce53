import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Call } from '../../src/channels/rate-limiter.ts';
import { slackCall, slackLimits } from '../../src/channels/slack/limits.ts';
import { teamsCall, teamsLimits } from '../../src/channels/teams/limits.ts';
import { createCalls } from '../support/asked-calls.ts';

const inTeams = (to: string) => teamsCall(teamsLimits, to);
const inSlack = (to: string) => slackCall(slackLimits, 'chat.postMessage', to);
const edited = (to: string) => slackCall(slackLimits, 'chat.update', to);
const many = (call: Call): Call => ({ ...call, isOfCampaign: true });

/** Always so many of a campaign that wait for their turn, each for somebody else; with what comes meanwhile. */
async function keepTelling(
  calls: ReturnType<typeof createCalls>,
  of: (to: string) => Call,
  forMs: number,
  meanwhile: (passed: number) => void = () => {},
) {
  const waiting = () => calls.calls.filter((one) => one.call.isOfCampaign && one.madeAt === undefined && !one.fault);
  for (let passed = 0, person = 0; passed < forMs; passed += 10) {
    for (let left = 6 - waiting().length; left > 0; left--) calls.call(many(of(`person-${person++}`)));
    meanwhile(passed);
    await calls.time.pass(10);
  }
}

describe('a campaign', () => {
  test.each([
    ['Teams', inTeams, 40],
    ['Slack', inSlack, 5],
  ] as const)('takes nearly all that %s lets through where nobody else asks', async (_, of, perSecond) => {
    const calls = createCalls();
    await keepTelling(calls, of, 60_000);
    const told = calls.made.filter(({ madeAt = 0 }) => madeAt > 15_000);
    expect(told.length / 50).toBeGreaterThan(0.96 * perSecond);
    expect(told.length / 50).toBeLessThan(0.98 * perSecond);
  });

  test.each([
    ['Teams', inTeams, 26],
    ['Slack', inSlack, 207],
  ] as const)('keeps no answer in %s waiting for longer than one of its own takes', async (_, of, spacingMs) => {
    const calls = createCalls();
    const answers: ReturnType<typeof calls.call>[] = [];
    await keepTelling(calls, of, 60_000, (passed) => {
      if (passed > 12_000 && passed % 1_370 === 0)
        answers.push(calls.call({ ...of(`asker-${passed}`), isAnswer: true }));
    });
    await calls.time.pass(1_000);
    expect(answers.length).toBeGreaterThan(30);
    const waits = answers.map(({ madeAt = Number.NaN, askedAt }) => madeAt - askedAt);
    expect(Math.max(...waits)).toBeLessThanOrEqual(spacingMs);
  });

  test('goes behind what is owed: a message to the DSL does not wait for thousands', async () => {
    const calls = createCalls();
    for (let person = 0; person < 8; person++) calls.call(many(inSlack(`person-${person}`)));
    await calls.time.pass(50);
    const toDsl = calls.call(inSlack('dsl'));
    await calls.time.pass(1_000);
    expect((toDsl.madeAt ?? Number.NaN) - toDsl.askedAt).toBeLessThanOrEqual(210);
    expect(calls.made.slice(0, 2)).toContain(toDsl);
  });

  test('that edits cards leaves room for ten edits that are owed at once, and goes on', async () => {
    const calls = createCalls();
    const owed: ReturnType<typeof calls.call>[] = [];
    for (let passed = 0; passed < 180_000; passed += 500) {
      calls.call(many(edited(`card-${passed}`)));
      if (passed === 130_000) for (let number = 0; number < 10; number++) owed.push(calls.call(edited(`C${number}`)));
      await calls.time.pass(500);
    }
    const waits = owed.map(({ madeAt = Number.NaN, askedAt }) => madeAt - askedAt);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_500);
    const told = calls.made.filter(({ call, madeAt = 0 }) => call.isOfCampaign && madeAt < 125_000);
    expect(told.length).toBeGreaterThanOrEqual(0.79 * 50 * 2);
  });

  test.each([
    // What its page says; the service keeps to less.
    ['Teams', inTeams, 50, 1_000],
    ['Slack', inSlack, 50, 10_000],
  ] as const)(
    'is within the limits of %s too where its calls take 42 to 78 ms to get there',
    async (_, of, most, withinMs) => {
      const calls = createCalls();
      await keepTelling(calls, of, 60_000, (passed) => {
        if (passed % 1_370 === 0) calls.call(of(`case-${passed}`));
      });
      const times = calls.made.map(({ madeAt = Number.NaN }) => madeAt);
      const inReach = times.map((at) => times.filter((one) => one > at - withinMs - 36 && one <= at).length);
      expect(Math.max(...inReach)).toBeLessThanOrEqual(most);
    },
  );

  test('waits while there is more owed than there is room for, and goes on behind it', async () => {
    const calls = createCalls({ patienceMs: 20_000 });
    const owed = Array.from({ length: 60 }, (_, at) => calls.call(inSlack(`case-${at}`)));
    const told = Array.from({ length: 5 }, (_, at) => calls.call(many(inSlack(`person-${at}`))));
    await calls.time.pass(30_000);
    const last = Math.max(...owed.map(({ madeAt = Number.NaN }) => madeAt));
    for (const { madeAt = Number.NaN } of told) expect(madeAt).toBeGreaterThan(last - 1_000);
    expect(calls.made.filter(({ call }) => call.isOfCampaign)).toHaveLength(5);
  });

  test('is not held up by a channel that has more to say than it may', async () => {
    const calls = createCalls();
    for (let turn = 0; turn < 30; turn++) calls.call(inTeams('19:busy'));
    const told = Array.from({ length: 20 }, (_, at) => calls.call(many(inTeams(`person-${at}`))));
    await calls.time.pass(1_000);
    expect(told.every(({ madeAt }) => madeAt !== undefined)).toBe(true);
  });

  test('with answers and what is owed together never breaks a limit, and every answer in time is let in', async () => {
    const asked = fc.record({
      afterMs: fc.integer({ min: 0, max: 300 }),
      sort: fc.constantFrom('answer', 'owed', 'campaign', 'campaign'),
      to: fc.integer({ min: 0, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 40, maxLength: 120 }), async (all) => {
        const calls = createCalls();
        for (const { afterMs, sort, to } of all) {
          await calls.time.pass(afterMs);
          calls.call({ ...inSlack(`U${to}`), isAnswer: sort === 'answer', isOfCampaign: sort === 'campaign' });
        }
        await calls.time.pass(5_000);
        const times = calls.made.map(({ madeAt = Number.NaN }) => madeAt);
        for (const { most, withinMs } of slackLimits.methods['chat.postMessage'])
          for (const at of times)
            expect(times.filter((one) => one > at - withinMs + 1e-6 && one <= at).length).toBeLessThanOrEqual(most);
        for (const one of calls.calls) expect(one.madeAt !== undefined || one.fault !== undefined).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});

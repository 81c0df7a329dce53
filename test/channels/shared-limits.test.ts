import { describe, expect, it } from 'vitest';
import type { DeliveryFault } from '../../src/application/faults.ts';
import { type Call, createRateLimiter } from '../../src/channels/rate-limiter.ts';
import { slackCall, slackLimits } from '../../src/channels/slack/limits.ts';
import { teamsCall, teamsLimits } from '../../src/channels/teams/limits.ts';
import { createVirtualTime } from '../support/virtual-time.ts';

// What the chats' own counters would say of all replicas together. The figures are written here once more, from the
// chats' pages, so that a slip in the product's table is found too.

type Limit = readonly [most: number, withinMs: number];

const slackPosts: readonly Limit[] = [
  [10, 1_000],
  [240, 60_000],
];
const slackEdits: readonly Limit[] = [[50, 60_000]];
const slackChannel: readonly Limit[] = [[1, 1_000]];
const teamsConversation: readonly Limit[] = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
];
const teamsTenant: readonly Limit[] = [[40, 1_000]];

const MINUTE = 60_000;

/** The most calls in any stretch of that length. */
function mostWithin(times: readonly number[], withinMs: number): number {
  let [first, most] = [0, 0];
  for (const [index, at] of times.entries()) {
    while ((times[first] ?? 0) <= at - withinMs) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/**
 * What so many replicas may do that know of each other. Where a limit has not one call for each, each waits longer: all
 * of them may then call at once, but in as many of its windows not more than the limit allows in those.
 */
function asFor(replicas: number, [most, withinMs]: Limit): Limit {
  return most >= replicas ? [most, withinMs] : [replicas, (withinMs * replicas) / most];
}

function createReplicas() {
  const time = createVirtualTime();
  const began = time.now();
  const made: Array<{ readonly at: number; readonly lines: readonly string[] }> = [];

  /** A process that knows of so many, itself among them. It has always more to say than it may. */
  function start(knowsOf: number, calls: readonly Call[]) {
    const replica = { knowsOf, isRunning: true };
    const limiter = createRateLimiter({ share: () => 1 / replica.knowsOf, monotonicMs: time.now, wait: time.wait });
    async function sayAgainAndAgain(call: Call): Promise<void> {
      while (replica.isRunning) {
        try {
          await limiter.turn(call);
          if (replica.isRunning) made.push({ at: time.now() - began, lines: call.lines.map(({ name }) => name) });
        } catch (fault) {
          await time.wait((fault as DeliveryFault).retryAfterMs ?? Number.NaN);
        }
      }
    }
    for (const call of calls) void sayAgainAndAgain(call);
    return replica;
  }

  return {
    pass: time.pass,
    start,
    /** When calls were made that count towards that, between two times. */
    timesOf(line: string, from = 0, until = Number.POSITIVE_INFINITY): readonly number[] {
      return made.filter(({ at, lines }) => lines.includes(line) && at >= from && at < until).map(({ at }) => at);
    },
  };
}

const several = (count: number, make: (name: string) => Call) => Array.from({ length: count }, (_, n) => make(`C${n}`));
const post = (channel: string) => slackCall(slackLimits, 'chat.postMessage', channel);
const edit = (channel: string) => slackCall(slackLimits, 'chat.update', channel);
const say = (conversation: string) => teamsCall(teamsLimits, conversation);

/** What there is to say, in how many minutes, what it counts towards, and which limit lasts the longest. */
const loads = [
  {
    what: 'posts in a Slack workspace',
    calls: several(30, post),
    line: 'chat.postMessage',
    limits: slackPosts,
    minutes: 10,
  },
  { what: 'edits in a Slack workspace', calls: several(6, edit), line: 'chat.update', limits: slackEdits, minutes: 10 },
  { what: 'posts in one Slack channel', calls: [post('C0')], line: 'posts in C0', limits: slackChannel, minutes: 5 },
  {
    what: 'messages in a Teams tenant',
    calls: several(90, say),
    line: 'the tenant',
    limits: teamsTenant,
    minutes: 0.4,
  },
  {
    what: 'messages in a Teams conversation',
    calls: [say('a')],
    line: 'in a',
    limits: teamsConversation,
    minutes: 120,
  },
] as const;

describe.each(loads)('$what', ({ calls, line, limits, minutes }) => {
  it.each([1, 2, 3, 5])('of %i replicas keep to the limits together, and use nine tenths of them', async (count) => {
    const { start, pass, timesOf } = createReplicas();
    for (let n = 0; n < count; n++) start(count, calls);
    await pass(minutes * MINUTE);
    const times = timesOf(line);
    for (const limit of limits) {
      const [most, withinMs] = asFor(count, limit);
      expect(mostWithin(times, withinMs), `in ${withinMs} ms`).toBeLessThanOrEqual(most);
    }
    const allowed = Math.min(...limits.map(([most, withinMs]) => (most * minutes * MINUTE) / withinMs));
    expect(times.length).toBeGreaterThanOrEqual(0.9 * allowed);
  });
});

describe('when a replica', () => {
  const calls = several(30, post);
  const isWithin = (times: readonly number[]) =>
    slackPosts.every(([most, withinMs]) => mostWithin(times, withinMs) <= most);

  it('joins, the limits are kept from when all know of it, and used', async () => {
    const { start, pass, timesOf } = createReplicas();
    const first = [start(2, calls), start(2, calls)];
    await pass(3 * MINUTE);
    start(3, calls);
    for (const replica of first) {
      await pass(5_000);
      replica.knowsOf = 3;
    }
    const known = 3 * MINUTE + 10_000;
    await pass(6 * MINUTE);
    const line = 'chat.postMessage';
    expect(isWithin(timesOf(line, 0, 3 * MINUTE))).toBe(true);
    expect(isWithin(timesOf(line, known))).toBe(true);
    // Until then, no more than if each had kept to what it knew.
    expect(timesOf(line, 3 * MINUTE, known).length).toBeLessThanOrEqual(240 + 80);
    expect(timesOf(line, known + MINUTE, known + 6 * MINUTE).length).toBeGreaterThanOrEqual(0.9 * 5 * 240);
  });

  it('leaves, the others use its part as soon as they know, also those that wait', async () => {
    const { start, pass, timesOf } = createReplicas();
    const line = 'posts in C0';
    const [stays, leaves] = [start(2, [post('C0')]), start(2, [post('C0')])];
    await pass(MINUTE);
    leaves.isRunning = false;
    await pass(30_000);
    const alone = timesOf(line, MINUTE).length;
    expect(alone).toBeLessThanOrEqual(17);
    await pass(200);
    stays.knowsOf = 1;
    await pass(10_000);
    const after = timesOf(line, MINUTE + 30_200);
    expect(after.length).toBeGreaterThanOrEqual(10);
    // It was told to wait two seconds, and does not.
    expect(after[0]).toBeLessThan(MINUTE + 31_400);
    expect(mostWithin(timesOf(line, MINUTE + 2_000), 1_000)).toBe(1);
  });

  it('is one of 49, its part of 98 is two', async () => {
    const time = createVirtualTime();
    const limiter = createRateLimiter({ share: () => 1 / 49, monotonicMs: time.now, wait: time.wait });
    const call = { queue: 'C0', lines: [{ name: 'all', windows: [{ most: 98, withinMs: 1_000 }] }] };
    let count = 0;
    for (let n = 0; n < 3; n++) void limiter.turn(call).then(() => count++);
    await time.pass(999);
    expect(count).toBe(2);
  });

  it('does not know how many there are, it keeps to the whole and never stands still', async () => {
    for (const unknown of [0, -1, 1.5, 7, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const time = createVirtualTime();
      const limiter = createRateLimiter({ share: () => unknown, monotonicMs: time.now, wait: time.wait });
      let count = 0;
      for (let n = 0; n < 11; n++) void limiter.turn(post(`C${n}`)).then(() => count++);
      await time.pass(0);
      expect(count).toBe(10);
    }
  });
});

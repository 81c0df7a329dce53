import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeliveryFault } from '../../../src/application/faults.ts';
import { type HeldMethod, type SlackLimits, slackLimits } from '../../../src/channels/slack/limits.ts';
import { createRateLimiter } from '../../../src/channels/slack/rate-limiter.ts';

/** Time that passes only when the test says so. Each wait lasts longer than asked by what `lag` gives. */
function createTime(lag: () => number = () => 0) {
  let now = 5_000;
  let waiting: Array<{ readonly at: number; readonly go: () => void }> = [];
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    wait: (milliseconds: number) =>
      new Promise<void>((go) => {
        waiting.push({ at: now + milliseconds + lag(), go });
      }),
    async pass(milliseconds: number) {
      const until = now + milliseconds;
      await settle();
      for (;;) {
        const next = waiting.filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at)[0];
        if (next === undefined) break;
        waiting = waiting.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.go();
        await settle();
      }
      now = until;
    },
  };
}

interface Call {
  readonly method: HeldMethod;
  readonly channel: string | undefined;
  readonly askedAt: number;
  madeAt?: number;
  fault?: unknown;
}

function createCalls(limits: SlackLimits = slackLimits, lag?: () => number) {
  const time = createTime(lag);
  const limiter = createRateLimiter({ limits, monotonicMs: time.now, wait: time.wait });
  const calls: Call[] = [];
  /** The calls that were made, in the order in which they were. */
  const made: Call[] = [];
  return {
    time,
    calls,
    made,
    call(method: HeldMethod, channel?: string): Call {
      const call: Call = { method, channel, askedAt: time.now() };
      calls.push(call);
      limiter.turn(method, channel).then(
        () => {
          call.madeAt = time.now();
          made.push(call);
        },
        (fault: unknown) => {
          call.fault = fault;
        },
      );
      return call;
    },
  };
}

const post = 'chat.postMessage';

describe('calls to Slack', () => {
  it('go at once while there is room', async () => {
    const { call, time, made } = createCalls();
    for (const channel of ['C1', 'C2', 'U1']) call(post, channel);
    call('chat.update', 'C3');
    call('views.publish');
    await time.pass(0);
    expect(made).toHaveLength(5);
  });

  it('to one channel come a second apart, in the order in which they were asked for', async () => {
    const { call, time } = createCalls();
    const calls = [call(post, 'C1'), call(post, 'C1'), call(post, 'C1')];
    await time.pass(10_000);
    expect(calls.map(({ madeAt, askedAt }) => (madeAt ?? 0) - askedAt)).toEqual([0, 1_000, 2_000]);
  });

  it('that would have to wait for long are not tried, and it is said when they may be', async () => {
    const { call, time } = createCalls();
    for (let n = 0; n < 3; n++) call(post, 'C1');
    const tooMany = call(post, 'C1');
    await time.pass(500);
    expect(tooMany.madeAt).toBeUndefined();
    expect(tooMany.fault).toBeInstanceOf(DeliveryFault);
    expect(tooMany.fault).toMatchObject({
      code: 'chat-busy',
      certain: true,
      notTried: true,
      hopeless: false,
      retryAfterMs: 3_000,
    });
    await time.pass(2_500);
    const again = call(post, 'C1');
    await time.pass(0);
    expect(again.madeAt).toBe(8_000);
  });

  it('to a quiet channel do not wait behind a busy one', async () => {
    const { call, time } = createCalls();
    for (let n = 0; n < 3; n++) call(post, 'C1');
    const quiet = call(post, 'C2');
    await time.pass(0);
    expect(quiet.madeAt).toBe(quiet.askedAt);
  });

  it('edit a message only after what was to be posted before in that channel', async () => {
    const { call, time, made } = createCalls();
    call(post, 'C1');
    call(post, 'C1');
    const edit = call('chat.update', 'C1');
    const elsewhere = call('chat.update', 'C2');
    await time.pass(2_000);
    expect(made.indexOf(elsewhere)).toBe(1);
    expect(made.indexOf(edit)).toBe(3);
  });

  it('leave room in the whole workspace', async () => {
    const { call, time, made } = createCalls();
    for (let n = 0; n < 35; n++) call(post, `U${n}`);
    await time.pass(0);
    expect(made).toHaveLength(10);
    await time.pass(2_000);
    expect(made).toHaveLength(30);
    await time.pass(60_000);
    expect(made).toHaveLength(30);
  });

  it('are all made in the end, when each is tried again as late as was said', async () => {
    const time = createTime();
    const limiter = createRateLimiter({ monotonicMs: time.now, wait: time.wait });
    const reached: string[] = [];
    async function reach(person: string): Promise<void> {
      try {
        await limiter.turn(post, person);
        reached.push(person);
      } catch (fault) {
        await time.wait((fault as DeliveryFault).retryAfterMs ?? 0);
        await reach(person);
      }
    }
    for (let n = 0; n < 600; n++) void reach(`U${n}`);
    await time.pass(140_000);
    expect(new Set(reached).size).toBe(600);
    expect(reached).toHaveLength(600);
  });
});

const windowArbitrary = fc.record({
  most: fc.integer({ min: 1, max: 6 }),
  withinMs: fc.integer({ min: 1, max: 5_000 }),
});
const windows = fc.array(windowArbitrary, { maxLength: 2 });
const limitsArbitrary: fc.Arbitrary<SlackLimits> = fc.record({
  postsInChannel: windows,
  methods: fc.record({ 'chat.postMessage': windows, 'chat.update': windows, 'views.publish': windows }),
  patienceMs: fc.integer({ min: 0, max: 4_000 }),
});
const step = fc.record({
  method: fc.constantFrom<HeldMethod>('chat.postMessage', 'chat.postMessage', 'chat.update', 'views.publish'),
  channel: fc.constantFrom('C1', 'C2', 'C3', undefined),
  pauseMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 })),
});

/** The most of these times within any stretch of that length. */
function mostWithin(times: readonly number[], withinMs: number): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + withinMs).length));
}

describe('whatever is asked of Slack', () => {
  it('no window is ever exceeded, the order in a channel is kept, and nobody waits for long', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constant(slackLimits), limitsArbitrary),
        fc.array(step, { maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (limits, steps, lags, lagging) => {
          let waits = 0;
          const lag = () => (lagging ? (lags[waits++ % lags.length] ?? 0) : 0);
          const { call, time, calls, made } = createCalls(limits, lag);
          for (const { method, channel, pauseMs } of steps) {
            call(method, channel);
            if (pauseMs > 0) await time.pass(pauseMs);
          }
          await time.pass(1_000_000);
          for (const one of calls) expect(one.madeAt !== undefined).toBe(one.fault === undefined);
          for (const one of calls) if (one.fault !== undefined) expect(one.fault).toMatchObject({ code: 'chat-busy' });
          for (const [method, limit] of Object.entries(limits.methods)) {
            const times = made.filter((one) => one.method === method).map(({ madeAt }) => madeAt ?? 0);
            for (const { most, withinMs } of limit) expect(mostWithin(times, withinMs)).toBeLessThanOrEqual(most);
          }
          for (const channel of ['C1', 'C2', 'C3']) {
            const here = made.filter((one) => one.channel === channel);
            const asked = calls.filter((one) => one.channel === channel && one.fault === undefined);
            expect(here).toEqual(asked);
            const times = here.filter(({ method }) => method === post).map(({ madeAt }) => madeAt ?? 0);
            for (const { most, withinMs } of limits.postsInChannel)
              expect(mostWithin(times, withinMs)).toBeLessThanOrEqual(most);
          }
          if (!lagging)
            for (const { askedAt, madeAt } of made)
              expect((madeAt ?? 0) - askedAt).toBeLessThanOrEqual(limits.patienceMs);
        },
      ),
      { numRuns: 400 },
    );
  });
});

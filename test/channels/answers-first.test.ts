import { describe, expect, it } from 'vitest';
import type { DeliveryFault } from '../../src/application/faults.ts';
import { type Call, createRateLimiter } from '../../src/channels/rate-limiter.ts';
import { slackCall, slackLimits } from '../../src/channels/slack/limits.ts';
import { teamsCall, teamsLimits } from '../../src/channels/teams/limits.ts';
import { createVirtualTime } from '../support/virtual-time.ts';

/** A limiter of one of so many replicas, with all that is owed coming again when it was told to. */
function createReplica(count: number) {
  const time = createVirtualTime();
  const share = () => 1 / count;
  const limiter = createRateLimiter({ monotonicMs: time.now, wait: time.wait, share });
  const made: number[] = [];
  return {
    time,
    made,
    /** Asks again and again; gives how long it took. */
    async say(call: Call): Promise<number> {
      const askedAt = time.now();
      for (;;) {
        try {
          await limiter.turn(call);
          made.push(time.now());
          return time.now() - askedAt;
        } catch (fault) {
          await time.wait((fault as DeliveryFault).retryAfterMs ?? Number.NaN);
        }
      }
    },
    /** Asks once. */
    async answer(call: Call): Promise<number> {
      const askedAt = time.now();
      await limiter.turn({ ...call, isAnswer: true });
      return time.now() - askedAt;
    },
  };
}

describe.each([
  ['Slack', (place: string) => slackCall(slackLimits, 'chat.postMessage', place)],
  ['Teams', (place: string) => teamsCall(teamsLimits, place)],
] as const)('somebody who waits at the screen in %s', (_chat, call) => {
  it.each([1, 2, 5])('is answered although one of %i replicas has far more to say than it may', async (count) => {
    const { time, say, answer } = createReplica(count);
    for (let n = 0; n < 2_000; n++) void say(call(`P${n}`));
    const tooks: Promise<number>[] = [];
    for (let n = 0; n < 6; n++) {
      await time.pass(10_700);
      tooks.push(answer(call(`teacher${n}`)));
    }
    await time.pass(10_000);
    expect(Math.max(...(await Promise.all(tooks)))).toBeLessThanOrEqual(1_500);
  });

  it('does not wait behind what else is to be said in the same place', async () => {
    const { time, say, answer, made } = createReplica(1);
    for (let n = 0; n < 30; n++) void say(call('teacher'));
    await time.pass(500);
    const took = answer(call('teacher'));
    await time.pass(2_500);
    expect(await took).toBeLessThanOrEqual(2_000);
    expect(made.length).toBeLessThan(30);
  });
});

it('the DSL is told of a concern although more people than Slack allows ask for something all the time', async () => {
  const { time, say, answer } = createReplica(5);
  const call = (place: string) => slackCall(slackLimits, 'chat.postMessage', place);
  for (let n = 0; n < 200; n++) {
    const ask = (): Promise<unknown> =>
      answer(call(`teacher${n}`)).then(
        () => time.wait(100).then(ask),
        () => time.wait(1_000).then(ask),
      );
    void ask();
  }
  await time.pass(20_000);
  let took: number | undefined;
  void say(call('the DSL')).then((milliseconds) => {
    took = milliseconds;
  });
  await time.pass(45_000);
  expect(took).toBeLessThan(31_000);
});

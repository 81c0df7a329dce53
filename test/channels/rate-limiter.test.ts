import { describe, expect, it } from 'vitest';
import { DeliveryFault } from '../../src/application/faults.ts';
import { createRateLimiter } from '../../src/channels/rate-limiter.ts';
import { slackCall, slackLimits } from '../../src/channels/slack/limits.ts';
import { teamsCall, teamsLimits } from '../../src/channels/teams/limits.ts';
import { createCalls } from '../support/asked-calls.ts';
import { createVirtualTime } from '../support/virtual-time.ts';

const post = (channel: string) => slackCall(slackLimits, 'chat.postMessage', channel);
const edit = (channel: string) => slackCall(slackLimits, 'chat.update', channel);
const home = (person: string) => slackCall(slackLimits, 'views.publish', person);

describe('calls to Slack', () => {
  it('go at once while there is room', async () => {
    const { call, time, made } = createCalls();
    for (const channel of ['C1', 'C2', 'U1']) call(post(channel));
    call(edit('C3'));
    call(home('U1'));
    await time.pass(0);
    expect(made).toHaveLength(5);
  });

  it('to one channel come a second apart, in the order in which they were asked for', async () => {
    const { call, time } = createCalls();
    const calls = [call(post('C1')), call(post('C1')), call(post('C1'))];
    await time.pass(10_000);
    expect(calls.map(({ madeAt, askedAt }) => (madeAt ?? 0) - askedAt)).toEqual([0, 1_000, 2_000]);
  });

  it('that would have to wait for long are not tried, and it is said when they may be', async () => {
    const { call, time } = createCalls();
    for (let n = 0; n < 3; n++) call(post('C1'));
    const tooMany = call(post('C1'));
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
    const again = call(post('C1'));
    await time.pass(0);
    expect(again.madeAt).toBe(8_000);
  });

  it('to a quiet channel do not wait behind a busy one', async () => {
    const { call, time } = createCalls();
    for (let n = 0; n < 3; n++) call(post('C1'));
    const quiet = call(post('C2'));
    await time.pass(0);
    expect(quiet.madeAt).toBe(quiet.askedAt);
  });

  it('edit a message only after what was to be posted before in that channel', async () => {
    const { call, time, made } = createCalls();
    call(post('C1'));
    call(post('C1'));
    const change = call(edit('C1'));
    const elsewhere = call(edit('C2'));
    await time.pass(2_000);
    expect(made.indexOf(elsewhere)).toBe(1);
    expect(made.indexOf(change)).toBe(3);
  });

  it('leave room in the whole workspace', async () => {
    const { call, time, made } = createCalls();
    for (let n = 0; n < 35; n++) call(post(`U${n}`));
    await time.pass(0);
    expect(made).toHaveLength(10);
    await time.pass(2_000);
    expect(made).toHaveLength(30);
    await time.pass(60_000);
    expect(made).toHaveLength(30);
  });

  it('are all made in the end, when each is tried again as late as was said', async () => {
    const time = createVirtualTime();
    const limiter = createRateLimiter({ monotonicMs: time.now, wait: time.wait });
    const reached: string[] = [];
    async function reach(person: string): Promise<void> {
      try {
        await limiter.turn(post(person));
        reached.push(person);
      } catch (fault) {
        await time.wait((fault as DeliveryFault).retryAfterMs ?? 0);
        await reach(person);
      }
    }
    for (let n = 0; n < 600; n++) void reach(`U${n}`);
    await time.pass(160_000);
    expect(new Set(reached).size).toBe(600);
    expect(reached).toHaveLength(600);
  });
});

describe('calls to Teams', () => {
  const say = (conversation: string) => teamsCall(teamsLimits, conversation);

  it('in the threads of one channel count together', async () => {
    const { call, time, made } = createCalls();
    for (let n = 0; n < 12; n++) call(say(`19:safe@thread.tacv2;messageid=${n}`));
    await time.pass(0);
    expect(made).toHaveLength(7);
    await time.pass(2_000);
    expect(made.map(({ madeAt }) => (madeAt ?? 0) - 5_000).slice(7)).toEqual([1_000, 2_000, 2_000, 2_000, 2_000]);
  });

  it('keep to every window at once, over two hours', async () => {
    const { call, time, made } = createCalls();
    for (let seconds = 0; seconds < 7_300; seconds++) {
      call(say('a:teacher'));
      call(say('a:teacher'));
      await time.pass(1_000);
    }
    const times = made.map(({ madeAt }) => madeAt ?? 0);
    expect(times.filter((at) => at < 5_000 + 7_200_000)).toHaveLength(3_600);
    for (const { most, withinMs } of teamsLimits.inConversation)
      for (const [index, at] of times.entries())
        expect((times[index + most] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(withinMs);
  });
});

describe('when there is more than can be said', () => {
  it('a channel with much to say holds up no other', async () => {
    const { call, time } = createCalls();
    const lines = [{ name: 'all', windows: [{ most: 4, withinMs: 1_000 }] }];
    for (let n = 0; n < 8; n++) call({ queue: 'loud', lines });
    await time.pass(100);
    const quiet = ['a', 'b', 'c'].map((queue) => call({ queue, lines }));
    await time.pass(1_000);
    expect(quiet.map(({ madeAt }) => madeAt)).toEqual([6_000, 6_000, 6_000]);
  });

  it('each channel gets one turn after the other', async () => {
    const { call, time, made } = createCalls({ patienceMs: 10_000 });
    const lines = [{ name: 'all', windows: [{ most: 1, withinMs: 1_000 }] }];
    for (const queue of ['loud', 'loud', 'loud', 'loud', 'quiet', 'quiet', 'other']) call({ queue, lines });
    await time.pass(10_000);
    const order = made.map((one) => one.call.queue);
    expect(order).toEqual(['loud', 'loud', 'quiet', 'other', 'loud', 'quiet', 'loud']);
  });

  it('nobody is sent away for long, however many are', async () => {
    const { call, time, calls } = createCalls();
    for (let n = 0; n < 1_000; n++) call(post(`U${n}`));
    await time.pass(0);
    const waits = calls.flatMap(({ fault }) => (fault instanceof DeliveryFault ? [fault.retryAfterMs ?? 0] : []));
    expect(waits.length).toBeGreaterThan(900);
    expect(new Set(waits).size).toBeGreaterThan(10);
    expect(Math.max(...waits)).toBeLessThanOrEqual(33_000);
  });

  it('those who are sent away come again one by one, and each is heard soon', async () => {
    const time = createVirtualTime();
    const limiter = createRateLimiter({ monotonicMs: time.now, wait: time.wait });
    let asked = 0;
    const heard = new Map<string, number>();
    async function reach(person: string, channel: string): Promise<void> {
      for (;;) {
        try {
          asked++;
          await limiter.turn(post(channel));
          heard.set(person, time.now());
          return;
        } catch (fault) {
          await time.wait((fault as DeliveryFault).retryAfterMs ?? 0);
        }
      }
    }
    for (let n = 0; n < 200; n++) void reach(`to the loud channel ${n}`, 'C0LOUD');
    for (let n = 0; n < 100; n++) void reach(`to a person ${n}`, `U${n}`);
    await time.pass(60_000);
    const toPersons = [...heard].filter(([person]) => person.startsWith('to a person'));
    expect(toPersons).toHaveLength(100);
    expect(Math.max(...toPersons.map(([, at]) => at))).toBeLessThan(5_000 + 35_000);
    await time.pass(200_000);
    expect(heard.size).toBe(300);
    // Five times each; it were dozens if all came at once again and again.
    expect(asked).toBeLessThan(1_500);
  });
});

describe('when a chat asks for patience', () => {
  it('what counts towards the same waits as long, and is not tried before', async () => {
    const { call, limiter, time } = createCalls();
    limiter.rest(post('C1'), 20_000);
    const early = call(post('C2'));
    const other = call(edit('C1'));
    await time.pass(0);
    expect(early.fault).toMatchObject({ code: 'chat-busy', notTried: true, retryAfterMs: 20_000 });
    expect(other.madeAt).toBe(5_000);
    await time.pass(18_500);
    const late = call(post('C3'));
    await time.pass(2_000);
    expect(late.madeAt).toBe(25_000);
  });

  it('for longer than is likely, all others are tried again after a minute', async () => {
    const { call, limiter, time } = createCalls();
    limiter.rest(post('C1'), 86_400_000);
    await time.pass(59_000);
    const waiting = call(post('C2'));
    await time.pass(1_000);
    expect(waiting.madeAt).toBe(65_000);
  });

  it('who waits already goes on waiting', async () => {
    const { call, limiter, time } = createCalls();
    call(post('C1'));
    const second = call(post('C1'));
    await time.pass(500);
    limiter.rest(post('C1'));
    await time.pass(3_000);
    expect(second.madeAt).toBe(6_500);
    const third = call(post('C2'));
    limiter.rest(post('C1'), 10_000);
    const fourth = call(post('C2'));
    await time.pass(0);
    expect(third.madeAt).toBeDefined();
    expect(fourth.fault).toMatchObject({ notTried: true });
  });
});

import { describe, expect, test } from 'vitest';
import { createRateLimiter } from '../../src/channels/rate-limiter.ts';
import { restingLines, teamsCall, teamsLimits } from '../../src/channels/teams/limits.ts';
import { createVirtualTime } from '../support/virtual-time.ts';

/**
 * A tenant as a chat may keep to it: so many calls in any second, or in each second of its clock. Written apart from the
 * limiter. Answers come so late.
 */
function aTenant(time: ReturnType<typeof createVirtualTime>, kind: 'any second' | 'each second', travelMs: number) {
  let most = 50;
  let taken: number[] = [];
  const refused: number[] = [];
  return {
    refused,
    taken: () => taken,
    allow(calls: number): void {
      most = calls;
    },
    /** Whether the call was taken. */
    async call(): Promise<boolean> {
      await time.wait(travelMs / 2);
      const now = time.now();
      const since = kind === 'any second' ? now - 1_000 : Math.floor(now / 1_000) * 1_000 - 0.001;
      const isTaken = taken.filter((at) => at > since).length < most;
      if (isTaken) taken = [...taken, now];
      else refused.push(now);
      await time.wait(travelMs / 2);
      return isTaken;
    },
  };
}

/** Somebody who always has one more to tell, each person once. */
function aCampaign(kind: 'any second' | 'each second', travelMs: number, share = () => 1) {
  const time = createVirtualTime();
  const tenant = aTenant(time, kind, travelMs);
  const limiter = createRateLimiter({ monotonicMs: time.now, wait: time.wait, share });
  let isOver = false;
  let people = 0;
  async function tell(): Promise<void> {
    for (let person = `19:person-${++people}`; !isOver; person = `19:person-${++people}`) {
      const call = teamsCall(teamsLimits, person);
      try {
        await limiter.turn({ ...call, isOfCampaign: true });
      } catch {
        await time.wait(500);
        continue;
      }
      if (!(await tenant.call())) limiter.rest(restingLines(call), 1_000);
    }
  }
  const telling = Array.from({ length: 24 }, tell);
  return {
    time,
    tenant,
    /** How many were taken within the last milliseconds, a second. */
    rate: (withinMs: number) => (tenant.taken().filter((at) => at > time.now() - withinMs).length * 1_000) / withinMs,
    async end(): Promise<void> {
      isOver = true;
      await time.pass(5_000);
      await Promise.all(telling);
    },
  };
}

describe.each(['any second', 'each second'] as const)('a tenant that is limited in %s', (kind) => {
  test.each([50, 120, 400])(
    'is told as fast as it is known to take, and never refuses (%i ms away)',
    async (travelMs) => {
      const { time, tenant, rate, end } = aCampaign(kind, travelMs);
      await time.pass(60_000);
      expect(tenant.refused).toEqual([]);
      expect(rate(50_000)).toBeGreaterThan(0.96 * 40);
      await end();
    },
  );

  test.each([
    [20, 50],
    [20, 120],
    [20, 5],
    [2, 80],
    [39, 80],
    [20, 400],
    [12, 120],
    [30, 120],
  ])(
    'and takes but %i a second of a sudden is told nearly all of that ten seconds later (%i ms away)',
    async (most, travelMs) => {
      const { time, tenant, rate, end } = aCampaign(kind, travelMs);
      await time.pass(20_300);
      tenant.allow(most);
      await time.pass(10_000);
      await time.pass(10_000);
      // What it takes is tried out again now and then, and no more than that.
      expect(tenant.refused.filter((at) => at > time.now() - 10_000).length).toBeLessThan(5);
      expect(rate(10_000)).toBeGreaterThanOrEqual(0.95 * most);
      await end();
    },
  );
});

describe('a tenant that took less for a while', () => {
  test('is told as much as before some minutes after it takes that again', async () => {
    const { time, tenant, rate, end } = aCampaign('any second', 100);
    tenant.allow(20);
    await time.pass(20_000);
    expect(rate(5_000)).toBeLessThan(20.1);
    tenant.allow(50);
    await time.pass(100_000);
    expect(rate(5_000)).toBeGreaterThan(0.955 * 40);
    await end();
  });

  test.each([
    [4, 1, 20],
    [1, 4, 5],
  ])('is found anew by one of %i processes that is one of %i later', async (before, after, most) => {
    let processes = before;
    const { time, tenant, rate, end } = aCampaign('any second', 100, () => 1 / processes);
    tenant.allow(20 / before);
    await time.pass(20_000);
    expect(tenant.refused.length).toBeGreaterThan(0);
    processes = after;
    tenant.allow(most);
    // What was found before is grown out of, and then found again.
    await time.pass(60_000);
    expect(tenant.refused.filter((at) => at > time.now() - 10_000).length).toBeLessThan(5);
    expect(rate(10_000)).toBeGreaterThanOrEqual(0.95 * most);
    await end();
  });
});

describe('a conversation that is refused by itself', () => {
  test('rests alone, and takes nothing from the others', async () => {
    const time = createVirtualTime();
    const limiter = createRateLimiter({ monotonicMs: time.now, wait: time.wait });
    const busy = teamsCall(teamsLimits, '19:busy');
    let told = 0;
    const tell = async (conversation: string) => {
      const call = teamsCall(teamsLimits, conversation);
      await limiter.turn({ ...call, isOfCampaign: conversation !== '19:busy' }).catch(() => undefined);
      if (conversation === '19:busy') limiter.rest(restingLines(busy), 200);
      else told++;
    };
    for (let turn = 0; turn < 400; turn++) {
      void tell(`19:person-${turn}`);
      if (turn % 10 === 0) void tell('19:busy');
      await time.pass(26);
    }
    await time.pass(3_000);
    expect(told).toBe(400);
  });
});

import { describe, expect, it } from 'vitest';
import { StoreFault } from '../../src/application/faults.ts';
import { createSteadyClock } from '../../src/application/steady-clock.ts';
import { HOUR, type Instant, later, MINUTE, SECOND } from '../../src/domain/instant.ts';

const noon: Instant = '2026-11-23T12:00:00.000Z';

/** A machine beside a store, both with a clock of their own. */
function aMachine({ skewMs = 0, hasStoreTime = true } = {}) {
  let trueMs = Date.parse(noon);
  let wallOffMs = skewMs;
  let storeOffMs = 0;
  let monotonicMs = 12_345;
  let roundTripMs = 40;
  let isAway = false;
  let asked = 0;
  const said: { readonly isOff: boolean; readonly milliseconds: number }[] = [];
  const pass = (milliseconds: number) => {
    trueMs += milliseconds;
    monotonicMs += milliseconds;
  };
  const clock = createSteadyClock({
    wallMs: () => trueMs + wallOffMs,
    monotonicMs: () => monotonicMs,
    async storeTime() {
      asked++;
      pass(roundTripMs);
      if (isAway) throw new StoreFault('away', { code: 'store-slow', whatToDo: '' });
      return hasStoreTime ? new Date(trueMs + storeOffMs).toISOString() : undefined;
    },
    differs: (of) => said.push(of),
  });
  return {
    clock,
    said,
    asked: () => asked,
    trueTime: () => new Date(trueMs).toISOString(),
    pass,
    /** The whole machine stands still, and its monotonic clock with it. */
    suspend(milliseconds: number) {
      trueMs += milliseconds;
    },
    /** Both of its clocks stand still, as where a virtual machine is paused. */
    pause(milliseconds: number) {
      trueMs += milliseconds;
      wallOffMs -= milliseconds;
    },
    setWall(off: number) {
      wallOffMs = off;
    },
    setStore(off: number) {
      storeOffMs = off;
    },
    setRoundTrip(milliseconds: number) {
      roundTripMs = milliseconds;
    },
    setAway(away: boolean) {
      isAway = away;
    },
  };
}

/** What was asked for in the background has been answered. */
async function quiet(): Promise<void> {
  for (let turns = 0; turns < 10; turns++) await Promise.resolve();
}

describe('the time', () => {
  it.each([0, HOUR, -HOUR, 400 * 24 * HOUR])(
    'is the store’s on a machine whose clock is off by %d milliseconds',
    async (skewMs) => {
      const machine = aMachine({ skewMs });
      await machine.clock.measure();
      expect(machine.clock.now()).toBe(machine.trueTime());
      expect(machine.clock.skewMs()).toBe(skewMs);
      machine.pass(29 * SECOND);
      expect(machine.clock.now()).toBe(machine.trueTime());
    },
  );

  it('is the machine’s where the store has none of its own', async () => {
    const machine = aMachine({ skewMs: HOUR, hasStoreTime: false });
    await machine.clock.measure();
    machine.pass(10 * SECOND);
    expect(machine.clock.now()).toBe(later(machine.trueTime(), HOUR));
    expect(machine.clock.skewMs()).toBe(0);
    machine.setWall(2 * HOUR);
    expect(machine.clock.now()).toBe(later(machine.trueTime(), 2 * HOUR));
    expect(machine.said).toEqual([]);
  });

  it('stands still rather than go back when the store’s is found to be a little behind', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    const before = machine.clock.now();
    machine.setStore(-900);
    await machine.clock.measure();
    expect(machine.clock.now()).toBe(before);
    machine.pass(500);
    expect(machine.clock.now()).toBe(before);
    machine.pass(400);
    expect(machine.clock.now() > before).toBe(true);
  });

  it('goes back to what is right after one measurement was wrong by an hour', async () => {
    const machine = aMachine();
    machine.setStore(HOUR);
    await machine.clock.measure();
    expect(machine.clock.now()).toBe(later(machine.trueTime(), HOUR));
    machine.setStore(0);
    await machine.clock.measure();
    expect(machine.clock.now()).toBe(machine.trueTime());
  });

  it('is not taken from an answer that took too long, or that did not come: what was known serves on', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    machine.setStore(5 * SECOND);
    machine.setRoundTrip(2_001);
    await expect(machine.clock.measure()).rejects.toMatchObject({ code: 'clock-slow' });
    expect(machine.clock.now()).toBe(machine.trueTime());
    machine.setAway(true);
    await expect(machine.clock.measure()).rejects.toMatchObject({ code: 'store-slow' });
    expect(machine.clock.now()).toBe(machine.trueTime());
    machine.setAway(false);
    machine.setRoundTrip(2_000);
    await machine.clock.measure();
    expect(machine.clock.now()).toBe(later(machine.trueTime(), 5 * SECOND));
  });

  it('is asked for once though many ask at once', async () => {
    const machine = aMachine();
    await Promise.all([machine.clock.measure(), machine.clock.measure(), machine.clock.measure()]);
    expect(machine.asked()).toBe(1);
  });

  it('is asked for at once when somebody sets the clock of the machine, and once a second while the store is away', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    machine.setWall(HOUR);
    machine.setAway(true);
    machine.pass(SECOND);
    for (let looks = 0; looks < 20; looks++) {
      expect(machine.clock.now()).toBe(machine.trueTime());
      await quiet();
      machine.pass(100);
    }
    expect(machine.asked()).toBe(3);
    machine.setAway(false);
    machine.pass(SECOND);
    machine.clock.now();
    await quiet();
    expect(machine.clock.skewMs()).toBe(HOUR);
    expect(machine.clock.now()).toBe(machine.trueTime());
  });
});

describe('the moment of a decision', () => {
  it('is the store’s time, also right after a suspension: it waits for that', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    expect(await machine.clock.forDecision()).toEqual({ at: machine.trueTime(), isSure: true });
    expect(machine.asked()).toBe(1);
    for (const happens of [() => machine.suspend(HOUR), () => machine.setWall(-HOUR), () => machine.setWall(HOUR)]) {
      happens();
      const [moment, another] = await Promise.all([machine.clock.forDecision(), machine.clock.forDecision()]);
      expect([moment, another]).toEqual(Array(2).fill({ at: machine.trueTime(), isSure: true }));
    }
    expect(machine.asked()).toBe(4);
  });

  it('is asked for a second time where the first call was lost with the line', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    machine.suspend(HOUR);
    machine.setAway(true);
    const asking = machine.clock.measure().catch(() => machine.setAway(false));
    expect(await machine.clock.forDecision()).toEqual({ at: machine.trueTime(), isSure: true });
    await asking;
  });

  it('is too late rather than too early while the store does not say, within a day', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    machine.setAway(true);
    machine.suspend(HOUR);
    expect(await machine.clock.forDecision()).toEqual({ at: machine.trueTime(), isSure: false });
    machine.setWall(2 * HOUR);
    expect(await machine.clock.forDecision()).toEqual({ at: later(machine.trueTime(), 2 * HOUR), isSure: false });
    // By the monotonic clock, which missed the suspension: nothing better is known.
    const carried = later(machine.trueTime(), -HOUR);
    for (const off of [-3 * HOUR, 24 * HOUR]) {
      machine.setWall(off);
      const { at, isSure } = await machine.clock.forDecision();
      expect([Date.parse(at) - Date.parse(carried) < SECOND, isSure]).toEqual([true, false]);
    }
  });

  it('leaves what others are judged by where it was', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    machine.setAway(true);
    machine.setWall(HOUR);
    await machine.clock.forDecision();
    expect(machine.clock.now()).toBe(machine.trueTime());
  });
});

describe('a machine whose clock differs from the store’s', () => {
  it('says so once, and once more when it is right again', async () => {
    const machine = aMachine({ skewMs: 2_000 });
    await machine.clock.measure();
    expect(machine.said).toEqual([]);
    machine.setWall(3_000);
    await machine.clock.measure();
    await machine.clock.measure();
    machine.setWall(-3_000);
    await machine.clock.measure();
    machine.setWall(0);
    await machine.clock.measure();
    expect(machine.said).toEqual([
      { isOff: true, milliseconds: 3_000 },
      { isOff: false, milliseconds: 0 },
    ]);
  });
});

describe('a stopwatch', () => {
  it('goes with both clocks', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    const elapsedMs = machine.clock.stopwatch();
    machine.pass(1_500);
    expect(elapsedMs()).toBe(1_500);
  });

  it('counts the time for which the machine was suspended', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    const elapsedMs = machine.clock.stopwatch();
    machine.suspend(MINUTE);
    expect(elapsedMs()).toBe(Number.POSITIVE_INFINITY);
    await machine.clock.measure();
    expect(elapsedMs()).toBeGreaterThanOrEqual(MINUTE);
  });

  it('counts a short suspension at once, by the clock that did not stand still', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    const elapsedMs = machine.clock.stopwatch();
    machine.suspend(1_900);
    expect(elapsedMs()).toBe(1_900);
  });

  it('counts it also where there is no store’s time', async () => {
    const machine = aMachine({ hasStoreTime: false });
    await machine.clock.measure();
    const elapsedMs = machine.clock.stopwatch();
    machine.suspend(MINUTE);
    expect(elapsedMs()).toBe(MINUTE);
  });

  it('is over while nobody knows which of the machine’s clocks went wrong, and stays over when it began then', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    const earlier = machine.clock.stopwatch();
    machine.setWall(-HOUR);
    const during = machine.clock.stopwatch();
    expect([earlier(), during()]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    await quiet();
    await machine.clock.measure();
    // The clock was set back; by the other one, hardly any time has passed.
    expect(earlier()).toBeLessThan(SECOND);
    expect(during()).toBe(Number.POSITIVE_INFINITY);
    expect(machine.clock.stopwatch()()).toBe(0);
  });

  it('counts what the store has counted, where both clocks of the machine stood still', async () => {
    const machine = aMachine();
    await machine.clock.measure();
    const elapsedMs = machine.clock.stopwatch();
    machine.pause(MINUTE);
    await machine.clock.measure();
    expect(elapsedMs()).toBeGreaterThanOrEqual(MINUTE);
  });

  it('does not go back when the machine’s clock is set back', async () => {
    const machine = aMachine({ hasStoreTime: false });
    await machine.clock.measure();
    const elapsedMs = machine.clock.stopwatch();
    machine.pass(20 * SECOND);
    machine.setWall(-HOUR);
    expect(elapsedMs()).toBe(20 * SECOND);
  });
});

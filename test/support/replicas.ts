import { expect, vi } from 'vitest';
import { createSteadyClock, type SteadyClock } from '../../src/application/steady-clock.ts';
import { type Instant, SECOND } from '../../src/domain/instant.ts';
import type { TestApplication, TestApplicationOptions } from './application.ts';
import type { TestClock } from './clock.ts';
import { monday, someAnswers } from './concern.ts';
import { aFakeChat } from './fake-chat.ts';
import { people } from './school.ts';
import { sqliteHere } from './sqlite-here.ts';

/** A machine on which a process runs, with clocks of its own. */
interface Machine {
  readonly clock: TestClock & SteadyClock;
  /** Sets its wall clock off by so many milliseconds. */
  setWall(off: number): void;
  /** Is suspended for so long: time passes everywhere, but its monotonic clock stands still. */
  suspend(milliseconds: number): void;
}

interface World {
  /** What time it really is. */
  now(): Instant;
  /** Time passes everywhere. */
  pass(milliseconds: number): void;
  /** A machine whose wall clock is off by so much. */
  aMachine(of?: { readonly skewMs?: number }): Promise<Machine>;
  /** A store that several processes share, with a clock of its own. */
  readonly store: ReturnType<typeof sqliteHere>;
}

/** A world in which time passes as a test says, with one store and any number of machines. */
export function aWorld(at: Instant): World {
  let trueMs = Date.parse(at);
  const now = () => new Date(trueMs).toISOString();
  const store = { ...sqliteHere(), sole: false, time: async () => now() };
  const pass = (milliseconds: number) => {
    trueMs += milliseconds;
  };
  return {
    now,
    pass,
    store,
    async aMachine({ skewMs = 0 } = {}) {
      let off = skewMs;
      let suspendedMs = 0;
      const steady = createSteadyClock({
        wallMs: () => trueMs + off,
        monotonicMs: () => trueMs - Date.parse(at) - suspendedMs,
        storeTime: () => store.time(),
      });
      await steady.measure();
      const clock = {
        ...steady,
        set: (to: Instant) => pass(Date.parse(to) - trueMs),
        move: pass,
      };
      return {
        clock,
        setWall(by) {
          off = by;
        },
        suspend(milliseconds) {
          pass(milliseconds);
          suspendedMs += milliseconds;
        },
      };
    },
  };
}

/** Something that happens when the test says so. */
export function aGate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { until: promise, open: () => resolve() };
}

/** When others may take over what a process has claimed. */
export const TAKEN_OVER = 50 * SECOND;

/** Opens so many processes on one store, with one chat, on machines whose clocks are off by so much. */
export function severalReplicas(open: (options: TestApplicationOptions) => Promise<TestApplication>) {
  return async (count: number, skews: readonly number[] = []) => {
    const world = aWorld(monday);
    const chat = aFakeChat();
    const all: TestApplication[] = [];
    for (let index = 0; index < count; index++) {
      const { clock } = await world.aMachine({ skewMs: skews[index] ?? 0 });
      all.push(await open({ store: world.store, clock, chat }));
    }
    const [one, other = one, third = one] = all;
    if (one === undefined || other === undefined || third === undefined) throw new Error('one process at least');
    return { world, chat, all, one, other, third };
  };
}

/** Reports to a process, and comes back as soon as it calls the chat. */
export async function reportTo(t: TestApplication): Promise<string> {
  const calls = t.chat.calls.length;
  const result = await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
  if (result.kind !== 'done') throw new Error('refused');
  await vi.waitFor(() => expect(t.chat.calls.length).toBeGreaterThan(calls));
  return result.reference;
}

/** How often something happened to a record. */
export async function happened(t: TestApplication, reference: string, event: string): Promise<number> {
  return (await t.events(reference)).filter((one) => one === event).length;
}

/** Time passes, and all processes look once a second, all at once, for what is due. */
export async function passFor(world: World, all: readonly TestApplication[], milliseconds: number): Promise<void> {
  const end = Date.parse(world.now()) + milliseconds;
  for (;;) {
    await Promise.all(all.map((t) => t.runDue()));
    for (const t of all) await t.settle();
    if (Date.parse(world.now()) >= end) return;
    world.pass(Math.min(SECOND, end - Date.parse(world.now())));
  }
}

import { createRequire, syncBuiltinESMExports } from 'node:module';

// Time for a whole process: its clocks, timers and pauses go by it, and it stands still while there is anything to do.

interface Alarm {
  readonly at: number;
  /** In the order in which they were set. */
  readonly number: number;
  ring: (() => void) | undefined;
}

/** The alarms that are set, the next first. */
function createAlarms() {
  const heap: Alarm[] = [];
  const isBefore = (one: Alarm, other: Alarm) =>
    one.at < other.at || (one.at === other.at && one.number < other.number);
  const at = (index: number) => heap[index] as Alarm;
  const swap = (one: number, other: number) => {
    const kept = at(one);
    heap[one] = at(other);
    heap[other] = kept;
  };

  function sink(index: number): void {
    for (let place = index; ; ) {
      const first = [2 * place + 1, 2 * place + 2]
        .filter((child) => child < heap.length)
        .reduce((least, child) => (isBefore(at(child), at(least)) ? child : least), place);
      if (first === place) return;
      swap(place, first);
      place = first;
    }
  }

  return {
    first(): Alarm | undefined {
      // Those that were called off are in nobody's way, and leave when it is their turn.
      while (heap[0] !== undefined && heap[0].ring === undefined) this.take();
      return heap[0];
    },
    add(alarm: Alarm): void {
      heap.push(alarm);
      for (let place = heap.length - 1; place > 0; ) {
        const above = (place - 1) >> 1;
        if (!isBefore(at(place), at(above))) return;
        swap(place, above);
        place = above;
      }
    },
    take(): void {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      heap[0] = last;
      sink(0);
    },
  };
}

/** A timer as Node gives one. */
class VirtualTimer {
  readonly #off: () => void;
  constructor(off: () => void) {
    this.#off = off;
  }
  close(): this {
    this.#off();
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
}

export interface VirtualTime {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Work outside that takes no time here: the time stands still until it is done. */
  hold<Value>(work: Promise<Value>): Promise<Value>;
  /** Lets time pass until that is so. */
  passUntil(isSo: () => boolean): Promise<void>;
}

/** Makes the time of this process begin at `startMs` and pass only by `passUntil`. For good. */
export function takeOverTime(startMs: number): VirtualTime {
  const alarms = createAlarms();
  const held = new Set<Promise<unknown>>();
  const realImmediate = setImmediate;
  let now = startMs;
  let count = 0;

  function set(ring: () => void, afterMs: unknown): VirtualTimer {
    const delay = Math.max(1, Number(afterMs) || 0);
    const alarm: Alarm = { at: now + delay, number: count++, ring };
    alarms.add(alarm);
    return new VirtualTimer(() => {
      alarm.ring = undefined;
    });
  }

  const wait = <Value>(milliseconds?: number, value?: Value) =>
    new Promise<Value>((resolve) => {
      set(() => resolve(value as Value), milliseconds);
    });
  const off = (timer: unknown) => {
    if (timer instanceof VirtualTimer) timer.close();
  };
  const setRepeated = (work: (...of: unknown[]) => void, everyMs?: number, ...of: unknown[]) => {
    let current = set(again, everyMs);
    function again() {
      current = set(again, everyMs);
      work(...of);
    }
    return new VirtualTimer(() => current.close());
  };

  Object.assign(globalThis, {
    setTimeout: (work: (...of: unknown[]) => void, afterMs?: number, ...of: unknown[]) =>
      set(() => work(...of), afterMs),
    clearTimeout: off,
    setInterval: setRepeated,
    clearInterval: off,
  });
  Date.now = () => Math.floor(now);
  performance.now = () => now - startMs;
  const timers: { setTimeout: unknown } = createRequire(import.meta.url)('node:timers/promises');
  timers.setTimeout = wait;
  syncBuiltinESMExports();

  /** Resolves when nothing goes on any more until the next alarm. */
  async function settle(): Promise<void> {
    do {
      if (held.size > 0) await Promise.all(held);
      await new Promise<void>((resolve) => realImmediate(() => resolve()));
    } while (held.size > 0);
  }

  return {
    nowMs: () => now,
    wait: (milliseconds) => wait(milliseconds),
    hold(work) {
      const mark = work.then(
        () => undefined,
        () => undefined,
      );
      held.add(mark);
      void mark.then(() => held.delete(mark));
      return work;
    },
    async passUntil(isSo) {
      for (;;) {
        await settle();
        if (isSo()) return;
        const next = alarms.first();
        if (next === undefined)
          throw new Error('nothing is to happen any more: something was waited for outside this time');
        now = Math.max(now, next.at);
        // What is due at the same moment happens together.
        for (let alarm = alarms.first(); alarm !== undefined && alarm.at <= now; alarm = alarms.first()) {
          alarms.take();
          const { ring } = alarm;
          alarm.ring = undefined;
          ring?.();
        }
      }
    },
  };
}

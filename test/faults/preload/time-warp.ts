import { openSync, readSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';

// Loaded into a service before its own code: its clock and its timers follow the time that stands in a file, which the
// test turns faster, slower and ahead for every process at once. The clock of one process can besides be wrong.

const { WARP_FILE = '', CLOCK_OFFSET_MS = '0' } = process.env;
/** How soon a timer notices that time goes at another pace. */
const NOTICED_WITHIN_MS = 10;
/** The most that a timer can be set to. */
const MOST_MS = 2 ** 31 - 1;

const wall = Date.now.bind(Date);
const timers = createRequire(import.meta.url)('node:timers') as typeof import('node:timers');
const promised = createRequire(import.meta.url)('node:timers/promises') as typeof import('node:timers/promises');
const { setTimeout: realTimeout, clearTimeout: realClear, setInterval: realInterval } = timers;
const descriptor = openSync(WARP_FILE, 'r');
const bytes = Buffer.alloc(40);

/** `[count, real, virtual, pace, count]`; while it is being written, the two counts differ. */
function readState(): {
  readonly count: number;
  readonly real: number;
  readonly virtual: number;
  readonly pace: number;
} {
  for (;;) {
    readSync(descriptor, bytes, 0, 40, 0);
    const [count, real, virtual, pace, again] = [0, 8, 16, 24, 32].map((at) => bytes.readDoubleLE(at)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    if (count === again) return { count, real, virtual, pace };
  }
}

function virtualNow(): number {
  const { real, virtual, pace } = readState();
  return virtual + (wall() - real) * pace;
}

const began = virtualNow();
const RealDate = Date;
const dateNow = () => Math.floor(virtualNow() + Number(CLOCK_OFFSET_MS));

class WarpedDate extends RealDate {
  constructor(...given: readonly unknown[]) {
    if (given.length === 0) super(dateNow());
    else super(...(given as [number]));
  }
  static override now(): number {
    return dateNow();
  }
}

interface Waiting {
  due: number;
  readonly every: number | undefined;
  readonly run: () => void;
  readonly handle: NodeJS.Timeout;
  real: NodeJS.Timeout | undefined;
  isRef: boolean;
}

const waiting = new Map<NodeJS.Timeout, Waiting>();

function arm(one: Waiting): void {
  realClear(one.real);
  const left = Math.max(0, one.due - virtualNow()) / readState().pace;
  one.real = realTimeout(() => fire(one), Math.min(left, MOST_MS));
  if (!one.isRef) one.real.unref();
}

function fire(one: Waiting): void {
  if (!waiting.has(one.handle)) return;
  if (one.due - virtualNow() > 0.5) {
    arm(one);
    return;
  }
  if (one.every === undefined) waiting.delete(one.handle);
  else {
    one.due = virtualNow() + one.every;
    arm(one);
  }
  one.run();
}

function add(run: (...given: unknown[]) => void, delay: unknown, repeats: boolean, given: unknown[]): NodeJS.Timeout {
  const milliseconds = Math.max(1, Number(delay) || 1);
  // What real timers answer to is answered here as well.
  const handle = {
    ref: () => setRef(true),
    unref: () => setRef(false),
    hasRef: () => one.isRef,
    refresh() {
      one.due = virtualNow() + milliseconds;
      waiting.set(handle, one);
      arm(one);
      return handle;
    },
    close: () => clear(handle),
    [Symbol.dispose]: () => clear(handle),
    [Symbol.toPrimitive]: () => Number.NaN,
  } as unknown as NodeJS.Timeout;
  const one: Waiting = {
    due: virtualNow() + milliseconds,
    every: repeats ? milliseconds : undefined,
    run: () => run(...given),
    handle,
    real: undefined,
    isRef: true,
  };
  function setRef(isRef: boolean): NodeJS.Timeout {
    one.isRef = isRef;
    if (isRef) one.real?.ref();
    else one.real?.unref();
    return handle;
  }
  waiting.set(handle, one);
  arm(one);
  return handle;
}

function clear(handle: unknown): void {
  const one = waiting.get(handle as NodeJS.Timeout);
  if (one !== undefined) waiting.delete(one.handle);
  realClear(one === undefined ? (handle as NodeJS.Timeout) : one.real);
}

const setTimeoutWarped = (run: () => void, delay?: number, ...given: unknown[]) => add(run, delay, false, given);
const setIntervalWarped = (run: () => void, delay?: number, ...given: unknown[]) => add(run, delay, true, given);

function pause<Value>(delay?: number, value?: Value, options: { signal?: AbortSignal; ref?: boolean } = {}) {
  return new Promise<Value | undefined>((resolve, reject) => {
    const { signal, ref = true } = options;
    const stop = () => {
      clear(handle);
      reject(signal?.reason);
    };
    const handle = setTimeoutWarped(() => {
      signal?.removeEventListener('abort', stop);
      resolve(value);
    }, delay);
    if (!ref) handle.unref();
    if (signal?.aborted === true) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
}

const warped = {
  setTimeout: setTimeoutWarped,
  setInterval: setIntervalWarped,
  clearTimeout: clear,
  clearInterval: clear,
};
Object.assign(globalThis, { Date: WarpedDate, ...warped });
Object.assign(timers, warped);
Object.assign(promised, { setTimeout: pause });
syncBuiltinESMExports();
performance.now = () => virtualNow() - began;
AbortSignal.timeout = (milliseconds) => {
  const controller = new AbortController();
  const handle = setTimeoutWarped(
    () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
    milliseconds,
  );
  handle.unref();
  return controller.signal;
};

let seen = readState().count;
realInterval(() => {
  const { count } = readState();
  if (count === seen) return;
  seen = count;
  for (const one of waiting.values()) arm(one);
}, NOTICED_WITHIN_MS).unref();

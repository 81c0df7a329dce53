import { setTimeout as pause } from 'node:timers/promises';
import { storeFault } from './faults.ts';
import { judge, type Verdict } from './verdict.ts';

/** What a request came to. */
export interface Reply<Value> {
  /** What was answered; undefined where there is none (404), there is one already (409) or it is another (412). */
  readonly value: Value | undefined;
  readonly status: number;
  /** Whether an earlier attempt, whose answer is not known, may have done it. */
  readonly isPerhapsDone: boolean;
}

/** One call of the store: the requests that it makes, repeated where that helps, end together in time. */
export interface Call {
  /** Makes a request until it is answered. Rejects with a `StoreFault`. */
  ask<Value>(request: (signal: AbortSignal) => Promise<Value>): Promise<Reply<Value>>;
}

/** The part of the time that one attempt may take, so that another fits behind one that hangs. */
const PATIENCE = 0.7;
/** The least time that an attempt is worth beginning in. */
const LEAST_MS = 50;
const MOST_ATTEMPTS = 7;
const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 400;

/** A call that ends within so many milliseconds. `lost` is told when every attempt met a copy behind the session. */
export function beginCall(withinMs: number, lost: () => void = () => {}): Call {
  const began = performance.now();
  const left = () => withinMs - (performance.now() - began);

  return {
    async ask<Value>(request: (signal: AbortSignal) => Promise<Value>): Promise<Reply<Value>> {
      let isPerhapsDone = false;
      let isAlwaysBehind = true;
      for (let attempt = 1; ; attempt++) {
        try {
          const signal = AbortSignal.timeout(Math.max(1, Math.ceil(Math.min(left(), withinMs * PATIENCE))));
          return { value: await orAborted(request(signal), signal), status: 200, isPerhapsDone };
        } catch (thrown) {
          const verdict = judge(thrown);
          if (verdict.kind === 'answered') return { value: undefined, status: verdict.status, isPerhapsDone };
          if (verdict.kind === 'fault') throw verdict.fault;
          isPerhapsDone ||= verdict.isPerhapsDone;
          isAlwaysBehind &&= verdict.isBehind === true;
          const waitMs = waitBefore(attempt, verdict);
          if (attempt === MOST_ATTEMPTS || waitMs + LEAST_MS > left()) {
            if (isAlwaysBehind) lost();
            throw storeFault(verdict.fault, verdict.about);
          }
          await pause(waitMs);
        }
      }
    },
  };
}

/** The same until the signal, whose reason it then rejects with: the library waits for an identity without looking. */
function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

/** What the service asks for, or else longer each time; never the same, so that those who met part. */
function waitBefore(attempt: number, { afterMs }: Extract<Verdict, { kind: 'repeat' }>): number {
  const own = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
  return afterMs === undefined ? own : afterMs + own / 4;
}

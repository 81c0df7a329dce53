import { type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import { StoreFault } from '../../application/faults.ts';
import { storeFault } from './faults.ts';
import { type Answers, type Envelope, monotonicNow, type Outcome, type Request } from './protocol.ts';

/** Asks a worker over a port and gives up on it when it does not answer in time. */
export interface WorkerClient {
  /** Rejects with `store-slow` after `withinMs`, whatever the worker does; Infinity waits for as long as it lives. */
  ask<Op extends Request['op']>(request: Extract<Request, { op: Op }>, withinMs: number): Promise<Answers[Op]>;
  /** Resolves when the worker has ended. */
  readonly ended: Promise<void>;
}

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (fault: StoreFault) => void;
  readonly timer: NodeJS.Timeout | undefined;
}

/** A client of `worker`, whose other end of the channel is `port`. */
export function createWorkerClient(worker: Worker, port: MessagePort): WorkerClient {
  const pending = new Map<number, Pending>();
  let count = 0;
  let end: StoreFault | undefined;

  function settle(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      const asked = pending.get(outcome.number);
      if (asked === undefined) continue; // Answered too late.
      pending.delete(outcome.number);
      clearTimeout(asked.timer);
      if ('fault' in outcome) asked.reject(new StoreFault(outcome.fault.message, outcome.fault));
      else asked.resolve(outcome.answer);
    }
  }

  /** What has come but was not yet handed over, because this thread was busy, is an answer in time. */
  function settleArrived(): void {
    for (let arrived = receiveMessageOnPort(port); arrived; arrived = receiveMessageOnPort(port)) {
      settle(arrived.message);
    }
  }

  function giveUp(number: number): void {
    settleArrived();
    const asked = pending.get(number);
    pending.delete(number);
    asked?.reject(storeFault('store-slow'));
  }

  function fail(fault: StoreFault): void {
    end ??= fault;
    settleArrived();
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer);
      reject(end);
    }
    pending.clear();
    port.close();
  }

  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      fail(storeFault('store-failed', 'its thread has ended'));
      resolve();
    });
  });
  // The text of an error that nobody foresaw is left behind: it may quote a record.
  worker.on('error', (error) => fail(storeFault('store-failed', `its thread has died of ${nameOf(error)}`)));
  port.on('message', settle);

  return {
    ended,
    ask<Op extends Request['op']>(request: Extract<Request, { op: Op }>, withinMs: number): Promise<Answers[Op]> {
      return new Promise((resolve, reject) => {
        if (end !== undefined) {
          reject(end);
          return;
        }
        const number = ++count;
        const envelope: Envelope = { number, deadline: monotonicNow() + withinMs, request };
        try {
          port.postMessage(envelope);
        } catch {
          reject(storeFault('store-failed', 'not of the shape of a request'));
          return;
        }
        const timer = withinMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(giveUp, withinMs, number);
        pending.set(number, { resolve: resolve as (answer: unknown) => void, reject, timer });
      });
    },
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'something thrown';
}

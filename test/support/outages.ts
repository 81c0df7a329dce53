import { setTimeout as pause } from 'node:timers/promises';
import { StoreFault } from '../../src/application/faults.ts';
import type { RecordStore } from '../../src/application/ports.ts';

/** What the record store does to whoever asks it. */
export type Outage = 'none' | 'fails' | 'hangs' | 'is slow';

/** In milliseconds: a few calls in a row take longer than anybody waits, though none of them does. */
const SLOW_MS = 1_200;

/** A store that can be made to fail as a broken disk or a slow one does. */
export function withOutages(store: RecordStore, outage: () => Outage, asked: () => void): RecordStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || name === 'close') return value;
      return (...given: unknown[]) => {
        asked();
        if (outage() === 'hangs') return new Promise(() => undefined);
        if (outage() === 'fails') return Promise.reject(brokenStore());
        const answer = () => value.apply(target, given) as unknown;
        return outage() === 'is slow' ? pause(SLOW_MS).then(answer) : answer();
      };
    },
  });
}

function brokenStore(): StoreFault {
  return new StoreFault('the disk is broken', { code: 'store-failed', whatToDo: 'Replace it.' });
}

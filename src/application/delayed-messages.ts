import type { Registry } from '../domain/decider.ts';
import { HOUR, type Instant, later, MINUTE } from '../domain/instant.ts';
import type { StoredRecord } from '../domain/record.ts';
import { isDamage } from './faults.ts';
import { DELAYED_AFTER_ATTEMPTS, leastOwedMs } from './outbox.ts';
import type { DueRecord, RecordStore } from './ports.ts';
import type { Owed, RecordSealer } from './sealed-record.ts';

/** What a school is owed and does not get: not due, as it is tried again later, and not given up either. */
interface Delayed {
  readonly count: number;
  /** For how many milliseconds the first of them has been owed, at the least; 0 where there is none. */
  readonly oldestMs: number;
}

interface DelayedParts {
  readonly store: Pick<RecordStore, 'due' | 'get'>;
  readonly sealer: Pick<RecordSealer, 'open'>;
  readonly registry: Registry;
}

/** What is known of a school from one look to the next. */
interface Known {
  /** Until when records are not read again that owed nothing, by reference and due time. */
  readonly idle: ReadonlyMap<string, Instant>;
  /** Since when this process has seen something owed, by its id. */
  readonly since: ReadonlyMap<string, Instant>;
}

/** Nothing is tried again later than that: the longest wait of the outbox, and the most patience that a chat may ask for. */
const TRIED_WITHIN_MS = 25 * HOUR;
/** Of how many records of a school it is looked what they owe. */
const MOST_LOOKED_INTO = 500;
const READ_AT_ONCE = 8;
/** Who owed nothing a moment ago is not asked each time: a message is on its way for longer before it counts. */
const IDLE_FOR_MS = 5 * MINUTE;
/** What is owed for so long is delayed, however few attempts there were: a chat may ask to be left alone for a day. */
const LONG_OWED_MS = 5 * MINUTE;

type Waiting = Pick<Owed, 'id' | 'attempts' | 'settled' | 'notBefore'>;

/**
 * Counts what is owed and does not come through, of records of every kind, closed ones too. Goes by what stands in the
 * outbox, so that a process that has just begun knows it as well. Rejects with a `StoreFault` or `VaultFault`.
 */
export function createDelayedCounter({ store, sealer, registry }: DelayedParts) {
  const schools = new Map<string, Known>();

  /** Of a record what should have left by now; nothing of one that cannot be read, as `verify` tells of it. */
  async function owedBy({ school, id }: DueRecord, now: Instant) {
    try {
      const found = await store.get(school, id);
      if (found === undefined || found.record.outbox.length === 0) return { isIdle: true, waiting: [] };
      return { isIdle: false, waiting: await waitingIn(found, now) };
    } catch (error) {
      if (isDamage(error)) return { isIdle: false, waiting: [] };
      throw error;
    }
  }

  async function waitingIn(
    found: { readonly record: StoredRecord; readonly etag: string },
    now: Instant,
  ): Promise<readonly Waiting[]> {
    const kind = registry.get(found.record.kind);
    if (kind === undefined) return [];
    const { outbox } = await sealer.open(kind, found);
    return outbox.filter(({ message }) => (message.notBefore ?? now) <= now);
  }

  return async (school: string, now: Instant): Promise<Delayed> => {
    const before = schools.get(school);
    const idle = new Map<string, Instant>();
    const since = new Map<string, Instant>();
    const due = await store.due(later(now, TRIED_WITHIN_MS), MOST_LOOKED_INTO, [school]);
    const unknown = due.filter((one) => {
      const until = before?.idle.get(keyOf(one));
      if (until === undefined || until <= now) return true;
      idle.set(keyOf(one), until);
      return false;
    });
    let count = 0;
    let oldestMs = 0;
    for (let from = 0; from < unknown.length; from += READ_AT_ONCE) {
      const some = unknown.slice(from, from + READ_AT_ONCE);
      const owed = await Promise.all(some.map(async (one) => ({ one, ...(await owedBy(one, now)) })));
      for (const { one } of owed.filter(({ isIdle }) => isIdle)) idle.set(keyOf(one), later(now, IDLE_FOR_MS));
      for (const message of owed.flatMap(({ waiting }) => waiting)) {
        const first = before?.since.get(message.id) ?? now;
        since.set(message.id, first);
        const owedMs = Math.max(leastOwedMs(message, now), Date.parse(now) - Date.parse(first));
        if (message.settled < DELAYED_AFTER_ATTEMPTS && owedMs < LONG_OWED_MS) continue;
        count++;
        oldestMs = Math.max(oldestMs, owedMs);
      }
    }
    schools.set(school, { idle, since });
    return { count, oldestMs };
  };
}

function keyOf({ id, due }: DueRecord): string {
  return `${id} ${due}`;
}

import { createHash } from 'node:crypto';
import type { Registry } from '../domain/decider.ts';
import { HOUR, type Instant, later, MINUTE, SECOND } from '../domain/instant.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import type { Deliverer } from './deliver.ts';
import { Fault, faultCode, isDamage } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import type { Clock, DueRecord, RecordStore } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';
import { waitAtMost } from './wait-at-most.ts';

export interface DueRunnerParts {
  readonly store: RecordStore;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly schools: ReadonlyMap<string, School>;
  readonly commands: CommandHandler;
  readonly deliverer: Deliverer;
  /** This process among those that serve the store. */
  readonly replica: string;
  /** Told of a record that could not be seen to, and of a store that did not answer (without a record). */
  readonly failed: (of: { readonly record?: string; readonly code: string }) => void;
}

/** How many due records are looked at side by side. */
const BATCH = 100;
/** Where others serve the store as well, each chooses among so many times as many, and chooses others than they do. */
const CHOICE = 3;
/** What is due for longer than this comes first, whoever would choose it. */
const OVERDUE_MS = 10 * SECOND;
/** How long a record that could not be seen to is left alone. */
const AFTER_FAULT_MS = MINUTE;
/** How long one is left alone that nothing here can be done about. */
const AFTER_NOTHING_TO_DO_MS = HOUR;
/** Nobody waits longer for one record; what it needs goes on all the same. */
const RECORD_MS = MINUTE;
/**
 * For how long nothing new is taken when the store has come back: those who had a message in hand when it went away note
 * what became of it first, so that nobody sends it a second time.
 */
const AFTER_OUTAGE_MS = 10 * SECOND;
/** How far ahead an earlier process may have claimed a message, should its clock have been wrong. */
const CLAIMED_AHEAD_MS = 2 * HOUR;

/** The clock: gives the commands of deadlines that have come, and delivers what is owed. */
export function createDueRunner(parts: DueRunnerParts) {
  const { store, sealer, registry, clock, schools, commands, deliverer, replica } = parts;
  /** Records that are left alone until then. Holds no more than there are records that trouble it. */
  const leftAlone = new Map<string, Instant>();
  /** Since when the records of the last round were due: one that still is has not been helped. */
  let lastRound: ReadonlyMap<string, Instant> = new Map();
  let wasAway = false;
  let restsUntil: Instant | undefined;

  async function see(one: DueRecord): Promise<void> {
    const { school: schoolId, id } = one;
    const school = schools.get(schoolId);
    if (school === undefined) throw nothingToDo('unknown-school');
    const found = await store.get(schoolId, id);
    // Another process may have seen to it since it was listed.
    if (found === undefined || found.record.due === null || found.record.due > clock.now()) return;
    if (lastRound.get(keyOf(one)) === found.record.due)
      throw new Fault('a record stays due', { code: 'stays-due', whatToDo: '' });
    const workflow = registry.get(found.record.kind);
    if (workflow === undefined) throw nothingToDo('unknown-kind');
    const { state } = await sealer.open(workflow, found);
    const now = clock.now();
    for (const { at, command, data } of workflow.deadlines(state)) {
      if (at > now) continue;
      const of = { school, reference: id, type: command, data, deadline: at };
      await commands.handle({ ...of, id: `deadline ${command} ${at} after ${found.etag}`, by: theClock });
    }
    await deliverer.deliver({ school: schoolId, reference: id });
  }

  async function seeInTime(one: DueRecord): Promise<void> {
    try {
      await waitAtMost(RECORD_MS, see(one), tooSlow);
    } catch (error) {
      const pause =
        error instanceof Fault && nothingToDoCodes.includes(error.code) ? AFTER_NOTHING_TO_DO_MS : AFTER_FAULT_MS;
      leftAlone.set(keyOf(one), later(clock.now(), pause));
      parts.failed({ record: one.id, code: faultCode(error) });
    }
  }

  /** A record that cannot be read does not keep the others waiting. */
  async function releaseOne({ school, id }: DueRecord): Promise<void> {
    try {
      await deliverer.release({ school, reference: id });
    } catch (error) {
      if (!isDamage(error)) throw error;
      parts.failed({ record: id, code: faultCode(error) });
    }
  }

  /** Sees to everything that is due, each record once. */
  async function seeToAll(now: Instant): Promise<void> {
    for (const [key, until] of leftAlone) if (until <= now) leftAlone.delete(key);
    const seen = new Set<string>();
    const stillDue = new Map<string, Instant>();
    const isFresh = (one: DueRecord) => !leftAlone.has(keyOf(one)) && !seen.has(keyOf(one));
    const most = store.sole ? BATCH : BATCH * CHOICE;
    for (;;) {
      const due = await store.due(now, most + leftAlone.size + seen.size);
      const fresh = due.filter(isFresh);
      const batch = (store.sole ? fresh : inOrderOf(replica, fresh, now)).slice(0, BATCH);
      if (batch.length === 0) break;
      for (const one of batch) {
        seen.add(keyOf(one));
        stillDue.set(keyOf(one), one.due);
      }
      await Promise.all(batch.map(seeInTime));
    }
    lastRound = stillDue;
  }

  /** Whether the store has just come back, and others are to be let go first. */
  async function isToRest(): Promise<boolean> {
    if (wasAway) {
      await store.due(clock.now(), 1);
      restsUntil = later(clock.now(), AFTER_OUTAGE_MS);
      wasAway = false;
    }
    return !store.sole && restsUntil !== undefined && clock.now() < restsUntil;
  }

  return {
    /**
     * Makes what an earlier process had claimed free again. Only at the start, before anything is taken, and only where
     * this process alone serves the store.
     */
    async release(): Promise<void> {
      const until = later(clock.now(), CLAIMED_AHEAD_MS);
      const seen = new Set<string>();
      for (;;) {
        const due = await store.due(until, BATCH + seen.size);
        const batch = due.filter((one) => !seen.has(keyOf(one)));
        if (batch.length === 0) return;
        for (const one of batch) {
          seen.add(keyOf(one));
          await releaseOne(one);
        }
      }
    },

    /** One round. Rejects when the store cannot be asked. */
    async run(): Promise<void> {
      try {
        const rests = await isToRest();
        await waitAtMost(RECORD_MS, deliverer.resume(), tooSlow).catch(() => undefined);
        if (!rests) await seeToAll(clock.now());
      } catch (error) {
        wasAway = true;
        throw error;
      }
    },
  };
}

function keyOf({ school, id }: DueRecord): string {
  return `${school} ${id}`;
}

/** Each process begins elsewhere, so that they do not all go for the same records; what waits for long comes first. */
function inOrderOf(replica: string, due: readonly DueRecord[], now: Instant): readonly DueRecord[] {
  const placeOf = (one: DueRecord) =>
    createHash('sha256')
      .update(`${replica} ${keyOf(one)}`)
      .digest('hex');
  const isOverdue = (one: DueRecord) => later(one.due, OVERDUE_MS) <= now;
  const placed = due.map((one) => ({ one, place: `${isOverdue(one) ? 0 : 1} ${placeOf(one)}` }));
  return placed.toSorted((a, b) => (a.place < b.place ? -1 : 1)).map(({ one }) => one);
}

function tooSlow(): Fault {
  return new Fault('a record takes long', { code: 'due-slow', whatToDo: '' });
}

const nothingToDoCodes: readonly string[] = ['unknown-school', 'unknown-kind'];

function nothingToDo(code: 'unknown-school' | 'unknown-kind'): Fault {
  return new Fault('a record belongs to a school or a kind that is not set up here', {
    code,
    whatToDo: 'Put its school file back, or start the version that knows its kind.',
  });
}

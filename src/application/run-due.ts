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
  /** Told of a record that could not be seen to, and of a store that did not answer (without a record). */
  readonly failed: (of: { readonly record?: string; readonly code: string }) => void;
}

/** How many due records are looked at side by side. */
const BATCH = 100;
/** How long a record that could not be seen to is left alone. */
const AFTER_FAULT_MS = MINUTE;
/** How long one is left alone that nothing here can be done about. */
const AFTER_NOTHING_TO_DO_MS = HOUR;
/** Nobody waits longer for one record; what it needs goes on all the same. */
const RECORD_MS = MINUTE;
/** How far ahead an earlier process may have claimed a message, should its clock have been wrong. */
const CLAIMED_AHEAD_MS = 2 * HOUR;

/** The clock: gives the commands of deadlines that have come, and delivers what is owed. */
export function createDueRunner(parts: DueRunnerParts) {
  const { store, sealer, registry, clock, schools, commands, deliverer } = parts;
  /** Records that are left alone until then. Holds no more than there are records that trouble it. */
  const leftAlone = new Map<string, Instant>();
  /** Since when the records of the last round were due: one that still is has not been helped. */
  let lastRound: ReadonlyMap<string, Instant> = new Map();

  async function see({ school: schoolId, id }: DueRecord): Promise<void> {
    const school = schools.get(schoolId);
    if (school === undefined) throw nothingToDo('unknown-school');
    const found = await store.get(schoolId, id);
    if (found === undefined) return;
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
      if (lastRound.get(keyOf(one)) === one.due)
        throw new Fault('a record stays due', { code: 'stays-due', whatToDo: '' });
      await waitAtMost(RECORD_MS, see(one), () => new Fault('a record takes long', { code: 'due-slow', whatToDo: '' }));
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

    /** Sees to everything that is due, each record once. */
    async run(): Promise<void> {
      const now = clock.now();
      for (const [key, until] of leftAlone) if (until <= now) leftAlone.delete(key);
      const seen = new Set<string>();
      const stillDue = new Map<string, Instant>();
      const isFresh = (one: DueRecord) => !leftAlone.has(keyOf(one)) && !seen.has(keyOf(one));
      for (;;) {
        const limit = BATCH + leftAlone.size + seen.size;
        const due = await store.due(now, limit);
        const batch = due.filter(isFresh).slice(0, BATCH);
        if (batch.length === 0) break;
        for (const one of batch) {
          seen.add(keyOf(one));
          stillDue.set(keyOf(one), one.due);
        }
        await Promise.all(batch.map(seeInTime));
      }
      lastRound = stillDue;
    },
  };
}

export type DueRunner = ReturnType<typeof createDueRunner>;

function keyOf({ school, id }: DueRecord): string {
  return `${school} ${id}`;
}

const nothingToDoCodes: readonly string[] = ['unknown-school', 'unknown-kind'];

function nothingToDo(code: 'unknown-school' | 'unknown-kind'): Fault {
  return new Fault('a record belongs to a school or a kind that is not set up here', {
    code,
    whatToDo: 'Put its school file back, or start the version that knows its kind.',
  });
}

/** How long stopping waits for the round under way. */
const STOP_MS = 3 * SECOND;

/** Runs the clock every second until it is stopped; one round at a time. */
export function startClockwork(runner: Pick<DueRunner, 'run'>, failed: DueRunnerParts['failed'], everyMs = SECOND) {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  const tick = () => {
    round = runner
      .run()
      .catch((error: unknown) => failed({ code: faultCode(error) }))
      .finally(() => {
        if (!isStopped) timer = setTimeout(tick, everyMs);
      });
  };
  tick();
  return {
    /** Resolves when the round under way has ended, or will not end in time: what it leaves is done after the start. */
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(timer);
      await waitAtMost(STOP_MS, round, () => new Fault('a round goes on', { code: 'round-slow', whatToDo: '' })).catch(
        (error: unknown) => failed({ code: faultCode(error) }),
      );
    },
  };
}

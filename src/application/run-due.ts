import { createHash } from 'node:crypto';
import type { Registry } from '../domain/decider.ts';
import { HOUR, type Instant, later, MINUTE, SECOND } from '../domain/instant.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import type { Deliverer } from './deliver.ts';
import { Fault, faultCode, isDamage, StoreFault } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import { isForChat } from './owed-message.ts';
import type { Clock, DueRecord, RecordStore } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';
import { createSideBySide } from './side-by-side.ts';
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

/** How many due records are looked at, and how many are delivered, side by side; so many more where they hang. */
const BATCH = 100;
const SLOW_MS = 2 * SECOND;
const MOST_IN_ALL = 1_000;
/** Where others serve the store as well, each chooses among so many times as many, and chooses others than they do. */
const CHOICE = 3;
/** What is due for longer than this comes first, whoever would choose it. */
const OVERDUE_MS = 10 * SECOND;
/** How long a record that could not be seen to is left alone. */
const AFTER_FAULT_MS = MINUTE;
/** How long, when it was only that the store did not answer. */
const AFTER_STORE_FAULT_MS = 3 * SECOND;
/** How long one is left alone that nothing here can be done about, and how often what is of no school is told of. */
const AFTER_NOTHING_TO_DO_MS = HOUR;
/** What takes longer for one record is told of; it goes on all the same. */
const RECORD_MS = MINUTE;
/**
 * For how long what another process has begun is left to it when the store has come back: it notes what became of it
 * first, so that nobody sends it a second time.
 */
const AFTER_OUTAGE_MS = 10 * SECOND;
/** After a shorter outage no more often than this, or a store that fails now and then would keep it waiting for ever. */
const REST_AGAIN_MS = MINUTE;
/** How far ahead an earlier process may have claimed a message, should its clock have been wrong. */
const CLAIMED_AHEAD_MS = 2 * HOUR;

/** The clock: gives the commands of deadlines that have come, and delivers what is owed. */
export function createDueRunner(parts: DueRunnerParts) {
  const { store, sealer, registry, clock, schools, commands, deliverer, replica } = parts;
  /** Records that are left alone until then. Holds no more than there are records that trouble it. */
  const leftAlone = new Map<string, Instant>();
  /** Since when records were due that were then seen to without a fault: one that still is has not been helped. */
  const seenTo = new Map<string, Instant>();
  const sideBySide = { most: BATCH, slowMs: SLOW_MS, mostInAll: MOST_IN_ALL };
  // Two of them, as a deadline is one write, and a delivery may hang as long as a chat does.
  const looks = createSideBySide(sideBySide);
  const deliveries = createSideBySide(sideBySide);
  const lookedAt = new Set<string>();
  const delivered = new Set<string>();
  const underWay = new Set<Promise<void>>();
  let wasAway = false;
  let answeredAt: Instant | undefined;
  let restedAt: Instant | undefined;
  let strangersSeenAt: Instant | undefined;

  function follow(work: Promise<void>): void {
    const followed: Promise<void> = work.finally(() => underWay.delete(followed));
    underWay.add(followed);
  }

  /** Does it for this record; what goes wrong is told of, and the record then left alone. Whether nothing did. */
  async function tried(one: DueRecord, work: () => Promise<void>): Promise<boolean> {
    const working = work();
    try {
      await waitAtMost(RECORD_MS, working, tooSlow);
      return true;
    } catch (error) {
      leftAlone.set(keyOf(one), later(clock.now(), pauseAfter(error)));
      parts.failed({ record: one.id, code: faultCode(error) });
      await working.catch(() => undefined);
      return false;
    }
  }

  /** Gives the commands of a record's deadlines, then has it delivered; that, nobody waits for. */
  async function see(one: DueRecord): Promise<void> {
    const { school: schoolId, id } = one;
    const school = schools.get(schoolId);
    if (school === undefined) return;
    const found = await store.get(schoolId, id);
    // Another process may have seen to it since it was listed.
    if (found === undefined || found.record.due === null || found.record.due > clock.now()) return;
    if (seenTo.get(keyOf(one)) === found.record.due)
      throw new Fault('a record stays due', { code: 'stays-due', whatToDo: '' });
    const workflow = registry.get(found.record.kind);
    if (workflow === undefined) throw unknownKind();
    const { state, outbox } = await sealer.open(workflow, found);
    const owesRecords = !outbox.every(isForChat);
    const faults: unknown[] = [];
    try {
      const now = clock.now();
      for (const { at, command, data } of workflow.deadlines(state)) {
        if (at > now) continue;
        const of = { school, reference: id, type: command, data, deadline: at };
        const given = commands.handle({ ...of, id: `deadline ${command} ${at} after ${found.etag}`, by: theClock });
        await given.catch((error: unknown) => faults.push(error));
      }
    } catch (error) {
      faults.push(error);
    }
    // One that cannot be given keeps neither the others nor the messages.
    beginDelivery(one, { owesRecords, wasDue: faults.length === 0 ? found.record.due : undefined });
    if (faults.length > 0) throw faults[0];
  }

  /**
   * Has a record delivered; where that is under way and a chat holds it up, what it owes to other records alone. `wasDue`
   * is since when it was due, where nothing may be left of that then.
   */
  function beginDelivery(
    one: DueRecord,
    { owesRecords, wasDue }: { readonly owesRecords: boolean; readonly wasDue: Instant | undefined },
  ): void {
    const onlyRecords = owesRecords && delivered.has(keyOf(one));
    const key = onlyRecords ? `${keyOf(one)} records` : keyOf(one);
    if (delivered.has(key)) return;
    delivered.add(key);
    const of = { school: one.school, reference: one.id, owesRecords, onlyRecords };
    const deliver = () =>
      tried(one, async () => {
        await deliverer.deliver(of);
      });
    const rested = deliverer.rests();
    follow(
      deliveries(deliver).then((isDone) => {
        delivered.delete(key);
        if (isDone && wasDue !== undefined && !rested && !onlyRecords) seenTo.set(key, wasDue);
      }),
    );
  }

  function beginLook(one: DueRecord): void {
    const key = keyOf(one);
    if (lookedAt.has(key)) return;
    lookedAt.add(key);
    follow(looks(() => tried(one, () => see(one))).then(() => void lookedAt.delete(key)));
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

  /** Begins to see to everything that is due, each record once. */
  async function seeToAll(now: Instant): Promise<void> {
    for (const [key, until] of leftAlone) if (until <= now) leftAlone.delete(key);
    const listed = new Set<string>();
    const isFresh = (one: DueRecord) => !leftAlone.has(keyOf(one)) && !listed.has(keyOf(one));
    const most = store.sole ? BATCH : BATCH * CHOICE;
    for (;;) {
      const due = await store.due(now, most + leftAlone.size + listed.size, [...schools.keys()]);
      isThere();
      const fresh = due.filter(isFresh);
      const batch = (store.sole ? fresh : inOrderOf(replica, fresh, now)).slice(0, BATCH);
      if (batch.length === 0) break;
      for (const one of batch) {
        listed.add(keyOf(one));
        beginLook(one);
      }
    }
    for (const key of seenTo.keys()) if (!listed.has(key)) seenTo.delete(key);
    if (strangersSeenAt === undefined || later(strangersSeenAt, AFTER_NOTHING_TO_DO_MS) <= now)
      await tellOfStrangers(now);
  }

  /** Tells of what is due and belongs to no school that is set up here, so that it is not forgotten. */
  async function tellOfStrangers(now: Instant): Promise<void> {
    const due = await store.due(now, MOST_IN_ALL);
    strangersSeenAt = now;
    for (const { school, id } of due) if (!schools.has(school)) parts.failed({ record: id, code: 'unknown-school' });
  }

  /** The store has answered. */
  function isThere(): void {
    if (wasAway) leaveToOthers();
    wasAway = false;
    answeredAt = clock.now();
  }

  /** Leaves alone for a while what others have begun, if they may not have been able to note what became of it. */
  function leaveToOthers(): void {
    const now = clock.now();
    const isOver = (since: Instant | undefined, forMs: number) => since === undefined || later(since, forMs) <= now;
    if (store.sole || !(isOver(answeredAt, AFTER_OUTAGE_MS) || isOver(restedAt, REST_AGAIN_MS))) return;
    restedAt = now;
    deliverer.rest(later(now, AFTER_OUTAGE_MS));
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

    /** Begins one round: what is left in the middle, then what has come due. Rejects when the store cannot be asked. */
    async run(): Promise<void> {
      if (wasAway) leaveToOthers();
      follow(deliverer.resume());
      try {
        await seeToAll(clock.now());
      } catch (error) {
        wasAway = true;
        leaveToOthers();
        throw error;
      }
    },

    /** Resolves when nothing that was begun by any round is under way any more. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
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

/** How long to leave a record alone that could not be seen to, in milliseconds. */
function pauseAfter(error: unknown): number {
  if (error instanceof Fault && error.code === UNKNOWN_KIND) return AFTER_NOTHING_TO_DO_MS;
  return error instanceof StoreFault && !isDamage(error) ? AFTER_STORE_FAULT_MS : AFTER_FAULT_MS;
}

function tooSlow(): Fault {
  return new Fault('a record takes long', { code: 'due-slow', whatToDo: '' });
}

const UNKNOWN_KIND = 'unknown-kind';

function unknownKind(): Fault {
  return new Fault('a record is of a kind that is not known here', {
    code: UNKNOWN_KIND,
    whatToDo: 'Start the version that knows its kind.',
  });
}

import { setImmediate as others } from 'node:timers/promises';
import type { Measured, Registry, Workflow } from '../domain/decider.ts';
import { type Instant, later, MINUTE } from '../domain/instant.ts';
import type { RecordSummary } from '../domain/record.ts';
import type { School } from '../domain/school.ts';
import { createDelayedCounter } from './delayed-messages.ts';
import { isDamage } from './faults.ts';
import type { Clock, RecordPage, RecordStore } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';

/** How one school's records stand: figures alone. */
export interface SchoolMeasures {
  readonly school: string;
  /**
   * For how many milliseconds the record has been due that is due the longest: a message to deliver or a deadline that no
   * process has taken up. What one has in hand, or tries again later, is not due meanwhile, and may be delayed. 0 where
   * nothing is.
   */
  readonly oldestDueMs: number;
  /** How much is owed that was tried in vain, or for minutes, and has not come through: of all records, closed ones too. */
  readonly delayed: number;
  /** For how many milliseconds the first of it has been owed, at the least; 0 where nothing is delayed. */
  readonly oldestDelayedMs: number;
  /** Messages of open concerns, requests, blocks and jobs that can never be delivered. */
  readonly parked: number;
  /** How many milliseconds ago that was counted: up to ten minutes, as it takes reading every open record. */
  readonly parkedAgoMs: number;
  /** For how many milliseconds the urgent concern has waited that nobody has acknowledged for the longest; 0 where none does. */
  readonly oldestUrgentMs: number;
  /** How many urgent concerns wait for somebody to acknowledge them. */
  readonly urgentWaiting: number;
  /** How many of them have waited for longer than until the last reminder that the school has for what is so urgent. */
  readonly urgentOverdue: number;
}

/** Gives how every school's records stand now; whoever asks `afresh` has all counted that was not within the last minute. */
export type Measure = (how?: { readonly afresh: boolean }) => Promise<readonly SchoolMeasures[]>;

export interface MeasuresParts {
  readonly store: Pick<RecordStore, 'due' | 'get' | 'query'>;
  readonly sealer: Pick<RecordSealer, 'open' | 'openState'>;
  readonly registry: Registry;
  readonly schools: ReadonlyMap<string, School>;
  readonly clock: Pick<Clock, 'now'>;
}

/** How many records of a school and kind are asked for in one go. */
export const LOOKED_AT_ONCE = 200;
/** What is due for so short a time is in no process's hands yet, as all look every second or two. */
const JUST_DUE_MS = 5_000;
/** Of how many records at once the school is asked that is due the longest. */
const DUE_AT_ONCE = 100;
/** How many records are opened before others have their turn: a few milliseconds of them. */
const OPENED_AT_ONCE = 20;
/** How old what is said of parked messages may be; and how old, where somebody has just asked. */
const PARKED_FOR_MS = 10 * MINUTE;
const PARKED_AFRESH_MS = MINUTE;

type Kind = Workflow<unknown, unknown>;
type Urgent = NonNullable<ReturnType<NonNullable<Measured<unknown>['urgent']>['waits']>>;

/** How many messages of a school can never be delivered, and when that was counted. */
interface Parked {
  readonly at: Instant;
  readonly count: number;
}

/**
 * Measures how every school's records stand now. Reads what is due and what is open, never what is closed; who asks while
 * it measures is given the same. Rejects with a `StoreFault` or `VaultFault`.
 */
export function createMeasures(parts: MeasuresParts): Measure {
  const { store, sealer, registry, schools, clock } = parts;
  const delayedOf = createDelayedCounter(parts);
  const parked = new Map<string, Parked>();
  let underWay: Promise<readonly SchoolMeasures[]> | undefined;

  async function measure(parkedForMs: number): Promise<readonly SchoolMeasures[]> {
    const now = clock.now();
    const ids = [...schools.keys()];
    const due = await oldestDue(ids, later(now, -JUST_DUE_MS));
    const measures: SchoolMeasures[] = [];
    for (const [school, { reminders }] of [...schools]) {
      const urgent = await urgentOf(school);
      const delayed = await delayedOf(school, now);
      const undelivered = await parkedOf(school, now, parkedForMs);
      measures.push({
        school,
        oldestDueMs: msSince(due.get(school), now),
        delayed: delayed.count,
        oldestDelayedMs: delayed.oldestMs,
        parked: undelivered.count,
        parkedAgoMs: msSince(undelivered.at, now),
        oldestUrgentMs: Math.max(0, ...urgent.map(({ since }) => msSince(since, now))),
        urgentWaiting: urgent.length,
        urgentOverdue: urgent.filter(
          ({ since, urgency }) => msSince(since, now) > Math.max(...reminders[urgency]) * MINUTE,
        ).length,
      });
    }
    for (const school of parked.keys()) if (!schools.has(school)) parked.delete(school);
    return measures;
  }

  /** Since when what is due the longest has been due, by school. One question tells all where little is due. */
  async function oldestDue(ids: readonly string[], at: Instant): Promise<ReadonlyMap<string, Instant>> {
    const first = await store.due(at, DUE_AT_ONCE, ids);
    const oldest = new Map<string, Instant>();
    for (const { school, due } of first) if (!oldest.has(school)) oldest.set(school, due);
    if (first.length < DUE_AT_ONCE) return oldest;
    for (const school of ids) {
      if (oldest.has(school)) continue;
      const [one] = await store.due(at, 1, [school]);
      if (one !== undefined) oldest.set(school, one.due);
    }
    return oldest;
  }

  /** Since when each urgent record waits that does, and how urgent it is, in no order. */
  async function urgentOf(school: string): Promise<readonly Urgent[]> {
    const waiting: Urgent[] = [];
    for (const kind of registry.values()) {
      const urgent = kind.measured?.urgent;
      if (urgent === undefined) continue;
      await eachOpen(school, kind, urgent.statuses, (state) => {
        const waits = urgent.waits(state);
        if (waits !== undefined) waiting.push(waits);
      });
    }
    return waiting;
  }

  async function parkedOf(school: string, now: Instant, forMs: number): Promise<Parked> {
    const known = parked.get(school);
    if (known !== undefined && later(known.at, forMs) > now) return known;
    let count = 0;
    for (const kind of registry.values()) {
      const { measured } = kind;
      if (measured === undefined) continue;
      await eachOpen(school, kind, measured.open, (state) => {
        count += measured.parked(state);
      });
    }
    const counted = { at: now, count };
    parked.set(school, counted);
    return counted;
  }

  /**
   * The states of all of a school's records of a kind at these statuses: what was reported last may be what is urgent. One
   * that cannot be read is passed over.
   */
  async function eachOpen(
    school: string,
    kind: Kind,
    statuses: readonly string[],
    see: (state: unknown) => void,
  ): Promise<void> {
    const asked = {
      school,
      kind: kind.id,
      statuses,
      order: 'oldest-first',
      limit: LOOKED_AT_ONCE,
      tolerant: true,
    } as const;
    let after: string | undefined;
    do {
      const page: RecordPage = await store.query({ ...asked, ...(after === undefined ? {} : { after }) });
      for (const [index, record] of page.records.entries()) {
        const state = await stateOf(kind, record);
        if (state !== undefined) see(state);
        // Whoever opens a form meanwhile does not wait for all of them.
        if (index % OPENED_AT_ONCE === OPENED_AT_ONCE - 1) await others();
      }
      after = page.next;
    } while (after !== undefined);
  }

  async function stateOf(kind: Kind, record: RecordSummary): Promise<unknown> {
    try {
      return await sealer.openState(kind, record);
    } catch (error) {
      // `verify` tells of it; no figure is to be missing because of one damaged record.
      if (isDamage(error)) return undefined;
      throw error;
    }
  }

  return async ({ afresh } = { afresh: false }) => {
    underWay ??= measure(afresh ? PARKED_AFRESH_MS : PARKED_FOR_MS).finally(() => {
      underWay = undefined;
    });
    return await underWay;
  };
}

function msSince(at: Instant | undefined, now: Instant): number {
  return at === undefined ? 0 : Math.max(0, Date.parse(now) - Date.parse(at));
}

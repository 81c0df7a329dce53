import { setImmediate as others } from 'node:timers/promises';
import type { Registry, Workflow } from '../domain/decider.ts';
import { type Instant, later, MINUTE } from '../domain/instant.ts';
import type { RecordSummary } from '../domain/record.ts';
import type { School } from '../domain/school.ts';
import { isDamage } from './faults.ts';
import type { Clock, RecordStore } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';

/** How one school's records stand: figures alone. */
export interface SchoolMeasures {
  readonly school: string;
  /**
   * For how many milliseconds the record has been due that is due the longest: a message to deliver or a deadline that no
   * process has taken up. What one has in hand, or tries again later, is not due meanwhile. 0 where nothing is.
   */
  readonly oldestDueMs: number;
  /** Messages of open cases, requests and jobs that can never be delivered; up to ten minutes old. */
  readonly parked: number;
  /** For how many milliseconds the urgent concern has waited that nobody has acknowledged for the longest; 0 where none does. */
  readonly oldestUrgentMs: number;
  /** How many urgent concerns wait for somebody to acknowledge them. */
  readonly urgentWaiting: number;
}

export interface MeasuresParts {
  readonly store: Pick<RecordStore, 'due' | 'query'>;
  readonly sealer: Pick<RecordSealer, 'openState'>;
  readonly registry: Registry;
  readonly schools: ReadonlyMap<string, School>;
  readonly clock: Pick<Clock, 'now'>;
}

/** How many records of a school and kind are looked at for one figure: more than anybody has open. */
export const MOST_LOOKED_AT = 200;
/** What is due for so short a time is in no process's hands yet, as all look every second or two. */
const JUST_DUE_MS = 5_000;
/** Of how many records at once the school is asked that is due the longest. */
const DUE_AT_ONCE = 100;
/** How many records are opened before others have their turn: a few milliseconds of them. */
const OPENED_AT_ONCE = 20;
/** How old what is said of parked messages may be: it takes reading every open record. */
const PARKED_FOR_MS = 10 * MINUTE;

type Kind = Workflow<unknown, unknown>;

/**
 * Measures how every school's records stand now. Reads what is due and what is open, never what is closed; who asks while
 * it measures is given the same. Rejects with a `StoreFault` or `VaultFault`.
 */
export function createMeasures(parts: MeasuresParts): () => Promise<readonly SchoolMeasures[]> {
  const { store, sealer, registry, schools, clock } = parts;
  const parked = new Map<string, { readonly until: Instant; readonly count: number }>();
  let underWay: Promise<readonly SchoolMeasures[]> | undefined;

  async function measure(): Promise<readonly SchoolMeasures[]> {
    const now = clock.now();
    const ids = [...schools.keys()];
    const due = await oldestDue(ids, later(now, -JUST_DUE_MS));
    const measures: SchoolMeasures[] = [];
    for (const school of ids) {
      const since = await urgentSince(school);
      measures.push({
        school,
        oldestDueMs: msSince(due.get(school), now),
        parked: await parkedOf(school, now),
        oldestUrgentMs: msSince(since.toSorted()[0], now),
        urgentWaiting: since.length,
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

  /** Since when each urgent record waits that does, in no order. */
  async function urgentSince(school: string): Promise<readonly Instant[]> {
    const since: Instant[] = [];
    for (const kind of registry.values()) {
      const urgent = kind.measured?.urgent;
      if (urgent === undefined) continue;
      await eachOpen(school, kind, urgent.statuses, (state) => {
        const at = urgent.since(state);
        if (at !== undefined) since.push(at);
      });
    }
    return since;
  }

  async function parkedOf(school: string, now: Instant): Promise<number> {
    const known = parked.get(school);
    if (known !== undefined && known.until > now) return known.count;
    let count = 0;
    for (const kind of registry.values()) {
      const { measured } = kind;
      if (measured === undefined) continue;
      await eachOpen(school, kind, measured.open, (state) => {
        count += measured.parked(state);
      });
    }
    parked.set(school, { until: later(now, PARKED_FOR_MS), count });
    return count;
  }

  /** The states of a school's records of a kind at these statuses, the oldest first. One that cannot be read is passed over. */
  async function eachOpen(
    school: string,
    kind: Kind,
    statuses: readonly string[],
    see: (state: unknown) => void,
  ): Promise<void> {
    const { records } = await store.query({
      school,
      kind: kind.id,
      statuses,
      order: 'oldest-first',
      limit: MOST_LOOKED_AT,
      tolerant: true,
    });
    for (const [index, record] of records.entries()) {
      const state = await stateOf(kind, record);
      if (state !== undefined) see(state);
      // Whoever opens a form meanwhile does not wait for all of them.
      if (index % OPENED_AT_ONCE === OPENED_AT_ONCE - 1) await others();
    }
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

  return async () => {
    underWay ??= measure().finally(() => {
      underWay = undefined;
    });
    return await underWay;
  };
}

function msSince(at: Instant | undefined, now: Instant): number {
  return at === undefined ? 0 : Math.max(0, Date.parse(now) - Date.parse(at));
}

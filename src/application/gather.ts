import { isDeepStrictEqual } from 'node:util';
import type { Registry, Workflow } from '../domain/decider.ts';
import type { Gathered, Gathering, SharedRecord } from '../domain/gathering.ts';
import { SECOND } from '../domain/instant.ts';
import type { RecordSummary } from '../domain/record.ts';
import type { School } from '../domain/school.ts';
import { faultCode, isDamage } from './faults.ts';
import { createMembersReader, type MembersReaderParts } from './gather-members.ts';
import type { RecordPage, RecordQuery, RecordStore, Vault } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';

export interface GathererParts extends MembersReaderParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
}

/** Who the answer is for. */
export interface GatheredFor {
  readonly school: School;
  /** True where nobody waits at the screen: what one record shares may then be a second old. */
  readonly isForClock: boolean;
}

/** For how long what one record shares is given to commands of the clock: a campaign's wording goes out to thousands. */
const SHARED_FOR_MS = SECOND;
const MOST_KEPT = 100;

/** What one record shares, and for how long that is known. */
interface Known {
  readonly record: Promise<SharedRecord | undefined>;
  readonly ageMs: () => number;
}

/**
 * Reads what a command has to know of elsewhere. Gives of other records what their workflow shares and no more. Rejects
 * with a `Fault` where it cannot be had, so that nothing is decided on half of it.
 */
export function createGatherer(parts: GathererParts) {
  const { store, vault, sealer, registry, clock } = parts;
  const members = createMembersReader(parts);
  const known = new Map<string, Known>();

  async function sharedBy(
    workflow: Workflow<unknown, unknown>,
    record: RecordSummary,
  ): Promise<SharedRecord | undefined> {
    const shared = workflow.shares?.(await sealer.openState(workflow, record));
    return shared === undefined ? undefined : { reference: record.id, status: record.status, shared };
  }

  async function one(school: School, workflow: string, reference: string): Promise<SharedRecord | undefined> {
    const of = registry.get(workflow);
    const found = await store.get(school.id, reference);
    return of === undefined || found?.record.kind !== workflow ? undefined : await sharedBy(of, found.record);
  }

  /** The same for all who ask within a second. */
  function oneForClock(school: School, workflow: string, reference: string): Promise<SharedRecord | undefined> {
    const key = JSON.stringify([school.id, workflow, reference]);
    const before = known.get(key);
    if (before !== undefined && before.ageMs() < SHARED_FOR_MS) return before.record;
    const fresh: Known = { ageMs: clock.stopwatch(), record: one(school, workflow, reference) };
    fresh.record.catch(() => known.get(key) === fresh && known.delete(key));
    known.delete(key);
    known.set(key, fresh);
    const [oldest] = known.keys();
    if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
    return fresh.record;
  }

  /** A page of them. The mark that a press brings may be one that no page gave: then it is the first. */
  async function page(query: RecordQuery, isForClock: boolean): Promise<RecordPage> {
    try {
      return await store.query(query);
    } catch (error) {
      const { after, ...first } = query;
      if (after === undefined || isForClock || faultCode(error) !== 'store-failed') throw error;
      return await store.query(first);
    }
  }

  async function records(asked: Extract<Gathering, { kind: 'records' }>, of: GatheredFor): Promise<Gathered> {
    const { school } = of;
    const workflow = registry.get(asked.workflow);
    if (workflow === undefined) return { kind: 'records', records: [], isWhole: true };
    const query = {
      school: school.id,
      kind: workflow.id,
      token: await vault.token(school.id, asked.findBy),
      order: 'oldest-first',
      limit: asked.most,
      tolerant: true,
      ...(asked.statuses === undefined ? {} : { statuses: asked.statuses }),
      ...(asked.after === undefined ? {} : { after: asked.after }),
    } as const;
    const found = await page(query, of.isForClock);
    const read: SharedRecord[] = [];
    let isWhole = found.unreadable === undefined;
    for (const summary of found.records) {
      try {
        const shared = await sharedBy(workflow, summary);
        if (shared !== undefined) read.push(shared);
      } catch (error) {
        if (!isDamage(error)) throw error;
        isWhole = false;
      }
    }
    return { kind: 'records', records: read, isWhole, ...(found.next === undefined ? {} : { next: found.next }) };
  }

  async function matches(asked: Extract<Gathering, { kind: 'matches' }>, { school }: GatheredFor): Promise<Gathered> {
    const workflow = registry.get(asked.workflow);
    if (workflow === undefined) return { kind: 'matches', records: [], isWhole: true };
    const found = new Map<string, { summary: RecordSummary; foundBy: string[] }>();
    let isWhole = true;
    for (const text of new Set(asked.findBy)) {
      const token = await vault.token(school.id, text);
      const query = { school: school.id, kind: workflow.id, token, order: 'newest-first', limit: asked.most } as const;
      const { records: page, unreadable, next } = await store.query({ ...query, tolerant: true });
      if (unreadable !== undefined || next !== undefined) isWhole = false;
      for (const summary of page) {
        const before = found.get(summary.id);
        found.set(summary.id, { summary, foundBy: [...(before?.foundBy ?? []), text] });
      }
    }
    const read: (SharedRecord & { foundBy: string[] })[] = [];
    for (const { summary, foundBy } of found.values()) {
      try {
        const shared = await sharedBy(workflow, summary);
        if (shared !== undefined) read.push({ ...shared, foundBy });
      } catch (error) {
        if (!isDamage(error)) throw error;
        isWhole = false;
      }
    }
    return { kind: 'matches', records: read, isWhole };
  }

  return async (asked: Gathering, of: GatheredFor): Promise<Gathered> => {
    const { school, isForClock } = of;
    switch (asked.kind) {
      case 'members':
        return await members(school, asked);
      case 'counts': {
        const token = await vault.token(school.id, asked.findBy);
        return { kind: 'counts', counts: await store.count({ school: school.id, kind: asked.workflow, token }) };
      }
      case 'records':
        return await records(asked, of);
      case 'matches':
        return await matches(asked, of);
      case 'record': {
        const read = isForClock ? oneForClock : one;
        const record = await read(school, asked.workflow, asked.reference);
        return { kind: 'record', ...(record === undefined ? {} : { record }) };
      }
      default:
        return asked satisfies never;
    }
  };
}

export type Gatherer = ReturnType<typeof createGatherer>;

/** Asks once for what the tries of one command ask for: only what is asked differently is read again. */
export function gatheringOnce(gather: Gatherer) {
  let before: { readonly asked: Gathering; readonly gathered: Gathered } | undefined;
  return async (asked: Gathering | undefined, of: GatheredFor): Promise<Gathered | undefined> => {
    if (asked === undefined) return undefined;
    if (before === undefined || !isDeepStrictEqual(before.asked, asked))
      before = { asked, gathered: await gather(asked, of) };
    return before.gathered;
  };
}

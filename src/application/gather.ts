import { isDeepStrictEqual } from 'node:util';
import type { Registry, SharedWith, Workflow } from '../domain/decider.ts';
import type { Gathered, Gathering, SharedRecord } from '../domain/gathering.ts';
import { SECOND } from '../domain/instant.ts';
import type { RecordSummary } from '../domain/record.ts';
import type { School } from '../domain/school.ts';
import { faultCode, isDamage, StoreFault } from './faults.ts';
import { createMembersReader, type MembersReaderParts } from './gather-members.ts';
import type { RecordPage, RecordQuery, RecordStore, Vault } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';
import { createSideBySide } from './side-by-side.ts';
import { waitAtMost } from './wait-at-most.ts';

export interface GathererParts extends MembersReaderParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
}

/** Who the answer is for. For the clock nobody waits at the screen: what one record shares may then be a second old. */
export type GatheredFor = SharedWith;

/** So long is waited, at the most, for what a command is done without where it cannot be had, in milliseconds. */
const SPARED_MS = 500;
/** So many texts are looked for at once. */
const LOOKED_AT_ONCE = { most: 8, mostInAll: 8, slowMs: SECOND };

/** For how long what one record shares is given to commands of the clock: a campaign's wording goes out to thousands. */
const SHARED_FOR_MS = SECOND;
const MOST_KEPT = 100;
/** How many pages of what one text finds are looked through at the most. */
const MOST_PAGES = 3;

/** What one record shares, and for how long that is known. */
interface Known {
  readonly school: School;
  readonly record: Promise<SharedRecord | undefined>;
  readonly ageMs: () => number;
}

/**
 * Reads what a command has to know of elsewhere. Gives of other records what their workflow shares and no more. Rejects
 * with a `Fault` where it cannot be had, so that nothing is decided on half of it.
 */
export function createGatherer(parts: GathererParts) {
  const { store, vault, sealer, registry, clock, failed } = parts;
  const members = createMembersReader(parts);
  const known = new Map<string, Known>();

  async function sharedBy(
    workflow: Workflow<unknown, unknown>,
    record: RecordSummary,
    of: GatheredFor,
  ): Promise<SharedRecord | undefined> {
    const shared = workflow.shares?.(await sealer.openState(workflow, record), of);
    return shared === undefined ? undefined : { reference: record.id, status: record.status, shared };
  }

  async function one(of: GatheredFor, kind: string, reference: string): Promise<SharedRecord | undefined> {
    const workflow = registry.get(kind);
    const found = await store.get(of.school.id, reference);
    return workflow === undefined || found?.record.kind !== kind
      ? undefined
      : await sharedBy(workflow, found.record, of);
  }

  /** The same whenever the clock asks within a second. */
  function oneForClock(of: GatheredFor, workflow: string, reference: string): Promise<SharedRecord | undefined> {
    const key = JSON.stringify([of.school.id, workflow, reference]);
    const before = known.get(key);
    const isOfSame = before?.school === of.school;
    if (before !== undefined && isOfSame && before.ageMs() < SHARED_FOR_MS) return before.record;
    const fresh: Known = { school: of.school, ageMs: clock.stopwatch(), record: one(of, workflow, reference) };
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
    const found = await page(query, of.by.kind === 'clock');
    const read: SharedRecord[] = [];
    let isWhole = found.unreadable === undefined;
    for (const summary of found.records) {
      try {
        const shared = await sharedBy(workflow, summary, of);
        if (shared !== undefined) read.push(shared);
      } catch (error) {
        if (!isDamage(error)) throw error;
        isWhole = false;
      }
    }
    return { kind: 'records', records: read, isWhole, ...(found.next === undefined ? {} : { next: found.next }) };
  }

  /**
   * The records that any of the texts finds. One that shares nothing with whoever asks is as one that is not there: it
   * takes nobody's place, and whether there are more is said of the others alone.
   */
  async function matches(asked: Extract<Gathering, { kind: 'matches' }>, of: GatheredFor): Promise<Gathered> {
    const workflow = registry.get(asked.workflow);
    if (workflow === undefined) return { kind: 'matches', records: [], isWhole: true };
    const opened = new Map<string, SharedRecord | 'nothing' | 'damaged'>();
    const found = new Map<string, string[]>();
    let isWhole = true;
    let isOver = false;

    async function open(summary: RecordSummary): Promise<SharedRecord | undefined> {
      const before = opened.get(summary.id);
      const now = before ?? (await sharedOrDamaged(asked.workflow, summary, of));
      opened.set(summary.id, now);
      if (now === 'damaged') isWhole = false;
      return typeof now === 'string' ? undefined : now;
    }

    const kind = workflow.id;
    async function look(text: string): Promise<void> {
      const token = await vault.token(of.school.id, text);
      const query = {
        school: of.school.id,
        kind,
        token,
        order: 'newest-first',
        limit: asked.most,
        tolerant: true,
      } as const;
      let shared = 0;
      let after: string | undefined;
      for (let pages = 0; pages < MOST_PAGES && shared <= asked.most && !isOver; pages++) {
        const page = await store.query({ ...query, ...(after === undefined ? {} : { after }) });
        if (page.unreadable !== undefined) isWhole = false;
        for (const summary of page.records) {
          if (summary.id === asked.except || (await open(summary)) === undefined) continue;
          shared++;
          if (shared > asked.most) isWhole = false;
          else found.set(summary.id, [...(found.get(summary.id) ?? []), text]);
        }
        after = page.next;
        if (after === undefined) return;
      }
      if (after !== undefined) isWhole = false;
    }

    const inTurn = createSideBySide(LOOKED_AT_ONCE);
    // One text that cannot be looked for keeps nobody from what the others find.
    const lookedFor = async (text: string) =>
      await inTurn(() => look(text)).catch((error: unknown) => {
        if (!isOver) missed(of, error);
        isWhole = false;
      });
    const isDone = await settledWithin(SPARED_MS, Promise.all([...new Set(asked.findBy)].map(lookedFor)));
    if (!isDone) missed(of, tooSlow());
    isOver = true;
    const records = [...found].flatMap(([id, foundBy]) => {
      const record = opened.get(id);
      return record === undefined || typeof record === 'string' ? [] : [{ ...record, foundBy: inOrder(foundBy) }];
    });
    return { kind: 'matches', records: inSameOrder(records), isWhole: isWhole && isDone };

    function inOrder(texts: readonly string[]): readonly string[] {
      return asked.findBy.filter((text) => texts.includes(text));
    }
  }

  /** The records, or as if there were none where they cannot be had in time: what is decided must not wait for them. */
  async function recordsIfThere(asked: Extract<Gathering, { kind: 'records' }>, of: GatheredFor): Promise<Gathered> {
    let read: Gathered | undefined;
    let isOver = false;
    const reading = records(asked, of).then(
      (gathered) => {
        read = gathered;
      },
      (error: unknown) => {
        if (!isOver) missed(of, error);
      },
    );
    if (!(await settledWithin(SPARED_MS, reading))) missed(of, tooSlow());
    isOver = true;
    return read ?? { kind: 'records', records: [], isWhole: false };
  }

  /** Who looks after the service hears of what was done without. */
  function missed({ school }: GatheredFor, error: unknown): void {
    failed({ school: school.id, code: faultCode(error) });
  }

  async function sharedOrDamaged(kind: string, summary: RecordSummary, of: GatheredFor) {
    const workflow = registry.get(kind);
    try {
      return workflow === undefined ? 'nothing' : ((await sharedBy(workflow, summary, of)) ?? 'nothing');
    } catch (error) {
      if (!isDamage(error)) throw error;
      return 'damaged';
    }
  }

  return async (asked: Gathering, of: GatheredFor): Promise<Gathered> => {
    const { school, by } = of;
    switch (asked.kind) {
      case 'members':
        return await members(school, asked);
      case 'counts': {
        const token = await vault.token(school.id, asked.findBy);
        return { kind: 'counts', counts: await store.count({ school: school.id, kind: asked.workflow, token }) };
      }
      case 'records':
        return asked.mayBeMissed === true ? await recordsIfThere(asked, of) : await records(asked, of);
      case 'matches':
        return await matches(asked, of);
      case 'record': {
        const read = by.kind === 'clock' ? oneForClock : one;
        const record = await read(of, asked.workflow, asked.reference);
        return { kind: 'record', ...(record === undefined ? {} : { record }) };
      }
      default:
        return asked satisfies never;
    }
  };
}

/** Whether work that never rejects was done in that time; what it does afterwards is of no account. */
async function settledWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  try {
    await waitAtMost(milliseconds, work, tooSlow);
    return true;
  } catch {
    return false;
  }
}

function tooSlow(): StoreFault {
  const whatToDo = 'Nothing, unless it comes often: then look at how quick the record store is.';
  return new StoreFault('what may be missed was not had in time', { code: 'store-slow', whatToDo });
}

/** In an order that is the same each time, however quick each answer was. */
function inSameOrder<One extends SharedRecord>(records: readonly One[]): readonly One[] {
  return records.toSorted((one, other) => (one.reference < other.reference ? -1 : 1));
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

import { isDeepStrictEqual } from 'node:util';
import { firstBrokenEntry } from '../domain/chain.ts';
import { MINUTE, SECOND } from '../domain/instant.ts';
import { SCHOOL_KEYS_KIND, type StoredRecord } from '../domain/record.ts';
import { Fault, StoreFault } from './faults.ts';
import type { Ids, RecordStore } from './ports.ts';

export interface CopyParts {
  readonly from: RecordStore;
  /** Opens the store that the records are to be in, once those of `from` are seen to be whole: it may make it. */
  readonly openTarget: () => Promise<RecordStore>;
  /** Only the records of this school; of every school that is in `from` if not given. */
  readonly school?: string | undefined;
  readonly ids: Pick<Ids, 'fresh'>;
  /** Lets time pass. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Told of every thousandth record. */
  readonly progress: (of: { readonly step: CopyStep; readonly count: number }) => void;
}

/** Everything is looked at in `from`, compared with what `to` has, written, and read back. */
export type CopyStep = 'checked' | 'compared' | 'written' | 'read-back';

/** Why a record keeps everything from being copied. Never says what stands in it. */
export interface CopyProblem {
  readonly school: string;
  readonly reference: string;
  /**
   * `damaged`: its history is not what was written; `unreadable`: the store cannot read it; `unreadable-there`: nor can
   * the other; `differs`: the target has another record by that reference; `only-there`: the source has none.
   */
  readonly why: 'damaged' | 'unreadable' | 'unreadable-there' | 'differs' | 'only-there';
  /** Of a damaged one: the `seq` of its first bad entry. */
  readonly entry?: number;
}

export type CopyOutcome =
  | {
      readonly kind: 'copied';
      /** How many records each school has, in both stores now. */
      readonly schools: ReadonlyMap<string, number>;
      readonly written: number;
      /** How many were there before. */
      readonly already: number;
      /** How many schools' own keys are among the records, wrapped by Key Vault. */
      readonly keys: number;
    }
  /** `before`: nothing was written. `after`: what was read back is not what was to be copied. */
  | { readonly kind: 'refused'; readonly when: 'before' | 'after'; readonly problems: readonly CopyProblem[] };

const PAGE = 100;
const PROGRESS_EVERY = 1_000;
/** How many records are written side by side. */
const AT_ONCE = 8;
/** So many are named; who has more has the wrong target. */
const MOST_PROBLEMS = 100;
/** For how long the other processes of a store are told that somebody works on it, each time. */
const HELD_MS = MINUTE;
/** How long to wait for a store that is busy, each time. */
const waits: readonly number[] = [1, 2, 4, 8, 15, 30].map((seconds) => seconds * SECOND);
/** What passes by itself. */
const passing: readonly string[] = ['store-slow', 'store-throttled', 'store-away'];

/**
 * Copies records, byte for byte, from one store to another. Nothing is written unless every record's history is whole
 * (what is sealed in it only the keys can tell, which are not needed here) and the target has nothing that the source has not; what is there already is left, so that a copy that broke off is repeated.
 * Memory does not grow with the number of records. Rejects with a `Fault`: `copy-in-use` when a process serves one of
 * the stores, `copy-nothing` when there is nothing to copy, `copy-disturbed` when a store was changed meanwhile; or with
 * that of a store.
 */
export async function copyRecords(parts: CopyParts): Promise<CopyOutcome> {
  const { school: only, progress } = parts;
  const replica = parts.ids.fresh();
  const from = patientStore(parts.from, parts.pause);
  let target: RecordStore | undefined;

  /** Asked again with every page: a service that is started meanwhile would change what was checked. */
  async function insistOnBeingAlone(): Promise<void> {
    if ((await from.announce(replica, HELD_MS)) > 1) throw inUse('from');
    if (target !== undefined && (await target.announce(replica, HELD_MS)) > 1) throw inUse('to');
  }

  async function* pagesOf(store: RecordStore, school: string | undefined) {
    for (let after: string | undefined; ; ) {
      await insistOnBeingAlone();
      const page = await store.all({ school, after, limit: PAGE, tolerant: true });
      yield page;
      if (page.next === undefined) return;
      after = page.next;
    }
  }

  function counter(step: CopyStep) {
    let count = 0;
    return () => {
      if (++count % PROGRESS_EVERY === 0) progress({ step, count });
    };
  }

  /** Looks at every record of the source. */
  async function check() {
    const schools = new Map<string, number>();
    let keys = 0;
    const problems: CopyProblem[] = [];
    const counted = counter('checked');
    for await (const { records, unreadable = [] } of pagesOf(from, only)) {
      for (const { school, id } of unreadable) problems.push({ school, reference: id, why: 'unreadable' });
      for (const record of records) {
        schools.set(record.school, (schools.get(record.school) ?? 0) + 1);
        if (record.kind === SCHOOL_KEYS_KIND) keys++;
        problems.push(...damageIn(record));
        counted();
      }
      if (problems.length >= MOST_PROBLEMS) break;
    }
    return { schools, keys, problems };
  }

  /** Compares every record that the target has of these schools with the source's. */
  async function compare(to: RecordStore, schools: Iterable<string>, step: CopyStep) {
    let count = 0;
    const problems: CopyProblem[] = [];
    const counted = counter(step);
    for (const school of schools) {
      for await (const { records, unreadable = [] } of pagesOf(to, school)) {
        for (const { id } of unreadable) problems.push({ school, reference: id, why: 'unreadable-there' });
        for (const record of records) {
          const source = await from.get(school, record.id);
          problems.push(...differenceBetween(record, source?.record));
          count++;
          counted();
        }
        if (problems.length >= MOST_PROBLEMS) return { count, problems };
      }
    }
    return { count, problems };
  }

  async function write(to: RecordStore): Promise<void> {
    const counted = counter('written');
    for await (const { records } of pagesOf(from, only)) {
      for (let first = 0; first < records.length; first += AT_ONCE) {
        const some = records.slice(first, first + AT_ONCE);
        await Promise.all(some.map((record) => to.create(record).then(counted)));
      }
    }
  }

  try {
    const checked = await check();
    if (checked.problems.length > 0) return { kind: 'refused', when: 'before', problems: checked.problems };
    const { schools, keys } = checked;
    if (schools.size === 0) throw nothing(only);
    const to = patientStore(await parts.openTarget(), parts.pause);
    target = to;
    const before = await compare(to, schools.keys(), 'compared');
    if (before.problems.length > 0) return { kind: 'refused', when: 'before', problems: before.problems };
    await write(to);
    const after = await compare(to, schools.keys(), 'read-back');
    if (after.problems.length > 0) return { kind: 'refused', when: 'after', problems: after.problems };
    const expected = [...schools.values()].reduce((sum, count) => sum + count, 0);
    if (after.count !== expected) throw disturbed();
    // Not by what the writes answered: of one whose answer was lost, the next says that the record was there.
    return { kind: 'copied', schools, written: after.count - before.count, already: before.count, keys };
  } finally {
    // Nobody is kept waiting for longer than was said, whether this can be told or not.
    await Promise.allSettled([parts.from, target].map((store) => store?.withdraw(replica)));
  }
}

function damageIn(record: StoredRecord): readonly CopyProblem[] {
  const entry = firstBrokenEntry(record);
  return entry === undefined ? [] : [{ school: record.school, reference: record.id, why: 'damaged', entry }];
}

function differenceBetween(there: StoredRecord, source: StoredRecord | undefined): readonly CopyProblem[] {
  const of = { school: there.school, reference: there.id };
  if (source === undefined) return [{ ...of, why: 'only-there' }];
  return isDeepStrictEqual(there, source) && firstBrokenEntry(there) === undefined ? [] : [{ ...of, why: 'differs' }];
}

/** A store that is asked again while it is busy: nobody waits for a single answer. */
function patientStore(store: RecordStore, pause: CopyParts['pause']): RecordStore {
  async function patiently<Value>(work: () => Promise<Value>): Promise<Value> {
    for (const wait of waits) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof StoreFault && passing.includes(error.code))) throw error;
        await pause(wait);
      }
    }
    return await work();
  }
  return {
    ...store,
    get: (school, id) => patiently(() => store.get(school, id)),
    all: (page) => patiently(() => store.all(page)),
    create: (record) => patiently(() => store.create(record)),
    announce: (replica, forMs) => patiently(() => store.announce(replica, forMs)),
  };
}

function inUse(side: 'from' | 'to'): Fault {
  return new Fault(`A service works on the records that --${side} names.`, {
    code: 'copy-in-use',
    whatToDo: 'Stop it on every machine, wait a minute, and run this again. What was copied so far stays.',
  });
}

function nothing(school: string | undefined): Fault {
  const whose = school === undefined ? '' : ` of the school "${school}"`;
  return new Fault(`There are no records${whose} where --from looks.`, {
    code: 'copy-nothing',
    whatToDo: 'Correct --from, or --school. Nothing was written.',
  });
}

function disturbed(): Fault {
  return new Fault(
    'Not as many records were read back as there are to copy: one of the stores was changed meanwhile.',
    {
      code: 'copy-disturbed',
      whatToDo: 'Stop whatever works on them, and run this again.',
    },
  );
}

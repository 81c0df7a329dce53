import type { StoredRecord } from '../domain/record.ts';
import { StoreFault } from './faults.ts';
import type { RecordStore } from './ports.ts';
import { checkRecord, type Flaw, type RecordCheckParts } from './verify-record.ts';

export interface VerifyParts extends RecordCheckParts {
  readonly store: Pick<RecordStore, 'all' | 'inspect'>;
  /** What else each record is held against, such as checkpoints. */
  readonly witness?: Witness;
}

/** Knows something of records from elsewhere. */
export interface Witness {
  /** What is wrong with a record that may be right in itself. `state` is what its history makes, where it can be read. */
  see(record: StoredRecord, state: unknown): Flaw | undefined;
  /** There is a record that cannot be read. */
  seeUnreadable(of: { readonly school: string; readonly id: string }): void;
}

/** What is wrong with a record, and with which. */
export interface Damage extends Flaw {
  readonly school: string;
  readonly reference: string;
}

export interface Verification {
  /** How many records were looked at, the damaged ones among them. */
  readonly checked: number;
  /** How many of these belong to each school. */
  readonly schools: ReadonlyMap<string, number>;
  readonly damaged: readonly Damage[];
  /** What is wrong with the store as a whole, as sentences for an administrator. */
  readonly findings: readonly string[];
  /** Why what lies behind the last record could not be looked at, where the store gave up. */
  readonly endedEarly?: string;
}

const PAGE = 100;

/**
 * Checks every record of the store: that its history is whole and unchanged, and that everything else in it is what
 * its history makes. Changes nothing. Throws the fault of a store or vault that cannot be used at all.
 */
export async function verifyStore(parts: VerifyParts): Promise<Verification> {
  const { witness } = parts;
  const damaged: Damage[] = [];
  const schools = new Map<string, number>();
  let endedEarly: string | undefined;
  for await (const found of everyRecord(parts.store, (reason) => (endedEarly = reason))) {
    const { school, id: reference } = found.of;
    const flaw = found.kind === 'record' ? await flawOf(found.of) : unreadable;
    if (found.kind === 'unreadable') witness?.seeUnreadable(found.of);
    if (flaw !== undefined) damaged.push({ school, reference, ...flaw });
    schools.set(school, (schools.get(school) ?? 0) + 1);
  }
  const findings: string[] = [];
  for (const { record, what } of (await parts.store.inspect?.()) ?? []) {
    if (record === undefined) findings.push(what);
    else damaged.push({ school: record.school, reference: record.id, what });
  }

  async function flawOf(record: StoredRecord): Promise<Flaw | undefined> {
    const { flaw, state } = await checkRecord(parts, record);
    const seen = witness?.see(record, state);
    return flaw ?? seen;
  }

  const checked = [...schools.values()].reduce((sum, count) => sum + count, 0);
  return { checked, schools, damaged, findings, ...(endedEarly === undefined ? {} : { endedEarly }) };
}

const unreadable: Flaw = { what: 'It cannot be read: the store holds something there that it did not write.' };

type Found =
  | { readonly kind: 'record'; readonly of: StoredRecord }
  | { readonly kind: 'unreadable'; readonly of: { readonly school: string; readonly id: string } };

/** Where the store cannot even say what it cannot read, the records before that are taken one by one. */
async function* everyRecord(store: VerifyParts['store'], endEarly: (reason: string) => void): AsyncGenerator<Found> {
  let after: string | undefined;
  let limit = PAGE;
  for (;;) {
    const page = await store.all({ after, limit, tolerant: true }).catch(orCorrupt);
    if (!(page instanceof StoreFault)) {
      for (const of of page.records) yield { kind: 'record', of };
      for (const of of page.unreadable ?? []) yield { kind: 'unreadable', of };
      if (page.next === undefined) return;
      after = page.next;
    } else if (limit > 1) {
      limit = 1;
    } else {
      endEarly(page.message);
      return;
    }
  }
}

function orCorrupt(error: unknown): StoreFault {
  if (error instanceof StoreFault && error.code === 'store-corrupt') return error;
  throw error;
}

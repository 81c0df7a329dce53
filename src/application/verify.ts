import { isDeepStrictEqual } from 'node:util';
import { chainHead, firstBrokenEntry } from '../domain/chain.ts';
import type { Happened, Registry, Workflow } from '../domain/decider.ts';
import { earliest } from '../domain/instant.ts';
import type { StoredRecord } from '../domain/record.ts';
import { StoreFault, VaultFault } from './faults.ts';
import type { RecordStore, Vault } from './ports.ts';
import { type Inspection, isUnreadable, type RecordSealer } from './sealed-record.ts';

export interface VerifyParts {
  readonly store: Pick<RecordStore, 'all'>;
  readonly vault: Pick<Vault, 'token'>;
  readonly sealer: Pick<RecordSealer, 'inspect' | 'open'>;
  readonly registry: Registry;
}

/** What is wrong with a record. Never says what stands in it. */
export interface Damage {
  readonly school: string;
  readonly reference: string;
  /** The `seq` of the first bad entry; absent when the history is whole and something beside it is not. */
  readonly entry?: number;
  /** What is wrong, as a sentence for an administrator. */
  readonly what: string;
  /** The vault's code, where the record's key could not be unwrapped. */
  readonly code?: string;
}

export interface Verification {
  /** How many records were looked at, the damaged ones among them. */
  readonly checked: number;
  /** How many of these belong to each school. */
  readonly schools: ReadonlyMap<string, number>;
  readonly damaged: readonly Damage[];
  /** Why what lies behind the last record could not be looked at, where the store gave up. */
  readonly endedEarly?: string;
}

type Flaw = Pick<Damage, 'entry' | 'what' | 'code'>;

const PAGE = 100;

/**
 * Checks every record of the store: that its history is whole and unchanged, and that everything else in it is what
 * its history makes. Changes nothing. Throws the fault of a store or vault that cannot be used at all.
 */
export async function verifyStore(parts: VerifyParts): Promise<Verification> {
  const damaged: Damage[] = [];
  const schools = new Map<string, number>();
  let checked = 0;
  let endedEarly: string | undefined;
  for await (const record of everyRecord(parts.store, (reason) => (endedEarly = reason))) {
    const flaw = await flawOf(parts, record);
    if (flaw !== undefined) damaged.push({ school: record.school, reference: record.id, ...flaw });
    schools.set(record.school, (schools.get(record.school) ?? 0) + 1);
    checked++;
  }
  return { checked, schools, damaged, ...(endedEarly === undefined ? {} : { endedEarly }) };
}

/** One that the store itself cannot read spoils its page, so those before it are then taken one by one. */
async function* everyRecord(
  store: VerifyParts['store'],
  endEarly: (reason: string) => void,
): AsyncGenerator<StoredRecord> {
  let after: string | undefined;
  let limit = PAGE;
  for (;;) {
    const page = await store.all({ after, limit }).catch(orCorrupt);
    if (!(page instanceof StoreFault)) {
      yield* page.records;
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

async function flawOf(parts: VerifyParts, record: StoredRecord): Promise<Flaw | undefined> {
  const workflow = parts.registry.get(record.kind);
  if (workflow === undefined) return { what: `It is of the kind "${record.kind}", which this version does not know.` };
  const broken = firstBrokenEntry(record);
  try {
    const { readable, content } = await parts.sealer.inspect(workflow, record);
    const folded = fold(workflow, readable);
    return (
      inHistory(record, [broken, readable.length + 1, folded.stoppedAt]) ??
      inState(workflow, record, content, folded.state) ??
      (await inClear(parts.vault, workflow, record, folded.state)) ??
      (await inMessages(parts.sealer, workflow, record))
    );
  } catch (error) {
    if (!(error instanceof VaultFault) || !ofOneRecord.includes(error.code)) throw error;
    const flaw = inHistory(record, [broken]) ?? { what: `${error.message}.` };
    return { ...flaw, code: error.code };
  }
}

/** The codes with which a vault refuses one wrapped key; with any other, it cannot be used at all. */
const ofOneRecord: readonly string[] = ['vault-wrap-altered', 'vault-key-missing'];

function fold(workflow: Workflow<unknown, unknown>, history: readonly Happened<unknown>[]) {
  let state = workflow.initial;
  for (const [index, happened] of history.entries()) {
    try {
      state = workflow.evolve(state, happened);
    } catch {
      return { state, stoppedAt: index + 1 };
    }
  }
  return { state };
}

/** The first entry that was changed, that does not open, or that cannot follow those before it. */
function inHistory({ entries }: StoredRecord, suspects: readonly (number | undefined)[]): Flaw | undefined {
  const entry = Math.min(...suspects.filter((seq) => seq !== undefined));
  if (entry > entries.length) return undefined;
  const what =
    suspects.indexOf(entry) === 0 ? 'is not what was written there' : 'does not open, or cannot follow those before it';
  return { entry, what: `Entry ${entry} ${what}.` };
}

/** Whether the sealed state is the fold of this very history, which may have been cut short or put back. */
function inState(
  workflow: Workflow<unknown, unknown>,
  record: StoredRecord,
  content: Inspection<unknown, unknown>['content'],
  folded: unknown,
): Flaw | undefined {
  const length = record.entries.length;
  if (content === undefined) return { what: 'Its state does not open.' };
  if (content.seq > length) return { entry: length + 1, what: `Entry ${length + 1} is missing.` };
  if (content.seq < length) {
    const entry = content.seq + 1;
    return { entry, what: `Entry ${entry} is not in its state, which is older than its history.` };
  }
  if (content.head !== chainHead(record))
    return { entry: length, what: `Entry ${length}, or one before it, was replaced and the hashes made to fit.` };
  return isSame(workflow, content.state, folded) ? undefined : { what: 'Its state is not what its history makes.' };
}

/** As JSON, which is how a state is kept. */
function isSame(workflow: Workflow<unknown, unknown>, kept: unknown, folded: unknown): boolean {
  const parsed = workflow.state.safeParse(JSON.parse(JSON.stringify(folded)));
  return parsed.success && isDeepStrictEqual(kept, parsed.data);
}

/** Whether what is clear in the record, and what queries therefore rely on, is what its history makes. */
async function inClear(
  vault: VerifyParts['vault'],
  workflow: Workflow<unknown, unknown>,
  record: StoredRecord,
  state: unknown,
): Promise<Flaw | undefined> {
  const status = workflow.status(state);
  if (record.status !== status)
    return { what: `Its status stands as "${record.status}" where its history makes it "${status}".` };
  const tokens = await Promise.all(workflow.findableBy(state).map((text) => vault.token(record.school, text)));
  if (!isDeepStrictEqual(record.tokens, tokens)) return { what: 'What it is found by is not what its history makes.' };
  const deadlines = workflow.deadlines(state).map((deadline) => deadline.at);
  const due = earliest([...record.outbox.map((item) => item.notBefore), ...deadlines]) ?? null;
  return record.due === due ? undefined : { what: 'When it next needs attention is not what its history makes.' };
}

/** Whether the messages that it owes and the places of those that were posted can be opened. */
async function inMessages(
  sealer: VerifyParts['sealer'],
  workflow: Workflow<unknown, unknown>,
  record: StoredRecord,
): Promise<Flaw | undefined> {
  try {
    await sealer.open(workflow, { record, etag: '' });
    return undefined;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return { what: 'A message that it owes, or the place of one that was posted, does not open.' };
  }
}

import { isDeepStrictEqual } from 'node:util';
import { chainHead, firstBrokenEntry, surroundingsHash } from '../domain/chain.ts';
import type { Happened, Registry, Workflow } from '../domain/decider.ts';
import { inPrint } from '../domain/in-print.ts';
import { earliest } from '../domain/instant.ts';
import { SCHOOL_KEYS_KIND, type StoredRecord } from '../domain/record.ts';
import { VaultFault } from './faults.ts';
import type { Vault } from './ports.ts';
import { type Inspection, isUnreadable, type RecordSealer } from './sealed-record.ts';

export interface RecordCheckParts {
  readonly vault: Pick<Vault, 'token'>;
  readonly sealer: Pick<RecordSealer, 'inspect' | 'open'>;
  readonly registry: Registry;
}

/** What is wrong with a record. Never says what stands in it. */
export interface Flaw {
  /** The `seq` of the first bad entry; absent when the history is whole and something beside it is not. */
  readonly entry?: number;
  /** What is wrong, as a sentence for an administrator. */
  readonly what: string;
  /** The vault's code, where the record's key could not be unwrapped. */
  readonly code?: string;
}

/** What came of the check of one record. */
export interface RecordCheck {
  readonly flaw?: Flaw;
  /** What its history makes, as far as it can be read; absent where its key cannot be had. */
  readonly state?: unknown;
}

/**
 * Checks that a record's history is whole and unchanged, and that everything else in it is what its history makes and
 * what was written with it. Throws the fault of a vault that cannot be used at all.
 */
export async function checkRecord(parts: RecordCheckParts, record: StoredRecord): Promise<RecordCheck> {
  if (record.kind === SCHOOL_KEYS_KIND) return optional(inSchoolKeys(record));
  const workflow = parts.registry.get(record.kind);
  if (workflow === undefined)
    return { flaw: { what: `It is of the kind "${inPrint(record.kind)}", which this version does not know.` } };
  const broken = firstBrokenEntry(record);
  try {
    const { readable, content } = await parts.sealer.inspect(workflow, record);
    const folded = fold(workflow, readable);
    const flaw =
      inHistory(record, [broken, readable.length + 1, folded.stoppedAt]) ??
      inState(workflow, record, content, folded.state) ??
      (await inClear(parts.vault, workflow, record, folded.state)) ??
      (await inMessages(parts.sealer, workflow, record)) ??
      inSurroundings(record, content);
    return { ...optional(flaw), state: folded.state };
  } catch (error) {
    if (!(error instanceof VaultFault) || !ofOneRecord.includes(error.code)) throw error;
    const flaw = inHistory(record, [broken]) ?? { what: `${error.message}.` };
    return { flaw: { ...flaw, code: error.code } };
  }
}

function optional(flaw: Flaw | undefined): RecordCheck {
  return flaw === undefined ? {} : { flaw };
}

/** It has no history and no state. What it wraps is opened by the vault before any record is. */
function inSchoolKeys({ status, due, tokens, entries, outbox, state, posts }: StoredRecord): Flaw | undefined {
  const isBare = tokens.length + entries.length + outbox.length === 0 && due === null && state + posts === '';
  return isBare && status === 'current'
    ? undefined
    : { what: "More stands beside the school's keys than was written." };
}

/** The codes with which a vault refuses one wrapped key; with any other, it cannot be used at all. */
const ofOneRecord: readonly string[] = ['vault-wrap-altered', 'vault-key-missing', 'vault-other-kind'];

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
  vault: RecordCheckParts['vault'],
  workflow: Workflow<unknown, unknown>,
  record: StoredRecord,
  state: unknown,
): Promise<Flaw | undefined> {
  const status = workflow.status(state);
  if (record.status !== status)
    return { what: `Its status stands as "${inPrint(record.status)}" where its history makes it "${status}".` };
  const tokens = await Promise.all(workflow.findableBy(state).map((text) => vault.token(record.school, text)));
  if (!isDeepStrictEqual(record.tokens, tokens)) return { what: 'What it is found by is not what its history makes.' };
  const deadlines = workflow.deadlines(state).map((deadline) => deadline.at);
  const due = earliest([...record.outbox.map((item) => item.notBefore), ...deadlines]) ?? null;
  return record.due === due ? undefined : { what: 'When it next needs attention is not what its history makes.' };
}

/** Whether everything beside the history is what was written with the state. Records of the first version do not say. */
function inSurroundings(record: StoredRecord, content: Inspection<unknown, unknown>['content']): Flaw | undefined {
  if (content?.around === undefined || content.around === surroundingsHash(record)) return undefined;
  const begun = record.entries[0]?.at;
  if (begun !== undefined && record.createdAt !== begun)
    return { what: 'When it was begun is not when its first entry was written.' };
  return { what: 'When it was last changed, what it owes, or where its messages stand is not what was written there.' };
}

/** Whether the messages that it owes and the places of those that were posted can be opened. */
async function inMessages(
  sealer: RecordCheckParts['sealer'],
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

import { z } from 'zod';
import { chainHash, chainHead, surroundingsHash } from '../domain/chain.ts';
import type { Happened, Workflow } from '../domain/decider.ts';
import { earliest, type Instant } from '../domain/instant.ts';
import type { Post } from '../domain/message.ts';
import type { Actor } from '../domain/people.ts';
import type { Entry, OutboxItem, RecordSummary, StoredRecord } from '../domain/record.ts';
import { IntegrityFault, RecordFullFault } from './faults.ts';
import { asKept, asOwed, type KeptMessage, type OwedMessage } from './owed-message.ts';
import type { ChannelId, Ids, Vault } from './ports.ts';
import { entryContentSchema, outboxContentSchema, postsSchema, stateContentSchema } from './record-content.ts';
import { seal, unseal } from './sealing.ts';
import { createTokens } from './tokens.ts';

/** A message that is owed, unsealed. */
export interface Owed {
  readonly id: string;
  readonly notBefore: Instant;
  /** How many attempts have begun. */
  readonly attempts: number;
  /** How many of these are known to have ended. One more attempt than that is under way, or its process has died. */
  readonly settled: number;
  /** The process that makes the attempt under way; absent where none is. */
  readonly owner?: string | undefined;
  /** True when an earlier attempt may have posted it: it ended without an answer, or nobody knows how. */
  readonly unsure: boolean;
  /** True when it takes the place of what stands in its slot, and is of no use where nothing does. */
  readonly onlyEdits: boolean;
  /**
   * In a channel: the one chat of several that this is for. To a person: the chat in which they acted, where it goes
   * unless it edits something. Undefined where there is no choice, or where it is made on delivery.
   */
  readonly chat?: ChannelId | undefined;
  readonly message: OwedMessage;
}

/** A record that has been unsealed. `etag` is absent for one that is not in the store yet. */
export interface OpenRecord<State> {
  readonly stored: StoredRecord;
  readonly etag: string | undefined;
  readonly dataKey: Uint8Array;
  readonly seen: readonly string[];
  readonly state: State;
  readonly outbox: readonly Owed[];
  readonly posts: Readonly<Record<string, Post>>;
}

/** What a write changes. */
export interface Change<Event> {
  readonly at: Instant;
  readonly events?: { readonly of: readonly Event[]; readonly by: Actor; readonly command: string };
  readonly outbox?: readonly Owed[];
  readonly posts?: Readonly<Record<string, Post>>;
  /** The most bytes that the record may have after the change. */
  readonly atMostBytes?: number;
}

/** Turns stored records into open ones and back. All sealing and unsealing of records happens here. */
export function createRecordSealer({ vault, ids }: { readonly vault: Vault; readonly ids: Ids }) {
  const tokens = createTokens(vault);

  /** A record that does not exist yet. */
  async function begin<State>(
    workflow: Workflow<State, unknown>,
    of: { readonly school: string; readonly id: string; readonly at: Instant },
  ): Promise<OpenRecord<State>> {
    const dataKey = ids.bytes(32);
    const stored: StoredRecord = {
      id: of.id,
      school: of.school,
      kind: workflow.id,
      status: workflow.status(workflow.initial),
      due: null,
      createdAt: of.at,
      updatedAt: of.at,
      tokens: [],
      entries: [],
      state: '',
      outbox: [],
      posts: '',
      key: await vault.wrap(of.school, dataKey),
    };
    return { stored, etag: undefined, dataKey, seen: [], state: workflow.initial, outbox: [], posts: {} };
  }

  async function open<State>(
    workflow: Workflow<State, unknown>,
    { record, etag }: { readonly record: StoredRecord; readonly etag: string },
  ): Promise<OpenRecord<State>> {
    const dataKey = await vault.unwrap(record.school, record.key);
    const content = readState(workflow, record, dataKey);
    if (content.seq !== record.entries.length || content.head !== chainHead(record))
      throw new IntegrityFault('the state of a record does not fit its history', {
        code: 'record-altered',
        whatToDo: `Run "npx safeguarding verify" and restore ${record.id} from a backup.`,
      });
    const outbox = record.outbox.map(({ id, notBefore, attempts, sealed }): Owed => {
      const content = openAs(outboxContentSchema, record, dataKey, ['outbox', id], sealed);
      const { owner, chat } = content;
      return { ...content, id, notBefore, attempts, owner, chat, message: asOwed(content.message as KeptMessage) };
    });
    const posts = openAs(postsSchema, record, dataKey, ['posts'], record.posts);
    return { stored: record, etag, dataKey, seen: content.seen, state: content.state, outbox, posts };
  }

  /** The state of a record that a list shows. */
  async function openState<State>(workflow: Workflow<State, unknown>, record: RecordSummary): Promise<State> {
    return readState(workflow, record, await vault.unwrap(record.school, record.key)).state;
  }

  /** The record as it is to be stored after a change, with what is clear in it derived from what is sealed. */
  async function change<State, Event>(
    workflow: Workflow<State, Event>,
    before: OpenRecord<State>,
    made: Change<Event>,
  ): Promise<OpenRecord<State>> {
    const { stored, dataKey } = before;
    const sealAs = (context: readonly string[], content: unknown) =>
      seal(dataKey, ids.bytes(12), [stored.school, stored.id, ...context], JSON.stringify(content));
    const entries = [...stored.entries];
    let state = before.state;
    let head = chainHead(stored);
    for (const event of made.events?.of ?? []) {
      const by = made.events?.by ?? { kind: 'clock' };
      state = workflow.evolve(state, { event, at: made.at, by });
      const seq = entries.length + 1;
      const sealed = sealAs(['entry', String(seq)], { event, by, command: made.events?.command });
      const entry: Omit<Entry, 'hash'> = { seq, at: made.at, sealed };
      head = chainHash(head, entry);
      entries.push({ ...entry, hash: head });
    }
    // A command without events changes nothing that a repetition could change again.
    const command = made.events?.of.length ? made.events.command : undefined;
    const seen = command === undefined || before.seen.includes(command) ? before.seen : [...before.seen, command];
    const outbox = made.outbox ?? before.outbox;
    const posts = made.posts ?? before.posts;
    const deadlines = workflow.deadlines(state).map((deadline) => deadline.at);
    const around: Omit<StoredRecord, 'entries' | 'state'> = {
      ...stored,
      status: workflow.status(state),
      due: earliest([...outbox.map((owed) => owed.notBefore), ...deadlines]) ?? null,
      updatedAt: made.at,
      tokens: await Promise.all(workflow.findableBy(state).map((text) => tokens(stored.school, text))),
      outbox: outbox.map((owed) => sealOwed(owed, before, sealAs)),
      posts: before.posts === posts && stored.posts !== '' ? stored.posts : sealAs(['posts'], posts),
    };
    const content = { seq: entries.length, head, seen, state, around: surroundingsHash(around) };
    const next: StoredRecord = { ...around, entries, state: sealAs(['state'], content) };
    if (made.atMostBytes !== undefined && Buffer.byteLength(JSON.stringify(next)) > made.atMostBytes)
      throw new RecordFullFault('a record is full', {
        code: 'record-full',
        whatToDo: `Close ${stored.id} and go on in a new record that names it.`,
      });
    return { stored: next, etag: before.etag, dataKey, seen, state, outbox, posts };
  }

  /** The history of a record, each event checked against its schema. */
  async function history<Event>(
    workflow: Workflow<unknown, Event>,
    record: StoredRecord,
  ): Promise<readonly Happened<Event>[]> {
    const dataKey = await vault.unwrap(record.school, record.key);
    return record.entries.map((entry) => readEntry(workflow, record, dataKey, entry));
  }

  /** What can still be read of a record, for a check that goes on where `open` gives up. */
  async function inspect<State, Event>(
    workflow: Workflow<State, Event>,
    record: StoredRecord,
  ): Promise<Inspection<State, Event>> {
    const dataKey = await vault.unwrap(record.school, record.key);
    const readable: Happened<Event>[] = [];
    for (const entry of record.entries) {
      const happened = unlessUnreadable(() => readEntry(workflow, record, dataKey, entry));
      if (happened === undefined) break;
      readable.push(happened);
    }
    return { readable, content: unlessUnreadable(() => readState(workflow, record, dataKey)) };
  }

  return { begin, open, openState, change, history, inspect };
}

/** What can still be read of a record. */
export interface Inspection<State, Event> {
  /** The history up to the first entry that does not open or holds no event of the workflow. */
  readonly readable: readonly Happened<Event>[];
  /**
   * The state, with how many entries it is the fold of, the hash of the last, and the hash of what stood beside it;
   * undefined when it does not open.
   */
  readonly content:
    | { readonly seq: number; readonly head: string; readonly state: State; readonly around?: string | undefined }
    | undefined;
}

export type RecordSealer = ReturnType<typeof createRecordSealer>;

/** Reads one entry of a history. */
function readEntry<Event>(
  workflow: Workflow<unknown, Event>,
  record: StoredRecord,
  dataKey: Uint8Array,
  entry: Entry,
): Happened<Event> {
  const plain = unseal(dataKey, [record.school, record.id, 'entry', String(entry.seq)], entry.sealed);
  const { event, by } = entryContentSchema.parse(JSON.parse(plain));
  return { event: workflow.event.parse(event), by, at: entry.at };
}

function readState<State>(workflow: Workflow<State, unknown>, record: RecordSummary, dataKey: Uint8Array) {
  const content = openAs(stateContentSchema, record, dataKey, ['state'], record.state);
  const state = workflow.state.safeParse(content.state);
  if (!state.success) throw unknownShape(record);
  return { ...content, state: state.data };
}

/** Opens something of a record and makes sure that it is what belongs there. */
function openAs<Schema extends z.ZodType>(
  schema: Schema,
  record: Pick<StoredRecord, 'school' | 'id'>,
  dataKey: Uint8Array,
  context: readonly string[],
  sealed: string,
): z.output<Schema> {
  const plain = unseal(dataKey, [record.school, record.id, ...context], sealed);
  const content = schema.safeParse(parseJson(plain));
  if (!content.success) throw unknownShape(record);
  return content.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why it does not fit is left out: that could quote it. */
function unknownShape({ id }: Pick<StoredRecord, 'id'>): IntegrityFault {
  return new IntegrityFault('a record holds something that this version does not know', {
    code: 'record-unknown-shape',
    whatToDo: `Start the version that wrote ${id}, or run "npx safeguarding verify".`,
  });
}

function unlessUnreadable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

/** Whether an error says that something sealed does not open, or that what it held is not what belongs there. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof IntegrityFault || error instanceof z.ZodError || error instanceof SyntaxError;
}

/** A message whose sealed part did not change keeps its bytes. */
function sealOwed<State>(
  owed: Owed,
  before: OpenRecord<State>,
  sealAs: (context: readonly string[], content: unknown) => string,
): OutboxItem {
  const { id, notBefore, attempts } = owed;
  const known = before.outbox.find((other) => other.id === id);
  const stored = before.stored.outbox.find((other) => other.id === id);
  const isSame =
    known !== undefined &&
    known.message === owed.message &&
    known.settled === owed.settled &&
    known.owner === owed.owner &&
    known.unsure === owed.unsure &&
    known.onlyEdits === owed.onlyEdits &&
    known.chat === owed.chat;
  const { message, settled, owner, unsure, onlyEdits, chat } = owed;
  const sealed =
    isSame && stored !== undefined
      ? stored.sealed
      : sealAs(['outbox', id], { message: asKept(message), settled, owner, unsure, onlyEdits, chat });
  return { id, notBefore, attempts, sealed };
}

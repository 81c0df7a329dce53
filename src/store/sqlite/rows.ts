import { z } from 'zod';
import type { Entry, OutboxItem, RecordSummary, StoredRecord } from '../../domain/record.ts';
import { storeFault } from './faults.ts';

/** SQLite keeps UTF-8, in which half a surrogate pair cannot be written; it would come back as something else. */
const text = z.string().refine((value) => value.isWellFormed());
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const count = z.int().nonnegative();

const entry = z.strictObject({ seq: count, at: instant, sealed: text, hash: text }) satisfies z.ZodType<Entry>;

const outboxItem = z.strictObject({
  id: text,
  notBefore: instant,
  attempts: count,
  sealed: text,
}) satisfies z.ZodType<OutboxItem>;

const recordSummary = z.strictObject({
  id: text,
  school: text,
  kind: text,
  status: text,
  due: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
  tokens: z.array(text),
  state: text,
  key: text,
}) satisfies z.ZodType<RecordSummary>;

const storedRecord = recordSummary.extend({
  entries: z.array(entry),
  outbox: z.array(outboxItem),
  posts: text,
}) satisfies z.ZodType<StoredRecord>;

/** A row as SQLite gives it. */
export type Row = Record<string, unknown>;

export const SUMMARY_COLUMNS =
  'row, school, id, kind, status, due, created_at, updated_at, etag, tokens, key, state' as const;
export const RECORD_COLUMNS = `${SUMMARY_COLUMNS}, posts, outbox, entries` as const;

/** What a record is bound to a statement as; throws when it is not one that could be read back. */
export function writeRow(record: StoredRecord) {
  if (!storedRecord.safeParse(record).success) throw storeFault('store-failed', 'not of the shape of a record');
  return {
    school: record.school,
    id: record.id,
    kind: record.kind,
    status: record.status,
    due: record.due,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    tokens: JSON.stringify(record.tokens),
    key: record.key,
    state: record.state,
    posts: record.posts,
    outbox: JSON.stringify(record.outbox),
    entries: JSON.stringify(record.entries),
  };
}

/** The record that a row holds. Throws `store-corrupt`, naming the record, when it was tampered with. */
export function readRecord(row: Row): StoredRecord {
  const parts = { posts: row['posts'], outbox: parseJson(row['outbox']), entries: parseJson(row['entries']) };
  return read(row, storedRecord, { ...summaryParts(row), ...parts });
}

/** The summary that a row holds. Throws `store-corrupt`, naming the record, when it was tampered with. */
export function readSummary(row: Row): RecordSummary {
  return read(row, recordSummary, summaryParts(row));
}

function summaryParts(row: Row) {
  return {
    id: row['id'],
    school: row['school'],
    kind: row['kind'],
    status: row['status'],
    due: row['due'],
    createdAt: row['created_at'],
    updatedAt: row['updated_at'],
    tokens: parseJson(row['tokens']),
    state: row['state'],
    key: row['key'],
  };
}

function read<T>(row: Row, schema: z.ZodType<T>, parts: unknown): T {
  const parsed = schema.safeParse(parts);
  if (parsed.success) return parsed.data;
  throw storeFault('store-corrupt', `record ${String(row['id'])}`);
}

/** Undefined when it is not JSON, which no schema takes. */
function parseJson(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return undefined;
  }
}

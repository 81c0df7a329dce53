import { z } from 'zod';
import type { Entry, OutboxItem, RecordSummary, StoredRecord } from '../domain/record.ts';
import { sharedFault } from './faults.ts';

/** Stores keep UTF-8, in which half a surrogate pair cannot be written; it would come back as something else. */
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

/** A copy of a record that is to be written. Throws `store-failed` when it is not one that could be read back. */
export function checkRecord(record: StoredRecord): StoredRecord {
  const parsed = storedRecord.safeParse(record);
  if (parsed.success) return parsed.data;
  throw sharedFault('store-failed', 'not of the shape of a record');
}

/** The record that was read. Throws `store-corrupt`, naming it by `id`, when it was tampered with. */
export function parseRecord(parts: unknown, id: unknown): StoredRecord {
  return parse(storedRecord, parts, id);
}

/** The summary that was read. Throws `store-corrupt`, naming it by `id`, when it was tampered with. */
export function parseSummary(parts: unknown, id: unknown): RecordSummary {
  return parse(recordSummary, parts, id);
}

function parse<T>(schema: z.ZodType<T>, parts: unknown, id: unknown): T {
  const parsed = schema.safeParse(parts);
  if (parsed.success) return parsed.data;
  throw sharedFault('store-corrupt', `record ${String(id)}`);
}

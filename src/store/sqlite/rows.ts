import type { RecordSummary, StoredRecord } from '../../domain/record.ts';
import { checkRecord, parseRecord, parseSummary } from '../record-schema.ts';

/** A row as SQLite gives it. */
export type Row = Record<string, unknown>;

/** The number of a row as text: somebody may have put one there that no number of JavaScript holds. */
export const ROW = 'CAST(row AS TEXT) AS row';

export const SUMMARY_COLUMNS =
  `${ROW}, school, id, kind, status, due, created_at, updated_at, etag, tokens, key, state` as const;
export const RECORD_COLUMNS = `${SUMMARY_COLUMNS}, posts, outbox, entries` as const;

/** What a record is bound to a statement as; throws when it is not one that could be read back. */
export function writeRow(record: StoredRecord) {
  checkRecord(record);
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
  return parseRecord({ ...summaryParts(row), ...parts }, row['id']);
}

/** The summary that a row holds. Throws `store-corrupt`, naming the record, when it was tampered with. */
export function readSummary(row: Row): RecordSummary {
  return parseSummary(summaryParts(row), row['id']);
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

/** Undefined when it is not JSON, which no schema takes. */
function parseJson(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return undefined;
  }
}

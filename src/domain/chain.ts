import { createHash } from 'node:crypto';
import type { Entry, StoredRecord } from './record.ts';

/** The hash that stands before a record's first entry: it ties the chain to its school, kind and reference. */
export function chainRoot(record: Pick<StoredRecord, 'school' | 'kind' | 'id'>): string {
  return sha256(['safeguarding-bot/1', record.school, record.kind, record.id]);
}

/** The hash of an entry that follows `previous`. */
export function chainHash(previous: string, entry: Omit<Entry, 'hash'>): string {
  return sha256([previous, String(entry.seq), entry.at, entry.sealed]);
}

/** The hash a record's next entry follows: its last entry's, or its root's. */
export function chainHead(record: Pick<StoredRecord, 'school' | 'kind' | 'id' | 'entries'>): string {
  return record.entries.at(-1)?.hash ?? chainRoot(record);
}

/** The `seq` of the first entry that does not follow from those before it; undefined when the chain is whole. */
export function firstBrokenEntry(record: Pick<StoredRecord, 'school' | 'kind' | 'id' | 'entries'>): number | undefined {
  let previous = chainRoot(record);
  for (const [index, entry] of record.entries.entries()) {
    const expected = index + 1;
    if (entry.seq !== expected || entry.hash !== chainHash(previous, entry)) return expected;
    previous = entry.hash;
  }
  return undefined;
}

/**
 * A hash of everything that stands beside a record's history and state: what is clear, what it owes, where its messages
 * stand, and its key. The sealed state holds it, so that none of these can be changed unseen.
 */
export function surroundingsHash(record: Omit<StoredRecord, 'entries' | 'state'>): string {
  const { school, id, kind, status, due, createdAt, updatedAt, tokens, outbox, posts, key } = record;
  const owed = outbox.map((item) => [item.id, item.notBefore, item.attempts, item.sealed]);
  const all = [school, id, kind, status, due, createdAt, updatedAt, tokens, owed, posts, key];
  return sha256(['safeguarding-bot/around/1', JSON.stringify(all)]);
}

/** A hash of all of a record, for one that has no history. */
export function documentHash(record: StoredRecord): string {
  return sha256(['safeguarding-bot/document/1', surroundingsHash(record), chainHead(record), record.state]);
}

/** Each part is prefixed with its length, so that no two lists of parts run together to the same bytes. */
function sha256(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest('base64url');
}

import type { Instant } from './instant.ts';

/**
 * One case of a workflow as it stands in the store. What is clear here is everything that queries need and nothing
 * more; all content is sealed with the record's own data key before it reaches a store.
 */
export interface StoredRecord {
  /** The reference, such as `C-7K3Q9F`. Unique within its school. */
  readonly id: string;
  /** The school it belongs to; the partition key. */
  readonly school: string;
  /** The workflow it belongs to, such as `concern`. */
  readonly kind: string;
  /** Where it stands, in the workflow's own words, such as `new`. */
  readonly status: string;
  /** When it next needs attention (a message to deliver or a deadline); null when nothing is owed. */
  readonly due: Instant | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Keyed hashes of what it can be found by, such as its reporter. */
  readonly tokens: readonly string[];
  /** The history, oldest first. Never edited, never removed. */
  readonly entries: readonly Entry[];
  /** The fold of the entries, sealed. Kept for speed; can be rebuilt. */
  readonly state: string;
  /** Messages still to be delivered, in order. */
  readonly outbox: readonly OutboxItem[];
  /** Where each message stands in Slack or Teams, by slot, sealed. */
  readonly posts: string;
  /** This record's data key, wrapped by the school's key. */
  readonly key: string;
}

/** One step of a record's history. `hash` is SHA-256 over the previous hash, seq, at and sealed. */
export interface Entry {
  /** Counts from 1, without gaps. */
  readonly seq: number;
  readonly at: Instant;
  readonly sealed: string;
  readonly hash: string;
}

/** A message that is owed. */
export interface OutboxItem {
  readonly id: string;
  /** Not to be attempted before this. A claim by a process moves it ahead of the clock. */
  readonly notBefore: Instant;
  /** How many attempts have begun. */
  readonly attempts: number;
  readonly sealed: string;
}

/** What a list shows a record by: everything but its history, its outbox and its posts. */
export type RecordSummary = Pick<
  StoredRecord,
  'id' | 'school' | 'kind' | 'status' | 'due' | 'createdAt' | 'updatedAt' | 'tokens' | 'state' | 'key'
>;

/** The kind of the one record of each school that holds its keys, wrapped by Azure Key Vault: no work, no history. */
export const SCHOOL_KEYS_KIND = 'school-keys';

/** The most that a record may hold, in bytes of its JSON; beyond it, a follow-on record is opened. */
export const RECORD_LIMIT_BYTES = 1_500_000;

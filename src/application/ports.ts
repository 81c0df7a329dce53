import type { Chat } from '../domain/chats.ts';
import type { Member } from '../domain/gathering.ts';
import type { Instant } from '../domain/instant.ts';
import type { ChannelName, Message, Place, Post, StaffChannel } from '../domain/message.ts';
import type { RecordSummary, StoredRecord } from '../domain/record.ts';
import type { School } from '../domain/school.ts';

/** A record with the etag that a replacement must name. */
export interface Versioned {
  readonly record: StoredRecord;
  readonly etag: string;
}

/** Which records a list is made of. All conditions hold together. */
export interface RecordQuery {
  readonly school: string;
  readonly kind: string;
  readonly statuses?: readonly string[];
  readonly token?: string;
  /** Created at or after this. */
  readonly createdFrom?: Instant;
  /** Created before this. */
  readonly createdBefore?: Instant;
  readonly order: 'newest-first' | 'oldest-first';
  /** At most this many a page, 1 to 500. */
  readonly limit: number;
  /** What the last page gave as `next`. */
  readonly after?: string;
  /** True to have records that cannot be read named in `unreadable`, rather than a fault at the first of them. */
  readonly tolerant?: boolean;
}

/** Which records are counted. */
export type CountQuery = Required<Pick<RecordQuery, 'school' | 'kind' | 'token'>>;

export interface RecordPage {
  readonly records: readonly RecordSummary[];
  /** What belongs to this page and cannot be read; only where the query was tolerant. */
  readonly unreadable?: readonly Unreadable[];
  /** Present when there may be more. */
  readonly next?: string;
}

/** A record that stands in the store and is not as it was written: a fault `store-corrupt` for whoever asks for it. */
export interface Unreadable {
  readonly school: string;
  readonly id: string;
}

/** What is wrong with a store, or with what it keeps beside one record, as a sentence for an administrator. */
export interface Misfit {
  readonly record?: Unreadable;
  readonly what: string;
}

/** Which page of all records. */
export interface RecordsPageRequest {
  /** Of this school alone. */
  readonly school?: string | undefined;
  /** What the last page gave as `next`. */
  readonly after?: string | undefined;
  /** At most this many a page, 1 to 500. */
  readonly limit: number;
  /** True to have records that cannot be read named in `unreadable`, rather than a fault at the first of them. */
  readonly tolerant?: boolean;
}

/** A page of all records. */
export interface RecordsPage {
  readonly records: readonly StoredRecord[];
  /** What stands in this part of the store and cannot be read; only where the request was tolerant. */
  readonly unreadable?: readonly Unreadable[];
  /** Present when there may be more. */
  readonly next?: string;
}

/** Where a due record is found. */
export interface DueRecord {
  readonly school: string;
  readonly id: string;
  readonly due: Instant;
}

/**
 * Where records are kept. Every method rejects with a `StoreFault` when the store cannot do it; a conflict is not a
 * fault. A promise that resolves means that the write will survive a power cut.
 */
export interface RecordStore {
  /** True when this process alone serves the store, so that what an earlier process had claimed is free at start. */
  readonly sole: boolean;
  /** Adds a record. `exists` when its school already has one with that id; nothing is changed then. */
  create(
    record: StoredRecord,
  ): Promise<{ readonly kind: 'created'; readonly etag: string } | { readonly kind: 'exists' }>;
  get(school: string, id: string): Promise<Versioned | undefined>;
  /** Replaces a record if it still has that etag. `conflict` when it changed or is gone; nothing is changed then. */
  replace(
    record: StoredRecord,
    etag: string,
  ): Promise<{ readonly kind: 'replaced'; readonly etag: string } | { readonly kind: 'conflict' }>;
  /** Takes a record away for good if it still has that etag. `conflict` when it changed or is gone already. */
  remove(school: string, id: string, etag: string): Promise<{ readonly kind: 'removed' | 'conflict' }>;
  query(query: RecordQuery): Promise<RecordPage>;
  /** How many records are found by the token, by status; only of statuses that there are. Reads no record. */
  count(query: CountQuery): Promise<Readonly<Record<string, number>>>;
  /** Records whose `due` is at or before `at`, the longest due first; of these schools, or of all. */
  due(at: Instant, limit: number, schools?: readonly string[]): Promise<readonly DueRecord[]>;
  /** Every record, or every record of one school, in a stable order, a page at a time; for checks and copies. */
  all(page: RecordsPageRequest): Promise<RecordsPage>;
  /** What the store's own clock says, to a second or so; undefined where that is this machine's clock. */
  time(): Promise<Instant | undefined>;
  /** Says that this process serves the store for so many milliseconds more, and gives how many processes do. */
  announce(replica: string, forMs: number): Promise<number>;
  /** Takes back what `announce` said. */
  withdraw(replica: string): Promise<void>;
  /** Resolves when the store answers. */
  health(): Promise<void>;
  /** What does not fit the records in what the store keeps beside them; absent where it keeps nothing of its own. */
  inspect?(): Promise<readonly Misfit[]>;
  close(): Promise<void>;
}

/** Keeps each school's keys. Rejects with a `VaultFault`. */
export interface Vault {
  /** Wraps a record's data key (32 bytes) with the school's key. */
  wrap(school: string, dataKey: Uint8Array): Promise<string>;
  unwrap(school: string, wrapped: string): Promise<Uint8Array>;
  /** A keyed hash of `text`: the same text of the same school gives the same token, and nobody without the key can make it. */
  token(school: string, text: string): Promise<string>;
  /** Resolves when the keys of every school that was used here can be had. */
  health(): Promise<void>;
}

/**
 * Where checkpoints are kept, outside the record store: who puts that back to an earlier day does not put these back
 * too. Rejects with a `StoreFault`.
 */
export interface CheckpointShelf {
  /** Resolves when the file is there for good, also after a power cut. */
  keep(name: string, text: string): Promise<void>;
  /** The names of all files that may be checkpoints. */
  names(): Promise<readonly string[]>;
  read(name: string): Promise<string>;
}

/** What time it is, as far as this process knows. */
export interface Clock {
  /** Where this process is not sure, rather behind than ahead: what others have in hand is judged by it. */
  now(): Instant;
  /**
   * The moment of a decision. Waits a second at most where this process is not sure what time it is; when it is not
   * then either, the moment may be too late, but not too early.
   */
  forDecision(): Promise<{ readonly at: Instant; readonly isSure: boolean }>;
  /**
   * Starts a stopwatch: what it gives are the milliseconds since, by whichever of the machine's clocks says more. A
   * process that was stopped and a machine that was suspended both count.
   */
  stopwatch(): () => number;
}

/** Leave to let one attempt at a message out of the house. Asked again at the last moment before bytes leave. */
export interface Permit {
  /** Whether what leaves now is still this process's to send. */
  readonly holds: () => boolean;
  /** True for one of many that say the same: it goes in the room that all else leaves. */
  readonly isOfCampaign?: boolean;
}

/** Randomness. */
export interface Ids {
  /** A fresh random id, 128 bits or more, URL-safe. */
  fresh(): string;
  /** `count` random bytes. */
  bytes(count: number): Uint8Array;
}

/** The chats a school may use. */
export type ChannelId = Chat;

/**
 * A chat. Rejects with a `DeliveryFault`; with one of the code `lease-over` when the permit held no more before bytes
 * left. Translates; never decides.
 */
export interface Channel {
  readonly id: ChannelId;
  /** Posts a message; in a thread when `place` is one, below `root`. */
  post(school: School, place: Place, message: Message, root: Post | undefined, permit: Permit): Promise<Post>;
  /** Replaces the message that stands at `post`. */
  edit(school: School, post: Post, message: Message, permit: Permit): Promise<void>;
  /** Takes away the message that stands at `post`. One that is gone already is taken away. */
  remove(school: School, post: Post, permit: Permit): Promise<void>;
  /**
   * A page of who is in a staff channel, as the chat says it, 100 at the most; people of the school file by their email
   * address. Without bots, guests and people of other organisations. Rejects with a `DeliveryFault` where the chat cannot
   * be asked, or the bot is not there. Begins anew where the chat does not know `after` any more.
   */
  members(school: School, channel: StaffChannel, after?: string): Promise<MembersPage>;
  /** False when a post stands in a channel that the school file does not name any more. */
  isCurrent(school: School, post: Post): boolean;
  /**
   * Looks at what the bot needs in this chat, for whoever looks after the service. Rejects with a `DeliveryFault` where
   * the chat does not let the bot in, or does not answer.
   */
  inspect(school: School): Promise<ChannelInspection>;
  /** Resolves when the chat can be reached. */
  health(): Promise<void>;
}

/** What a chat says of the bot and of a school's channels. */
export interface ChannelInspection {
  /** Rights that the bot needs and was not given, by the chat's own names for them. */
  readonly missingRights: readonly string[];
  readonly channels: readonly InspectedChannel[];
}

/** A channel that the school file names, as the chat has it. */
export interface InspectedChannel {
  readonly channel: ChannelName;
  /** `no` where there is no such channel or the bot is not in it. */
  readonly isThere: 'yes' | 'no' | 'unknown';
  /** Who can come in: those who were asked; everybody of the school or team; another organisation too. */
  readonly openTo: 'invited' | 'everybody' | 'other-organisations' | 'unknown';
  /**
   * Everybody in it but the bot, also whom the school file does not know: a thousand at the most. Undefined where the chat
   * does not say, and of a channel for staff.
   */
  readonly members: readonly Member[] | undefined;
}

/** A page of who is in a channel. */
export interface MembersPage {
  readonly members: readonly Member[];
  /** Present when there may be more. */
  readonly next?: string;
}

/** How one chat reaches a person or a channel; opaque to all but that chat. */
export type Reach = Readonly<Record<string, string>>;

/** Knows how people and channels are reached. `who` is `person:EMAIL` or `channel:NAME`. */
export interface AddressBook {
  find(school: School, channel: ChannelId, who: string): Promise<Reach | undefined>;
  remember(school: School, channel: ChannelId, who: string, reach: Reach): Promise<void>;
  /** For when the bot was removed there. */
  forget(school: School, channel: ChannelId, who: string): Promise<void>;
}

import { chainHead, documentHash, firstBrokenEntry } from './chain.ts';
import type { Instant } from './instant.ts';
import { SCHOOL_KEYS_KIND, type StoredRecord } from './record.ts';
import type { LocalDate } from './school-time.ts';

// What a checkpoint says, and how it is written; docs/tamper-evidence.md describes it for those who write a verifier of
// their own.

/** The workflow whose records say which checkpoints were taken. */
export const CHECKPOINT_KIND = 'checkpoint';

/** How all records of one school stood at one time. */
export interface Checkpoint {
  readonly school: string;
  /** The school day that it is of. */
  readonly date: LocalDate;
  /** What was written before this is in it. */
  readonly at: Instant;
  /** The code of the checkpoint before it; undefined for the first. */
  readonly previous: string | undefined;
  /** The school's Ed25519 public key, 32 bytes as base64url. */
  readonly publicKey: string;
  /** By reference. */
  readonly lines: readonly CheckpointLine[];
}

/** How one record stood. */
export interface CheckpointLine {
  readonly reference: string;
  /** Absent where it could not be vouched for: it could not be read, or its history was damaged already. */
  readonly standing?: Standing;
}

/** How long a history was, and the hash of its last entry, which vouches for all before it. */
export interface Standing {
  readonly kind: string;
  readonly seq: number;
  /** When the record was last written, which may be without a new entry: a message was delivered. */
  readonly updatedAt: Instant;
  readonly hash: string;
}

const FORMAT = 'safeguarding-bot checkpoint 1';
const NONE = 'none';
const UNKNOWN = '? ? ? ?';
/** Stands for a name without a letter; nothing else is encoded like this. */
const NAMELESS = '%';

/** The line that stands for a record. */
export function lineOf(record: StoredRecord): CheckpointLine {
  const { id: reference, kind, updatedAt, entries } = record;
  if (kind === SCHOOL_KEYS_KIND)
    return { reference, standing: { kind, seq: 0, updatedAt, hash: documentHash(record) } };
  if (firstBrokenEntry(record) !== undefined || !isInstant(updatedAt)) return { reference };
  return { reference, standing: { kind, seq: entries.length, updatedAt, hash: chainHead(record) } };
}

/** What a checkpoint is written as and what its code and its signature are of: lines, each ended. */
export function writeCheckpoint({ school, date, at, previous, publicKey, lines }: Checkpoint): string {
  const head = [
    FORMAT,
    `school ${school}`,
    `date ${date}`,
    `at ${at}`,
    `previous ${previous ?? NONE}`,
    `key ${publicKey}`,
    `records ${lines.length}`,
  ];
  const written = lines.map(writeLine).sort();
  return `${[...head, ...written].join('\n')}\n`;
}

/** A reference that somebody put into a store may hold anything, also what would end the line. */
function writeLine({ reference, standing }: CheckpointLine): string {
  if (standing === undefined) return `${encoded(reference)} ${UNKNOWN}`;
  const { kind, seq, updatedAt, hash } = standing;
  return `${encoded(reference)} ${encoded(kind)} ${seq} ${updatedAt} ${hash}`;
}

function encoded(name: string): string {
  return name === '' ? NAMELESS : encodeURIComponent(name.toWellFormed());
}

/** Throws where something follows a `%` that is no code of a letter. */
function decoded(name: string): string {
  return name === NAMELESS ? '' : decodeURIComponent(name);
}

const HEAD = new RegExp(
  [
    `^${FORMAT}`,
    'school (?<school>[a-z0-9][a-z0-9-]{0,39})',
    'date (?<date>\\d{4}-\\d\\d-\\d\\d)',
    'at (?<at>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)',
    'previous (?<previous>none|[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3})',
    'key (?<publicKey>[\\w-]{43})',
    'records \\d{1,9}\n',
  ].join('\n'),
);
const LINE = /^(\S+) (?:\? \? \? \?|([^\s?]+) (\d{1,9}) ([\d:.TZ-]{24}) ([\w-]{43}))$/;

/** Reads what `writeCheckpoint` wrote, to the letter; undefined when it is anything else. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const head = HEAD.exec(text);
  const { school = '', date = '', at = '', previous, publicKey = '' } = head?.groups ?? {};
  if (head === null || !text.endsWith('\n') || !isDate(date) || !isInstant(at)) return undefined;
  const rest = text.slice(head[0].length);
  const lines = rest === '' ? [] : rest.slice(0, -1).split('\n').map(readLine);
  if (!lines.every((line) => line !== undefined)) return undefined;
  const read = { school, date, at, previous: previous === NONE ? undefined : previous, publicKey, lines };
  return writeCheckpoint(read) === text ? read : undefined;
}

function readLine(text: string): CheckpointLine | undefined {
  const [, name, kind, seq, updatedAt, hash] = LINE.exec(text) ?? [];
  try {
    if (name === undefined) return undefined;
    const reference = decoded(name);
    if (kind === undefined || updatedAt === undefined || hash === undefined) return { reference };
    if (!isInstant(updatedAt)) return undefined;
    return { reference, standing: { kind: decoded(kind), seq: Number(seq), updatedAt, hash } };
  } catch {
    return undefined;
  }
}

/** Whether it is a moment that there is: what a store or a folder holds may only look like one. */
function isInstant(text: string): boolean {
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === text;
}

function isDate(text: string): boolean {
  return isInstant(`${text}T00:00:00.000Z`);
}

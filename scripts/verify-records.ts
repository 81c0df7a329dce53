// Checks records against the code that somebody kept, with nothing of the product and without any key:
//   node scripts/verify-records.ts RECORDS.db --checkpoints FOLDER --since 7K3Q9-F2M8A-04TZX-R6WNC
// RECORDS is the SQLite file of a service that does not run, or the documents of Cosmos DB as JSON, one a line.
// It was written from docs/tamper-evidence.md alone, and imports nothing but Node.js, so that it can be read in a
// quarter of an hour by somebody who does not trust the service. Ends with 0 when nothing was found, 1 when something
// was, and 2 when it could not do its work.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';

/** What of a record is in the clear and needed here. */
interface Stored {
  readonly school: string;
  readonly id: string;
  readonly kind: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Undefined where it is not as the service writes it. */
  readonly entries: readonly Entry[] | undefined;
  /** Hash of the whole record, for a record without a history. */
  readonly document: string;
}

interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly sealed: string;
  readonly hash: string;
}

/** A checkpoint's file. */
interface Listed {
  readonly code: string;
  readonly school: string;
  readonly date: string;
  readonly at: string;
  readonly previous: string;
  readonly key: string;
  readonly lines: readonly {
    readonly id: string;
    readonly kind: string;
    readonly seq: number;
    readonly hash: string;
  }[];
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** SHA-256 over parts, each behind its length in bytes and a colon; as base64url. */
function hashOf(parts: readonly string[]): string {
  return createHash('sha256')
    .update(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''))
    .digest('base64url');
}

/** The hash before the first entry. */
function rootOf({ school, kind, id }: Stored): string {
  return hashOf(['safeguarding-bot/1', school, kind, id]);
}

/** The number of the first entry that does not follow from those before it. */
function firstBroken(record: Stored): number | undefined {
  let before = rootOf(record);
  for (const [index, { seq, at, sealed, hash }] of (record.entries ?? []).entries()) {
    if (seq !== index + 1 || hash !== hashOf([before, String(seq), at, sealed])) return index + 1;
    before = hash;
  }
  return undefined;
}

type Row = Record<string, unknown>;

/** A record from its parts. Whatever is not as it should be makes it one that cannot be read. */
function storedFrom(row: Row): Stored {
  const list = (name: string) => (Array.isArray(row[name]) ? (row[name] as Row[]) : undefined);
  const texts = ['school', 'id', 'kind', 'status', 'createdAt', 'updatedAt', 'posts', 'key', 'state'];
  const all = texts.map((name) => (typeof row[name] === 'string' ? row[name] : ''));
  const [school = '', id = '', kind = '', status, createdAt = '', updatedAt = '', posts, key, state = ''] = all;
  const entries = list('entries')?.map(({ seq, at, sealed, hash }) => ({ seq, at, sealed, hash }) as Entry);
  const isWhole = entries?.every(
    ({ seq, at, sealed, hash }) => Number.isInteger(seq) && [at, sealed, hash].every((one) => typeof one === 'string'),
  );
  const owed = list('outbox')?.map((one) => [one['id'], one['notBefore'], one['attempts'], one['sealed']]);
  const clear = [school, id, kind, status, row['due'], createdAt, updatedAt, row['tokens'], owed, posts, key];
  const around = hashOf(['safeguarding-bot/around/1', JSON.stringify(clear)]);
  const bare: Stored = { school, id, kind, createdAt, updatedAt, entries: isWhole ? entries : undefined, document: '' };
  const head = (isWhole && entries?.at(-1)?.hash) || rootOf(bare);
  return { ...bare, document: hashOf(['safeguarding-bot/document/1', around, head, state]) };
}

/** Every record of a SQLite file, or of a file of JSON documents. */
export function readRecords(path: string): readonly Stored[] {
  const bytes = readFileSync(path);
  if (bytes.subarray(0, 15).toString() !== 'SQLite format 3') {
    const lines = bytes.toString().split('\n').filter(Boolean);
    return lines
      .map((line): Row => JSON.parse(line))
      .filter(({ school }) => school !== '/replicas')
      .map(fromDocument);
  }
  using database = new DatabaseSync(path, { readOnly: true });
  return database.prepare('SELECT * FROM records').all().map(fromRow);
}

function fromRow(row: Row): Stored {
  const [tokens, outbox, entries] = [row['tokens'], row['outbox'], row['entries']].map(json);
  return storedFrom({ ...row, createdAt: row['created_at'], updatedAt: row['updated_at'], tokens, outbox, entries });
}

/** Cosmos DB does not take every letter in an id: others stand there as `~` and two digits a byte. */
function fromDocument(row: Row): Stored {
  const id = String(row['id']).replaceAll(/~([0-9a-f]{2})/g, '%$1');
  return storedFrom({ ...row, id: id === '~' ? '' : decoded(id) });
}

/** What `read` gives, or `otherwise` where it throws. */
function orElse<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

const json = (text: unknown): unknown => orElse(() => JSON.parse(String(text)), undefined);
const decoded = (text: string): string => orElse(() => decodeURIComponent(text), text);

/** A code as people write it, made comparable; undefined when it is none. */
function readCode(text: string): string | undefined {
  const letters = text
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const isCode = letters.length === 20 && [...letters].every((letter) => LETTERS.includes(letter));
  return isCode ? letters.replaceAll(/.{5}(?=.)/g, '$&-') : undefined;
}

/** The first 100 bits of the SHA-256 of a text, five a letter. */
function codeOf(text: string): string {
  const bits = [...createHash('sha256').update(text).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  const letters = Array.from({ length: 20 }, (_, at) => LETTERS[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]);
  return letters.join('').replaceAll(/.{5}(?=.)/g, '$&-');
}

/** Reads one file. A text when it is not as the service wrote it: what is wrong. */
function readFile(name: string, text: string): Listed | string {
  const cut = text.lastIndexOf('\nsignature ') + 1;
  const [body, signature] = [text.slice(0, cut), text.slice(cut + 'signature '.length, -1)];
  const [first, ...rest] = body.split('\n').slice(0, -1);
  const head = Object.fromEntries(rest.slice(0, 6).map((line) => line.split(' ', 2) as [string, string]));
  const { school = '', date = '', at = '', previous = '', key = '', records } = head;
  const lines = rest.slice(6).map((line) => line.split(' '));
  const isOurs = first === 'safeguarding-bot checkpoint 1' && lines.length === Number(records) && text.endsWith('\n');
  if (!isOurs || lines.some((parts) => parts.length !== 4)) return `The file ${name} is no checkpoint: it was altered.`;
  const code = codeOf(body);
  if (name !== `${school}-${date}-${code}.txt`)
    return `The file ${name} was altered or renamed: it gives the code ${code}.`;
  if (!isSigned(body, key, signature))
    return `The file ${name} was altered: its signature is not of what stands in it.`;
  const listed = lines.map(([id = '', kind = '', seq, hash = '']) => ({
    ...{ id: decoded(id), kind: decoded(kind), seq: Number(seq), hash },
  }));
  return { code, school, date, at, previous, key, lines: listed };
}

function isSigned(body: string, x: string, signature: string): boolean {
  const key = orElse(() => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), undefined);
  return key !== undefined && verify(null, Buffer.from(body), key, Buffer.from(signature, 'base64url'));
}

/** What is wrong with a record by one checkpoint's line. */
function wrongBy(record: Stored | undefined, line: Listed['lines'][number], { at, code }: Listed): string | undefined {
  const { kind, seq, hash } = line;
  if (record === undefined)
    return `it was there (${code}), and was removed, or the store was put back to an earlier state`;
  if (kind === '?') return undefined; // It could not be vouched for then; only that it was there.
  if (record.kind !== kind) return `it is of the kind "${record.kind}" and was of another (${code})`;
  if (kind === 'school-keys')
    return record.updatedAt <= at && record.document !== hash ? `it is not what it was (${code})` : undefined;
  const entries = record.entries ?? [];
  if (entries.length < seq)
    return `first bad entry ${entries.length + 1}: it was there (${code}), and was removed, or the store was put back`;
  const is = seq === 0 ? rootOf(record) : entries[seq - 1]?.hash;
  return is === hash ? undefined : `first bad entry ${seq}: it, or one before it, is not what it was (${code})`;
}

/** Everything that is wrong, a sentence each: damaged records, and what is found of files and of the store as a whole. */
export function findWrong(
  records: readonly Stored[],
  files: ReadonlyMap<string, string>,
  since?: string,
): readonly string[] {
  const [found, damaged] = [[] as string[], new Map<string, string>()];
  const byName = new Map(records.map((record) => [`${record.id} (${record.school})`, record]));
  for (const [name, record] of byName) {
    const broken = firstBroken(record);
    if (record.entries === undefined) damaged.set(name, 'it cannot be read');
    else if (broken !== undefined) damaged.set(name, `first bad entry ${broken}: it is not what was written there`);
  }
  const read = [...files].map(([name, text]) => readFile(name, text));
  found.push(...read.filter((one) => typeof one === 'string'));
  const listed = read.filter((one) => typeof one !== 'string').sort((one, other) => (one.at < other.at ? -1 : 1));
  const codes = new Set(listed.map(({ code }) => code));
  for (const [index, of] of listed.entries()) {
    const { school, code, previous, key, lines } = of;
    const before = listed.slice(0, index).findLast((one) => one.school === school);
    if (before !== undefined && before.key !== key)
      found.push(`The checkpoint ${code} is signed with another key than ${before.code}.`);
    if (previous !== 'none' && !codes.has(previous))
      found.push(
        `The file of the checkpoint ${previous}, the one before ${code}, is not in the folder, or was altered.`,
      );
    for (const line of lines) {
      const name = `${line.id} (${school})`;
      const wrong = wrongBy(byName.get(name), line, of);
      if (wrong !== undefined && !damaged.has(name)) damaged.set(name, wrong);
    }
  }
  for (const school of new Set(listed.map((one) => one.school)))
    found.push(
      ...putBack(
        school,
        records,
        listed.filter((one) => one.school === school),
      ),
    );
  if (since !== undefined && !codes.has(since))
    found.push(
      `Nothing here knows the code ${since}: it was mistyped, its file was removed or altered, or the folder was put back.`,
    );
  return [...found.map((what) => `FOUND ${what}`), ...[...damaged].map(([name, what]) => `DAMAGED ${name}: ${what}.`)];
}

/** Whether most of what was new at a checkpoint is gone together with the record of that checkpoint, and since when. */
function putBack(school: string, all: readonly Stored[], listed: readonly Listed[]): readonly string[] {
  const records = all.filter((record) => record.school === school);
  if (records.length === 0) return [`There are checkpoints of the school "${school}", and not one record of it.`];
  const lengths = new Map(records.map(({ id, entries }) => [id, entries?.length ?? 0]));
  for (const [index, { at, code, lines }] of listed.entries()) {
    const known = new Map(listed[index - 1]?.lines.map(({ id, seq }) => [id, seq]));
    const newer = lines.filter(({ id, seq }) => seq > (known.get(id) ?? -1));
    const gone = newer.filter(({ id, seq }) => seq > (lengths.get(id) ?? -1));
    const until = new Date(Date.parse(at) + 24 * 3_600_000).toISOString();
    const isNoted = records.some(
      ({ kind, createdAt }) => kind === 'checkpoint' && createdAt >= at && createdAt < until,
    );
    if (isNoted || gone.length * 2 <= newer.length) continue;
    const past = records.flatMap(({ entries = [] }) => entries.map((entry) => entry.at)).filter((one) => one <= at);
    const last = past.sort().at(-1) ?? 'before all of them';
    return [
      `The records of the school "${school}" were put back to about ${last}: ${gone.length} of ${newer.length} things that were new before the code ${code} are gone.`,
    ];
  }
  return [];
}

/** The files of a folder that may be checkpoints, by name. */
export function readFolder(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function main(): number {
  const options = { checkpoints: { type: 'string' }, since: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [path = '', folder = ''] = [positionals[0], values.checkpoints?.replace(/^folder:/, '')];
  const since = values.since === undefined ? undefined : readCode(values.since);
  if (!existsSync(path) || !existsSync(folder) || (values.since !== undefined && since === undefined)) {
    console.error('Give the file of the records, --checkpoints with their folder, and a whole code with --since.');
    return 2;
  }
  const records = readRecords(path);
  const files = readFolder(folder);
  const wrong = findWrong(records, files, since);
  for (const line of wrong) console.log(line);
  console.log(
    `${records.length} records were held against ${files.size} files. ${wrong.length === 0 ? 'Nothing was found.' : ''}`,
  );
  return wrong.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  try {
    process.exitCode = main();
  } catch (error) {
    console.error(`Not done: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}

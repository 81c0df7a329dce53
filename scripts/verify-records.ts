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
  readonly updatedAt: string;
  /** Undefined where it is not as the service writes it. */
  readonly entries: readonly Entry[] | undefined;
  /** Hash of the whole record, for a record without a history. */
  readonly document: string;
}

type Entry = Readonly<{ seq: number; at: string; sealed: string; hash: string }>;

/** What a checkpoint lists of one record; of the kind `?` where it could not be vouched for. */
type Line = Readonly<{ id: string; kind: string; seq: number; updatedAt: string; hash: string }>;

/** A checkpoint's file. */
type Listed = Readonly<Record<'code' | 'school' | 'at' | 'previous' | 'key', string>> & {
  readonly lines: readonly Line[];
};

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
  const bare: Stored = { school, id, kind, updatedAt, entries: isWhole ? entries : undefined, document: '' };
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
  // By name: the number of a row, which is not needed, may be one that no program can read.
  const columns = 'school, id, kind, status, due, created_at, updated_at, tokens, key, state, posts, outbox, entries';
  return database.prepare(`SELECT ${columns} FROM records`).all().map(fromRow);
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
const decoded = (text: string): string => orElse(() => decodeURIComponent(text === '%' ? '' : text), text);

/** A name as it may be printed: who can write to a store or a folder could otherwise move the cursor. */
function inPrint(name: string): string {
  const bytes = (letter: string) => [...Buffer.from(letter)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`);
  return name.replaceAll(/[^\w.:-]/gu, (letter) => bytes(letter).join('')) || '%';
}

/** Whether it is a moment that there is, in UTC with milliseconds. */
const isInstant = (text: string): boolean => orElse(() => new Date(text).toISOString() === text, false);

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

const HEAD =
  /^safeguarding-bot checkpoint 1\nschool ([\w-]+)\ndate (.{10})\nat (.+)\nprevious ([\w-]+)\nkey (.{43})\nrecords (\d+)\n/;
const LINE = /^(\S+) (?:(\?) \? \? \?|([^\s?]+) (\d+) (\S+) ([\w-]{43}))\n$/;

/** Reads one file. A text when it is not as the service wrote it: what is wrong. */
function readFile(name: string, text: string): Listed | string {
  const cut = text.lastIndexOf('\nsignature ') + 1;
  const [body, signature] = [text.slice(0, cut), text.slice(cut + 'signature '.length, -1)];
  const [all = '', school = '', date = '', at = '', previous = '', key = '', records] = HEAD.exec(body) ?? [];
  const lines = [...body.slice(all.length).matchAll(/.*\n/g)].map(([line]) => LINE.exec(line));
  const listed = lines.map((line) => {
    const [, id = '', unknown, kind = '', seq, updatedAt = '', hash = ''] = line ?? [];
    return { id: decoded(id), kind: unknown ?? decoded(kind), seq: Number(seq ?? 0), updatedAt, hash };
  });
  const areRead = lines.length === Number(records) && !lines.includes(null) && text.endsWith('\n');
  const areTimes = [at, `${date}T00:00:00.000Z`, ...listed.map((one) => one.updatedAt || at)].every(isInstant);
  const file = `The file ${inPrint(name)}`;
  if (all === '' || !areRead || !areTimes) return `${file} is no checkpoint: it was altered.`;
  const code = codeOf(body);
  if (name !== `${school}-${date}-${code}.txt`) return `${file} was altered or renamed: it gives the code ${code}.`;
  if (!isSigned(body, key, signature)) return `${file} was altered: its signature is not of what stands in it.`;
  return { code, school, at, previous, key, lines: listed };
}

function isSigned(body: string, x: string, signature: string): boolean {
  const key = orElse(() => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), undefined);
  const bytes = Buffer.from(signature, 'base64url'); // Which also reads what nobody writes.
  return bytes.toString('base64url') === signature && key !== undefined && verify(null, Buffer.from(body), key, bytes);
}

/** What is wrong with a record by one checkpoint's line. */
function wrongBy(record: Stored | undefined, line: Line, { at, code }: Listed): string | undefined {
  const { kind, seq, updatedAt, hash } = line;
  if (record === undefined)
    return `it was there (${code}), and was removed, or the store was put back to an earlier state`;
  if (kind === '?') return undefined; // It could not be vouched for then; only that it was there.
  if (record.kind !== kind) return `it is of the kind "${inPrint(record.kind)}" and was of another (${code})`;
  if (kind === 'school-keys')
    return record.updatedAt <= at && record.document !== hash ? `it is not what it was (${code})` : undefined;
  const entries = record.entries ?? [];
  if (entries.length < seq)
    return `first bad entry ${entries.length + 1}: it was there (${code}), and was removed, or the store was put back`;
  const is = seq === 0 ? rootOf(record) : entries[seq - 1]?.hash;
  if (is !== hash) return `first bad entry ${seq}: it, or one before it, is not what it was (${code})`;
  // A delivered message leaves no entry. Several processes have clocks that agree to a second or two.
  const isOlder = entries.length === seq && !(Date.parse(updatedAt) - Date.parse(record.updatedAt) <= 60_000);
  return isOlder ? `it had been written to again (${code}), and was put back to an earlier state` : undefined;
}

/** Everything that is wrong, a sentence each: damaged records, and what is found of files and of the store as a whole. */
export function findWrong(records: readonly Stored[], files: ReadonlyMap<string, string>, since: string) {
  const [found, damaged] = [[] as string[], new Map<string, string>()];
  const nameOf = (id: string, school: string) => `${inPrint(id)} (${inPrint(school)})`;
  const byName = new Map(records.map((record) => [nameOf(record.id, record.school), record]));
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
      found.push(`The file of the checkpoint ${previous}, the one before ${code}, is not there, or was altered.`);
    for (const line of lines) {
      const name = nameOf(line.id, school);
      const wrong = wrongBy(byName.get(name), line, of);
      if (wrong !== undefined && !damaged.has(name)) damaged.set(name, wrong);
    }
  }
  for (const school of new Set([...listed, ...records].map((one) => one.school))) {
    const ofSchool = <Of extends { readonly school: string }>(one: Of) => one.school === school;
    found.push(...ofOneSchool(inPrint(school), records.filter(ofSchool), listed.filter(ofSchool)));
  }
  if (!codes.has(since))
    found.push(`Nothing here knows the code ${since}: it was mistyped, or its file was removed, altered or put back.`);
  return [...found.map((what) => `FOUND ${what}`), ...[...damaged].map(([name, what]) => `DAMAGED ${name}: ${what}.`)];
}

/** Whether files are missing that there must be, or the records of a school were put back, and since when. */
function ofOneSchool(school: string, records: readonly Stored[], listed: readonly Listed[]): readonly string[] {
  if (records.length === 0) return [`There are checkpoints of the school "${school}", and not one record of it.`];
  if (listed.length === 0) return [`There are records of the school "${school}", and not one checkpoint of it.`];
  const taken = records.flatMap(({ kind, entries }) => (kind === 'checkpoint' ? (entries?.[0]?.at ?? []) : []));
  // The record of a checkpoint is begun when its file is on the disk, and that of the next day much later.
  const isOf = ({ at }: Listed, begun: string) => begun >= at && Date.parse(begun) - Date.parse(at) < 12 * 3_600_000;
  const found = taken
    .filter((begun) => !listed.some((one) => isOf(one, begun)))
    .map(
      (begun) => `A checkpoint of the school "${school}" was taken at ${inPrint(begun)}, and its file is not there.`,
    );
  const lengths = new Map(records.map(({ id, entries }) => [id, entries?.length ?? 0]));
  for (const [index, of] of listed.entries()) {
    const known = new Map(listed[index - 1]?.lines.map(({ id, seq }) => [id, seq]));
    const newer = of.lines.filter(({ id, seq }) => seq > (known.get(id) ?? -1));
    const gone = newer.filter(({ id, seq }) => seq > (lengths.get(id) ?? -1));
    if (taken.some((begun) => isOf(of, begun)) || gone.length * 2 <= newer.length) continue;
    const past = records.flatMap(({ entries = [] }) => entries.map(({ at }) => at)).filter((at) => at <= of.at);
    const last = inPrint(past.sort().at(-1) ?? 'before all of them');
    const count = `${gone.length} of ${newer.length} things that were new before the code ${of.code} are gone`;
    return [...found, `The records of the school "${school}" were put back to about ${last}: ${count}.`];
  }
  return found;
}

/** The files of a folder that may be checkpoints, by name. */
export function readFolder(folder: string): ReadonlyMap<string, string> {
  const all = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile() && one.name.endsWith('.txt'));
  const names = all.map(({ name }) => name).sort();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function main(): number {
  const options = { checkpoints: { type: 'string' }, since: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [path = '', folder = ''] = [positionals[0], values.checkpoints?.replace(/^folder:/, '')];
  // Without a code that somebody kept, all files could be another's, and nothing here would show it.
  const since = readCode(values.since ?? '');
  if (!existsSync(path) || !existsSync(folder) || since === undefined) {
    console.error('Give the file of the records, --checkpoints with their folder, and a whole code with --since.');
    return 2;
  }
  const records = readRecords(path);
  const files = readFolder(folder);
  const wrong = findWrong(records, files, since);
  for (const line of wrong) console.log(line);
  const schools = new Set(records.map(({ school }) => school)).size;
  if (schools > 1)
    console.log('A code speaks for its own school. For each other one, run this again with one of its own.');
  const end = wrong.length === 0 ? ' Nothing was found.' : '';
  console.log(`${records.length} records were held against ${files.size} files.${end}`);
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

import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadRelease, type OpenedRecord, type ReleasePlaces } from '../../scripts/release-modules.ts';
import { fillRecords, goOn } from '../../scripts/release-story.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// A school that takes a new version has records of the old one, and goes back to the old one when the new one fails it.
// The rule: a record of a kind that a release knew stays readable to it. Of a kind that came later it says so.

const FIXTURES = import.meta.dirname;
const THIS_VERSION = resolve('.');
const DAY_LATER = 24 * 3_600_000;

const releaseSchema = z.object({
  version: z.string(),
  kinds: z.array(z.string()),
  at: z.string(),
  records: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      status: z.string(),
      entries: z.number(),
      owed: z.number(),
      state: z.unknown(),
    }),
  ),
});

/** Every release that left something behind, the newest last. */
const versions = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }));

/** Those that no version after them can be left for: they know nothing of the events that concerns have had since. */
const leftForGood = ['0.1.0'];
/** The release that a school goes back to. */
const previous = versions.filter((version) => !leftForGood.includes(version)).slice(-1);

const folder = temporaryFolder();
afterAll(() => folder.remove());

it('every release left something behind', () => {
  expect(versions).toEqual(expect.arrayContaining(['0.1.0', '0.2.0', '0.3.0']));
});

describe.each(versions)('the records that %s has written', (version) => {
  const release = releaseOf(version);
  let came: Awaited<ReturnType<typeof goOn>>;

  beforeAll(async () => {
    const places = { ...copyOf(version), schoolFile: join(sourcesOf(version), 'config/oakfield.yaml') };
    came = await goOn(await loadRelease(THIS_VERSION), places, aDayAfter(release.at));
  });

  it('are all there in this version, every one as it was written', () => {
    expect(came.damaged).toEqual([]);
    expect(came.records.filter(({ kind }) => release.kinds.includes(kind))).toHaveLength(release.records.length);
    // There may be more in a state by now, and nothing less.
    for (const record of release.records) expect(recordIn(came.records, record.id)).toMatchObject(record);
  });

  it('are gone on with: what was owed is delivered, what is due is done, and a note is added', () => {
    const owing = release.records.filter(({ owed }) => owed > 0);
    expect(owing.length).toBeGreaterThan(1);
    for (const { id } of owing) expect(recordIn(came.after, id)).toMatchObject({ owed: 0 });
    expect(came.posted).toBeGreaterThanOrEqual(owing.length);
    const noted = recordIn(came.after, came.noted);
    expect(noted?.entries).toBeGreaterThan(recordIn(came.records, came.noted)?.entries ?? 0);
    expect(came.after.filter(({ kind }) => kind === 'draft' || kind === 'arrival')).toEqual([]);
    expect(came.failures).toEqual([]);
    expect(came.damagedAfter).toEqual([]);
  });
});

it('what is left for good is said to those who look after a school', () => {
  const said = readFileSync('docs/releases.md', 'utf8');
  for (const version of leftForGood) expect(said).toContain(`broke the second of these with ${version}`);
});

describe.each(previous)('the records that this version has written, and %s goes on with', (version) => {
  const release = releaseOf(version);
  const isNew = ({ kind }: OpenedRecord) => !release.kinds.includes(kind);
  let sources: string;
  let places: ReleasePlaces;
  let filled: Awaited<ReturnType<typeof fillRecords>>;

  beforeAll(async () => {
    sources = sourcesOf(version);
    places = {
      database: folder.path('this.db'),
      keys: folder.path('this.json'),
      schoolFile: resolve('config/oakfield.yaml'),
    };
    filled = await fillRecords(await loadRelease(THIS_VERSION), places);
  });

  it('are found whole by the `verify` of the newest release, but for kinds that it does not know', async () => {
    const { code, out } = await run([join(sources, 'src/cli.ts'), 'verify'], {
      STORE: `sqlite:${places.database}`,
      VAULT: `file:${places.keys}`,
    });
    const unknown = filled.records.filter(isNew);
    const lines = out.split('\n').filter((line) => line.startsWith('DAMAGED'));
    expect(lines.toSorted()).toEqual(
      unknown
        .map(
          ({ id, kind }) => `DAMAGED ${id} (oakfield): It is of the kind "${kind}", which this version does not know.`,
        )
        .toSorted(),
    );
    expect(out).toContain(`${filled.records.length} records were checked`);
    // Here they are kept nowhere, which a release that knows of checkpoints has to say.
    const isMissed = release.kinds.includes('checkpoint');
    const found = out.split('\n').filter((line) => line.startsWith('FOUND'));
    expect(found).toEqual(isMissed ? [expect.stringContaining('No checkpoint is in the folder of checkpoints')] : []);
    expect(code).toBe(unknown.length > 0 || isMissed ? 1 : 0);
  });

  it('are gone on with by the newest release, and then by this version again', async () => {
    const { code, out, err } = await run([
      join(FIXTURES, 'use-release.ts'),
      ...[sources, places.database, places.keys, join(sources, 'config/oakfield.yaml'), aDayAfter(filled.at)],
    ]);
    expect([code, err]).toEqual([0, '']);
    const came = JSON.parse(out) as Awaited<ReturnType<typeof goOn>>;
    const known = filled.records.filter((record) => !isNew(record));
    expect(came.records).toHaveLength(known.length);
    for (const { state: _, ...record } of known) expect(recordIn(came.records, record.id)).toMatchObject(record);
    expect(came.damaged.filter(({ reference }) => recordIn(known, reference) !== undefined)).toEqual([]);
    expect(came.after.filter(({ owed }) => owed > 0)).toEqual([]);
    const back = await goOn(await loadRelease(THIS_VERSION), places, aDayAfter(aDayAfter(filled.at)));
    expect(back.damaged).toEqual([]);
    expect(recordIn(back.records, came.noted)?.entries).toBe(recordIn(came.after, came.noted)?.entries);
    for (const { id, state } of known)
      expect(stepsIn(recordIn(back.records, id)?.state)).toEqual(allOf(stepsIn(state)));
    expect(back.failures).toEqual([]);
  });
});

function releaseOf(version: string) {
  return releaseSchema.parse(JSON.parse(readFileSync(join(FIXTURES, version, 'release.json'), 'utf8')));
}

/** The sources of a release, unpacked, with the packages of this version. */
function sourcesOf(version: string): string {
  const path = folder.path(`sources-${version}-${Math.random()}`);
  mkdirSync(path);
  const [now, before] = [join(FIXTURES, version, 'source.tar.zst'), join(FIXTURES, version, 'source.tgz')];
  const packed = existsSync(now) ? zstdDecompressSync(readFileSync(now)) : gunzipSync(readFileSync(before));
  execFileSync('tar', ['-x', '-C', path], { input: packed });
  symlinkSync(resolve('node_modules'), join(path, 'node_modules'));
  return path;
}

/** A copy of what a release left behind. Git keeps no modes, and keys that others can read are refused. */
function copyOf(version: string): Omit<ReleasePlaces, 'schoolFile'> {
  const [database, keys] = [folder.path(`${version}.db`), folder.path(`${version}.json`)];
  copyFileSync(join(FIXTURES, version, 'records.db'), database);
  copyFileSync(join(FIXTURES, version, 'keys.json'), keys);
  chmodSync(keys, 0o600);
  return { database, keys };
}

/** What has been done in a case, as its state has it. */
function stepsIn(state: unknown): readonly unknown[] {
  return (state as { readonly file?: { readonly steps?: readonly unknown[] } } | undefined)?.file?.steps ?? [];
}

/** These first, and then whatever came. */
function allOf(first: readonly unknown[]): unknown {
  return expect.toSatisfy((all: readonly unknown[]) => isDeepStrictEqual(all.slice(0, first.length), first));
}

function recordIn(records: readonly OpenedRecord[], id: string): OpenedRecord | undefined {
  return records.find((one) => one.id === id);
}

function aDayAfter(at: string): string {
  return new Date(Date.parse(at) + DAY_LATER).toISOString();
}

async function run(words: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  return await new Promise<{ code: number; out: string; err: string }>((done) => {
    const { PATH = '' } = process.env;
    const options = { env: { PATH, ...variables }, maxBuffer: 10_000_000 };
    execFile(process.execPath, words, options, (error, out, err) => done({ code: Number(error?.code ?? 0), out, err }));
  });
}

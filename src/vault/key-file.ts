import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { KEY_BYTES, KEY_ID } from './data-keys.ts';
import { systemCode, toVaultFault, vaultFault } from './faults.ts';
import { type HeldLock, whileLocked } from './file-lock.ts';

/** How often a change is begun anew where other processes took over the lock. */
const MOST_TRIES = 10;

/** base64url that stands for 32 bytes and is written as those bytes are. */
const key = z.base64url().refine((text) => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === KEY_BYTES && bytes.toString('base64url') === text;
});

const schoolKeys = z.strictObject({
  school: z.string(),
  keyId: z.string().regex(KEY_ID),
  wrappingKey: key,
  tokenKey: key,
});

const keyFile = z
  .strictObject({ format: z.literal('safeguarding-bot/keys/1'), schools: z.array(schoolKeys) })
  .refine(({ schools }) => new Set(schools.map(({ school }) => school)).size === schools.length)
  .refine(({ schools }) => new Set(schools.map(({ keyId }) => keyId)).size === schools.length);

/** The keys of one school as they stand in the file. */
export type SchoolKeys = z.infer<typeof schoolKeys>;

type KeyFile = z.infer<typeof keyFile>;

/**
 * Where the keys are, after the file was made if it was not there. Follows a link, and refuses one that leads into a
 * folder that others can write.
 */
export async function prepareKeyFile(path: string): Promise<string> {
  const file = await locate(path);
  if (await isThere(file)) return file;
  await makeFolder(dirname(file));
  await change(file, (contents) => contents ?? { format: 'safeguarding-bot/keys/1', schools: [] });
  return file;
}

/** The keys of all schools. Refuses a file that is not ours, or that others can read. */
export async function readKeyFile(file: string): Promise<readonly SchoolKeys[]> {
  return (await read(file)).schools;
}

/** The keys of all schools, after keys for `school` were made if it has none. Safe against other processes. */
export async function addSchool(file: string, school: string): Promise<readonly SchoolKeys[]> {
  const { schools } = await change(file, (contents) => {
    if (contents === undefined) throw vaultFault('vault-key-missing', `${file} is gone`);
    if (contents.schools.some((known) => known.school === school)) return contents;
    return { ...contents, schools: [...contents.schools, makeKeys(school)] };
  });
  return schools;
}

function makeKeys(school: string): SchoolKeys {
  const random = (bytes: number) => randomBytes(bytes).toString('base64url');
  return { school, keyId: random(9), wrappingKey: random(KEY_BYTES), tokenKey: random(KEY_BYTES) };
}

async function locate(path: string): Promise<string> {
  const named = resolve(path);
  const stats = await lstat(named).catch(unlessMissing);
  if (!stats?.isSymbolicLink()) return named;
  const file = await realpath(named).catch(unlessMissing);
  if (file === undefined) throw vaultFault('vault-key-invalid', `${named} is a link that leads nowhere`);
  if (process.platform === 'win32') return file;
  const { mode } = await stat(dirname(file));
  const othersMayReplace = (mode & 0o022) !== 0 && (mode & 0o1000) === 0;
  if (othersMayReplace) throw vaultFault('vault-key-exposed', `${named} leads to ${file}`);
  return file;
}

async function read(file: string): Promise<KeyFile> {
  const text = await readPrivate(file);
  const parsed = keyFile.safeParse(parseJson(text));
  if (!parsed.success) throw vaultFault('vault-key-invalid', file);
  return parsed.data;
}

/** Looks at the mode of what it has opened, so that nothing can be put in its place in between. */
async function readPrivate(file: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK a named pipe would be waited for.
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile()) throw vaultFault('vault-key-invalid', `${file} is not a file`);
    if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) throw vaultFault('vault-key-exposed', file);
    return await handle.readFile('utf8');
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') throw vaultFault('vault-key-missing', `${file} is gone`);
    throw toVaultFault(thrown, file);
  } finally {
    await handle?.close();
  }
}

/** Reads, changes and rewrites the file while no other process does. What it gives was read from the file again. */
async function change(file: string, next: (contents: KeyFile | undefined) => KeyFile): Promise<KeyFile> {
  try {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const kept = await whileLocked(file, async (lock) => {
        await takeAwayUnfinished(file);
        const contents = (await isThere(file)) ? await read(file) : undefined;
        const changed = next(contents);
        if (changed === contents) return changed;
        if (!(await write(file, `${JSON.stringify(changed, undefined, 2)}\n`, lock))) return undefined;
        const written = await read(file);
        return isDeepStrictEqual(written, changed) ? written : undefined;
      });
      if (kept !== undefined) return kept;
    }
  } catch (thrown) {
    throw toVaultFault(thrown, file);
  }
  throw vaultFault('vault-failed', `${file}; other processes change it all the time`);
}

/**
 * Replaces the file in one step, and returns when that is on the disk: a key must not be used before. False when the
 * lock was lost. Whoever takes it over takes away what stands ready here before it reads, so that a process which
 * stood still cannot put it in place after that.
 */
async function write(file: string, text: string, { id, holds }: HeldLock): Promise<boolean> {
  const fresh = `${file}.${id}.new`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (!(await holds())) {
    await rm(fresh, { force: true });
    return false;
  }
  try {
    await rename(fresh, file);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return false;
    throw thrown;
  }
  await syncFolder(dirname(file));
  return true;
}

/** What a process that was killed, or lost its lock, had begun to write. */
async function takeAwayUnfinished(file: string): Promise<void> {
  const ours = `${basename(file)}.`;
  const names = await readdir(dirname(file));
  for (const name of names.filter((each) => each.startsWith(ours) && each.endsWith('.new')))
    await rm(join(dirname(file), name), { force: true });
}

/** Makes the folder, and those it stands in, for the owner alone, and puts their names on the disk. */
async function makeFolder(folder: string): Promise<void> {
  try {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    for (let at = folder; at !== dirname(first); at = dirname(at)) await syncFolder(dirname(at));
  } catch (thrown) {
    throw toVaultFault(thrown, folder);
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // A folder cannot be opened there, and needs no such care.
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isThere(file: string): Promise<boolean> {
  return (await lstat(file).catch(unlessMissing)) !== undefined;
}

function unlessMissing(thrown: unknown): undefined {
  if (systemCode(thrown) !== 'ENOENT') throw toVaultFault(thrown);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, link, lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../application/faults.ts';

// Files that are on the disk, with their names, before anybody relies on them.

/** Copies a file for this account alone, and returns when the copy is on the disk. Never onto a file that is there. */
export async function copySurely(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }));
}

/** Writes a new file for this account alone, and returns when it is on the disk. */
export async function writeSurely(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts what somebody else wrote into a file on the disk. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts the names in a folder on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // A folder cannot be opened there, and needs no such care.
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder, and those it stands in, for this account alone. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = resolve(folder); at !== dirname(resolve(first)); at = dirname(at)) await syncFolder(dirname(at));
}

/** Gives a finished file its name, unless something has that name: then it throws `EEXIST`. */
export async function putInPlace(fresh: string, file: string): Promise<void> {
  try {
    await link(fresh, file);
    await rm(fresh);
  } catch (thrown) {
    // A disk that knows no links, such as a share of Windows.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(systemCode(thrown) ?? '')) throw thrown;
    if (await isThere(file)) throw Object.assign(new Error('already there', { cause: thrown }), { code: 'EEXIST' });
    await rename(fresh, file);
  }
  await syncFolder(dirname(file));
}

/** The length of a file and its SHA-256, in hexadecimal, as they are on the disk. */
export async function sumOf(file: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Whether something stands there, be it a link that leads nowhere. */
export async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    (thrown: unknown) => {
      if (systemCode(thrown) === 'ENOENT' || systemCode(thrown) === 'ENOTDIR') return false;
      throw thrown;
    },
  );
}

/** Whether one place is the other or lies in it, wherever links lead. Neither need be there. */
export async function liesIn(inner: string, outer: string): Promise<boolean> {
  const way = relative(await realPlace(outer), await realPlace(inner));
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || resolve(way) === way);
}

async function realPlace(path: string): Promise<string> {
  const named = resolve(path);
  const isHere = await access(named).then(
    () => true,
    () => false,
  );
  if (isHere || dirname(named) === named) return await realpath(named);
  return join(await realPlace(dirname(named)), basename(named));
}

const noRoom = ['ENOSPC', 'EDQUOT', 'EFBIG', 'store-full'];
const noRight = ['EACCES', 'EPERM', 'EROFS', 'store-read-only'];

/** The fault that stands for what a disk did not do: what it was about, and what is safe. */
export function diskFault(thrown: unknown, { about, safe }: { readonly about: string; readonly safe: string }): Fault {
  const code = systemCode(thrown) ?? sqliteCode(thrown);
  if (thrown instanceof Fault && !noRoom.includes(thrown.code) && !noRight.includes(thrown.code)) return thrown;
  if (code === undefined) throw thrown;
  if (noRoom.includes(code))
    return new Fault(`${about} has no room for it (${code}).`, {
      code: 'backup-no-room',
      whatToDo: `Free space there, and run this again. ${safe}`,
      cause: thrown,
    });
  if (noRight.includes(code))
    return new Fault(`This account may not read or write ${about} (${code}).`, {
      code: 'backup-no-right',
      whatToDo: `Run this as the account of the service, and let it own the folders. ${safe}`,
      cause: thrown,
    });
  return new Fault(`${about} could not be read or written (${code}).`, {
    code: 'backup-failed',
    whatToDo: `See to that disk, and run this again. ${safe}`,
    cause: thrown,
  });
}

/** The code of what a system call, or one of our own faults, said. */
function systemCode(thrown: unknown): string | undefined {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && !code.startsWith('ERR_') ? code : undefined;
}

/** Of an error of SQLite, whose fixed sentence quotes nothing; 13 is SQLITE_FULL. */
function sqliteCode(thrown: unknown): string | undefined {
  const result = typeof thrown === 'object' && thrown !== null && 'errcode' in thrown ? thrown.errcode : undefined;
  if (typeof result !== 'number') return undefined;
  return (result & 0xff) === 13 ? 'ENOSPC' : `SQLite ${result}`;
}

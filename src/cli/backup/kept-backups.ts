import { createHash, randomUUID } from 'node:crypto';
import { readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { HOUR } from '../../domain/instant.ts';
import { type Backup, backupsIn } from './backup-note.ts';
import { syncFolder } from './sure-files.ts';

// A folder of backups may be shared by mistake, or by another machine: only what is one's own is ever removed.

/** How a folder is called that is no backup yet, or any more. */
const UNFINISHED = /^\.\d{4}-[\dTZ-]+\.[0-9a-f-]{36}\.(?<mark>[0-9a-f]{12})\.unfinished$/;

/** How long what another database left is taken for work under way. */
const LEFT_MS = 24 * HOUR;

/** A name for what is being made or removed; tells which database on which machine it is of. */
export async function unfinishedName(name: string, database: string): Promise<string> {
  return `.${name}.${randomUUID()}.${await markOf(database)}.unfinished`;
}

/**
 * Takes away what was begun for this database and cut off; its caller holds the database, so no other backup of it is
 * under way. What is of another one goes when nothing was written into it for a day.
 */
export async function removeUnfinished(folder: string, database: string, now: string): Promise<void> {
  const own = await markOf(database);
  for (const name of await readdir(folder)) {
    const mark = UNFINISHED.exec(name)?.groups?.['mark'];
    if (mark === undefined) continue;
    const path = join(folder, name);
    if (mark === own || (await isLeft(path, now))) await rm(path, { recursive: true, force: true });
  }
}

async function isLeft(path: string, now: string): Promise<boolean> {
  const written = await stat(path).catch(() => undefined);
  return written !== undefined && Date.parse(now) - written.mtimeMs > LEFT_MS;
}

async function markOf(database: string): Promise<string> {
  const text = `${hostname()}\n${await realpath(database)}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** The newest backup in a folder that holds none of the keys that this one was made with; undefined where all do. */
export async function strangerIn(folder: string, keyIds: readonly string[]): Promise<Backup | undefined> {
  const others = (await backupsIn(folder)).filter(({ note }) => note.keyIds.length > 0);
  return keyIds.length === 0 ? undefined : others.find((one) => !isOf(one, keyIds));
}

function isOf({ note }: Backup, keyIds: readonly string[]): boolean {
  return note.keyIds.some((id) => keyIds.includes(id));
}

interface KeepWanted {
  /** The one that was just made. */
  readonly made: Backup;
  /** How many stay; all of them if not given. */
  readonly keep?: number | undefined;
  readonly database: string;
}

/**
 * Removes all backups of the same keys but the newest, and never the one that was just made. What is no backup, or
 * somebody else's, is left where it is. Gives the names of those that were removed.
 */
export async function removeBackups(
  folder: string,
  { made, keep = Number.POSITIVE_INFINITY, database }: KeepWanted,
): Promise<readonly string[]> {
  const own = (await backupsIn(folder)).filter((one) => one.folder === made.folder || isOf(one, made.note.keyIds));
  const removed: string[] = [];
  for (const one of own.slice(keep).filter((each) => each.folder !== made.folder)) {
    // First of all its name, so that what is half removed is not taken for a backup.
    const left = join(folder, await unfinishedName(basename(one.folder), database));
    await rename(one.folder, left);
    await syncFolder(folder);
    await rm(left, { recursive: true, force: true });
    removed.push(basename(one.folder));
  }
  return removed;
}

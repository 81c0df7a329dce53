import { existsSync, statSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Fault } from '../../application/faults.ts';
import type { VerificationSince } from '../../application/verify-checkpoints.ts';
import type { Places } from '../../config.ts';
import { holdDatabase, readKeyFile } from '../../open-records.ts';
import { verifyRecords } from '../verify.ts';
import { isWhole } from '../verify-words.ts';
import { type BackupNote, folderNameOf, type KeptFile, NOTE, parts, readBackup } from './backup-note.ts';
import { removeBackups, removeUnfinished, strangerIn, unfinishedName } from './kept-backups.ts';
import { type KeysKept, keepKeys, noFolder } from './kept-keys.ts';
import { copySurely, diskFault, isThere, makeFolder, sumOf, syncFile, syncFolder, writeSurely } from './sure-files.ts';

export interface BackupWanted {
  readonly places: Places;
  /** A folder of backups, which is there. */
  readonly to: string;
  /** Another folder, which is there, for the key file. */
  readonly keysTo?: string;
  /** How many backups stay; all of them if not given. */
  readonly keep?: number;
  readonly version: string;
  /** Gives the time, in UTC. */
  readonly now: () => string;
}

export interface BackupMade {
  readonly folder: string;
  readonly note: BackupNote;
  /** What a check of the copy found. */
  readonly verification: VerificationSince;
  readonly keys?: KeysKept;
  /** The names of older ones that were removed. */
  readonly removed: readonly string[];
}

const SAFE = 'No backup was made; the records and the older backups are as they were.';

/**
 * Copies the records, their checkpoints and the school file to a folder of their own, reads the copy back, and gives it
 * its name when all of it is on the disk. Where records are damaged it is made all the same, and removes none of the
 * older ones. Rejects with a `Fault`, and leaves nothing then that looks like a backup.
 */
export async function makeBackup(wanted: BackupWanted): Promise<BackupMade> {
  const { places, to } = wanted;
  const source = databaseOf(places);
  await refuseMissing(places, to);
  const held = hold(source);
  try {
    const at = wanted.now();
    await removeUnfinished(to, source, at);
    const keys = await keepKeys(wanted, at);
    const fresh = join(to, await unfinishedName(folderNameOf(at), source));
    await mkdir(fresh, { mode: 0o700 });
    try {
      held.copyTo(join(fresh, parts.database));
      await chmod(join(fresh, parts.database), 0o600);
      const { note, verification } = await finish(wanted, { fresh, at });
      const stranger = await strangerIn(to, note.keyIds);
      if (stranger !== undefined) throw ofAnother(stranger.folder);
      const folder = join(to, folderNameOf(at));
      if (await isThere(folder)) throw sameSecond(folder);
      await rename(fresh, folder);
      await syncFolder(to);
      const removed = note.isWhole
        ? await removeBackups(to, { made: { folder, note }, keep: wanted.keep, database: source })
        : [];
      return { folder, note, verification, removed, ...(keys === undefined ? {} : { keys }) };
    } catch (thrown) {
      await rm(fresh, { recursive: true, force: true }).catch(() => undefined);
      throw thrown;
    }
  } catch (thrown) {
    throw diskFault(thrown, { about: to, safe: SAFE });
  } finally {
    held.close();
  }
}

/** All of them would be made anew somewhere, and an empty store is a whole one. */
async function refuseMissing(places: Places, to: string): Promise<void> {
  const keys = places.vault.kind === 'file' ? [places.vault.path] : [];
  for (const path of [databaseOf(places), ...keys, places.schoolFile])
    try {
      if (!(await isThere(path))) throw notThere(path);
    } catch (thrown) {
      throw diskFault(thrown, { about: path, safe: SAFE });
    }
  if (!existsSync(to)) throw noFolder('--to', to);
}

/** All but the database itself, and the note, which comes last. */
async function finish({ places, version }: BackupWanted, { fresh, at }: { fresh: string; at: string }) {
  const copied = [...(await copyCheckpoints(places, fresh)), ...(await copySchools(places, fresh))];
  const store = { kind: 'sqlite', path: join(fresh, parts.database) } as const;
  const checkpoints = { path: join(fresh, parts.checkpoints) };
  // The file is whole when it was closed again; what is on the disk afterwards is what was checked.
  const verification = await verifyRecords({ store, vault: places.vault, checkpoints });
  await syncFile(store.path);
  const files = [{ path: parts.database, ...(await sumOf(store.path)) }, ...copied];
  const note = {
    format: 'safeguarding-bot/backup/1',
    at,
    version,
    records: Object.fromEntries(verification.schools),
    isWhole: isWhole(verification),
    newestCodes: Object.fromEntries(verification.checkpoints.map((one) => [one.checkpoint.school, one.code])),
    schoolFile: (await stat(places.schoolFile)).isDirectory() ? 'folder' : 'file',
    ...(places.vault.kind === 'file' ? { keysSha256: (await sumOf(places.vault.path)).sha256 } : {}),
    keyIds: await keyIdsOf(places, verification),
    files,
  } as const satisfies BackupNote;
  await writeSurely(join(fresh, NOTE), `${JSON.stringify(note, undefined, 2)}\n`);
  if ((await readBackup(fresh)) === undefined) throw unreadable();
  for (const folder of [checkpoints.path, join(fresh, parts.schools), fresh]) await syncFolder(folder);
  return { note, verification };
}

/** The keys of Key Vault are told by its address and the school: their ids are in the records. */
async function keyIdsOf({ vault }: Places, { schools }: VerificationSince): Promise<readonly string[]> {
  if (vault.kind === 'file') return (await readKeyFile(vault.path)).map(({ keyId }) => keyId);
  return [...schools.keys()].map((school) => `${vault.keyUrl}#${school}`);
}

async function copyCheckpoints({ checkpoints }: Places, fresh: string): Promise<readonly KeptFile[]> {
  await makeFolder(join(fresh, parts.checkpoints));
  if (!existsSync(checkpoints.path)) return [];
  const files = await filesIn(checkpoints.path, /\.txt$/);
  return await copyAll(files, { fresh, part: parts.checkpoints });
}

async function copySchools({ schoolFile }: Places, fresh: string): Promise<readonly KeptFile[]> {
  await makeFolder(join(fresh, parts.schools));
  const isFolder = (await stat(schoolFile)).isDirectory();
  const files = isFolder ? await filesIn(schoolFile, /\.ya?ml$/i) : [schoolFile];
  return await copyAll(files, { fresh, part: parts.schools });
}

async function filesIn(folder: string, ending: RegExp): Promise<readonly string[]> {
  const named = (await readdir(folder)).filter((name) => ending.test(name)).map((name) => join(folder, name));
  return named.filter((file) => statSync(file).isFile());
}

async function copyAll(
  files: readonly string[],
  { fresh, part }: { readonly fresh: string; readonly part: string },
): Promise<readonly KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const file of files) {
    const path = `${part}/${basename(file)}`;
    await copySurely(file, join(fresh, path));
    const [before, after] = [await sumOf(file), await sumOf(join(fresh, path))];
    if (before.sha256 !== after.sha256) throw changedMeanwhile(file);
    kept.push({ path, ...after });
  }
  return kept;
}

/** Where the database is; refuses a store that is backed up in other ways. */
export function databaseOf({ store }: Places): string {
  if (store.kind === 'sqlite') return store.path;
  throw new Fault('The records are in Cosmos DB.', {
    code: 'backup-not-here',
    whatToDo: 'Azure backs them up continuously: docs/deployment.md says how a point in time is restored.',
  });
}

function hold(source: string) {
  try {
    return holdDatabase(source);
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== 'store-in-use') throw thrown;
    throw new Fault('The service has the records open.', {
      code: 'backup-in-use',
      whatToDo:
        'Stop the service, run this again, and start the service anew. docs/small-machine.md does it by itself.',
      cause: thrown,
    });
  }
}

function notThere(path: string): Fault {
  return new Fault(`${path} is not there.`, {
    code: 'records-missing',
    whatToDo: 'Correct STORE, VAULT and SCHOOL_FILE. Nothing was made or changed.',
  });
}

function sameSecond(folder: string): Fault {
  return new Fault(`${folder} is there already.`, {
    code: 'backup-same-second',
    whatToDo: `Run this again in a second, and see whether the clock of this machine is right. ${SAFE}`,
  });
}

function ofAnother(folder: string): Fault {
  return new Fault(`${folder} is a backup of other records, sealed with other keys.`, {
    code: 'backup-of-another',
    whatToDo: `Give each service a folder of its own for its backups, or move those of the other away. ${SAFE}`,
  });
}

function unreadable(): Fault {
  return new Fault('The list of what is in the backup could not be read again.', {
    code: 'backup-unreadable',
    whatToDo: `Look for files with odd names among the checkpoints and the school files. ${SAFE}`,
  });
}

function changedMeanwhile(file: string): Fault {
  return new Fault(`${file} was changed while it was copied, or its copy reads differently.`, {
    code: 'backup-differs',
    whatToDo: `Run this again, and see to the disks if it comes back. ${SAFE}`,
  });
}

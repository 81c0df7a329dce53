import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../application/faults.ts';
import type { VerificationSince } from '../../application/verify-checkpoints.ts';
import type { Places } from '../../config.ts';
import { verifyRecords } from '../verify.ts';
import { type Backup, backupsIn, parts, readBackup } from './backup-note.ts';
import { findKeys, keysOfKeyVault } from './kept-keys.ts';
import { databaseOf } from './make-backup.ts';
import { copySurely, diskFault, isThere, makeFolder, putInPlace, sumOf } from './sure-files.ts';

export interface RestoreWanted {
  readonly places: Places;
  /** The folder of one backup. */
  readonly from: string;
  /** A key file, or a folder of them. */
  readonly keysFrom?: string;
}

export interface Restored {
  readonly backup: Backup;
  readonly verification: VerificationSince;
  /** The checkpoints that stood here and are not in the backup: what they list and it lacks is lost. */
  readonly newerCheckpoints: readonly string[];
}

/** A file that is to come to its place. */
interface Part {
  readonly from: string;
  readonly to: string;
  readonly sha256: string;
}

const SAFE = 'Nothing was restored; the backup is as it was.';
const RESTORING = '.restoring';

/**
 * Puts a backup where the variables say, if nothing else stands there, and checks the records as `verify` does. First it
 * looks at every byte of the backup, and whether the keys open it. Rejects with a `Fault`; then what it had put there is
 * taken away again.
 */
export async function restoreBackup(wanted: RestoreWanted): Promise<Restored> {
  const { places } = wanted;
  const database = databaseOf(places);
  const backup = await wholeBackup(wanted.from);
  try {
    const keys = await keysPart(wanted, backup);
    const others = partsOf(backup, places);
    const all = [...(keys === undefined ? [] : [keys]), ...others];
    await refuseWhatStands(all, database);
    const newerCheckpoints = await checkpointsBeside(backup, places);
    await removeStaged(all);
    await place(all, (stagedAt) => refuseOtherKeys({ places, backup, stagedAt, database, keys }));
    const verification = await verifyRecords(places);
    return { backup, verification, newerCheckpoints };
  } catch (thrown) {
    throw diskFault(thrown, { about: dirname(database), safe: SAFE });
  }
}

async function wholeBackup(from: string): Promise<Backup> {
  const backup = await readBackup(from);
  if (backup === undefined) throw noBackup(from, await backupsIn(from).catch(() => []));
  const bad: string[] = [];
  for (const { path, sha256 } of backup.note.files) {
    const sum = await sumOf(join(from, path)).catch(() => undefined);
    if (sum?.sha256 !== sha256) bad.push(sum === undefined ? `${path} cannot be read` : `${path} was altered`);
  }
  if (!backup.note.files.some(({ path }) => path === parts.database)) bad.push(`${parts.database} is not in its list`);
  if (bad.length > 0) throw damaged(from, bad);
  return backup;
}

/** Each file with its place; the database comes last, as a service that finds none would begin a new one. */
function partsOf({ folder, note }: Backup, { store, checkpoints, schoolFile }: Places): readonly Part[] {
  const isDatabase = ({ path }: { readonly path: string }) => path === parts.database;
  const files = [...note.files.filter((file) => !isDatabase(file)), ...note.files.filter(isDatabase)];
  return files.map(({ path, sha256 }) => ({ from: join(folder, path), to: placeOf(path), sha256 }));

  function placeOf(path: string): string {
    if (path === parts.database && store.kind === 'sqlite') return store.path;
    const name = basename(path);
    if (path.startsWith(`${parts.checkpoints}/`)) return join(checkpoints.path, name);
    return note.schoolFile === 'file' ? schoolFile : join(schoolFile, name);
  }
}

/** Undefined where the keys are here already, or in Key Vault. */
async function keysPart({ places, keysFrom }: RestoreWanted, { note }: Backup): Promise<Part | undefined> {
  const { vault } = places;
  if (vault.kind !== 'file') {
    if (keysFrom !== undefined) throw keysOfKeyVault('--keys-from');
    return undefined;
  }
  if (keysFrom === undefined) {
    if (existsSync(vault.path)) return undefined;
    throw noKeys(vault.path);
  }
  const from = await findKeys(keysFrom, note.keysSha256);
  return { from, to: vault.path, sha256: (await sumOf(from)).sha256 };
}

/** What stands there with the same content, as after a restore that was cut off, is as good as restored. */
async function refuseWhatStands(all: readonly Part[], database: string): Promise<void> {
  const standing: string[] = [];
  for (const path of [database, `${database}-wal`]) if (await isThere(path)) standing.push(path);
  for (const part of all)
    if (part.to !== database && (await isThere(part.to)) && !(await isSame(part))) standing.push(part.to);
  if (standing.length > 0) throw inTheWay(standing);
}

async function isSame({ to, sha256 }: Part): Promise<boolean> {
  if (!(await stat(to)).isFile()) return false;
  return (await sumOf(to)).sha256 === sha256;
}

async function checkpointsBeside({ note }: Backup, { checkpoints }: Places): Promise<readonly string[]> {
  const known = new Set(note.files.map(({ path }) => path));
  if (!existsSync(checkpoints.path)) return [];
  const names = (await readdir(checkpoints.path)).filter((name) => name.endsWith('.txt'));
  return names.filter((name) => !known.has(`${parts.checkpoints}/${name}`)).toSorted();
}

/** Copies everything beside its place, lets somebody look at it, and then gives each file its name, or none. */
async function place(all: readonly Part[], look: (stagedAt: (to: string) => string) => Promise<void>): Promise<void> {
  const id = randomUUID();
  const missing: Part[] = [];
  for (const part of all) if (!(await isThere(part.to))) missing.push(part);
  const stagedAt = (to: string) => (missing.some((part) => part.to === to) ? `${to}.${id}${RESTORING}` : to);
  const placed: string[] = [];
  try {
    for (const part of missing) {
      await makeFolder(dirname(part.to));
      await copySurely(part.from, stagedAt(part.to));
    }
    await look(stagedAt);
    for (const part of missing) {
      await putInPlace(stagedAt(part.to), part.to);
      placed.push(part.to);
    }
  } catch (thrown) {
    for (const file of placed) await rm(file, { force: true });
    throw thrown;
  } finally {
    await removeStaged(missing);
  }
}

/** What a restore has copied and not put in its place. */
async function removeStaged(all: readonly Part[]): Promise<void> {
  for (const folder of new Set(all.map(({ to }) => dirname(to)))) {
    if (!existsSync(folder)) continue;
    const left = (await readdir(folder)).filter((name) => name.includes(RESTORING));
    for (const name of left) await rm(join(folder, name), { force: true });
  }
}

/** Records that are damaged are restored all the same: there is nothing better. With other keys nobody could read any. */
async function refuseOtherKeys(of: {
  readonly places: Places;
  readonly backup: Backup;
  readonly stagedAt: (to: string) => string;
  readonly database: string;
  readonly keys: Part | undefined;
}): Promise<void> {
  const { places, backup, stagedAt, database, keys } = of;
  const store = { kind: 'sqlite', path: stagedAt(database) } as const;
  const vault = keys === undefined ? places.vault : ({ kind: 'file', path: stagedAt(keys.to) } as const);
  try {
    await verifyRecords({ store, vault, checkpoints: { path: join(backup.folder, parts.checkpoints) } });
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'records-of-other-keys') throw otherKeys(keys?.from, thrown);
    throw thrown;
  }
}

function noBackup(from: string, inside: readonly Backup[]): Fault {
  const [newest] = inside;
  return new Fault(`${from} is no whole backup.`, {
    code: 'restore-no-backup',
    whatToDo:
      newest === undefined
        ? `Name the folder of one backup, such as FOLDER/2026-11-23T02-30-00Z. One that was cut off has no backup.json. ${SAFE}`
        : `It holds backups: name one of them. The newest is ${newest.folder}. ${SAFE}`,
  });
}

function damaged(from: string, bad: readonly string[]): Fault {
  return new Fault(`The backup ${from} is damaged:${bad.map((line) => `\n  ${line}`).join('')}`, {
    code: 'restore-damaged',
    whatToDo: `Take another backup, or another copy of this one. ${SAFE}`,
  });
}

function noKeys(path: string): Fault {
  return new Fault(`The key file ${path} is not there, and --keys-from names none.`, {
    code: 'restore-no-keys',
    whatToDo: `Name the folder with the copy of the key file in --keys-from. Without it nobody can read the records. ${SAFE}`,
  });
}

function inTheWay(standing: readonly string[]): Fault {
  return new Fault(`Something stands where the backup has to go:${standing.map((path) => `\n  ${path}`).join('')}`, {
    code: 'restore-in-the-way',
    whatToDo: `Stop the service, move each of these to another folder, do not delete it, and run this again. ${SAFE}`,
  });
}

function otherKeys(from: string | undefined, cause: Fault): Fault {
  const which = from === undefined ? 'the key file that is here already' : from;
  return new Fault(`Not one record of the backup can be read with ${which}.`, {
    code: 'restore-other-keys',
    whatToDo: `Name the key file that belongs to this backup in --keys-from, and move one that stands in its place away. ${SAFE}`,
    cause,
  });
}

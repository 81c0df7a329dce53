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
  /** The folder of one backup, or one that holds several: then the newest. */
  readonly from: string;
  /** A key file, or a folder of them. */
  readonly keysFrom?: string;
  /** What time it is, in UTC. */
  readonly now: string;
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

/** How the name of a file ends that is not in its place yet; SQLite adds to that of its own. */
const RESTORING = '.restoring';
const STAGED = /\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.restoring(-wal|-shm|-journal)?$/;

/**
 * Puts a backup where the variables say, if nothing else stands there, and checks the records as `verify` does. First it
 * looks at every byte of the backup, and whether the keys open it. Rejects with a `Fault`; then what it had put there is
 * taken away again, but where only the last check could not be made.
 */
export async function restoreBackup(wanted: RestoreWanted): Promise<Restored> {
  const backup = await wholeBackup(wanted);
  const newerCheckpoints = await placeBackup(backup, wanted);
  try {
    return { backup, verification: await verifyRecords(wanted.places), newerCheckpoints };
  } catch (thrown) {
    // All stays where it is: whoever has the records open now, such as a service, may have written into them.
    throw unchecked(backup.folder, thrown);
  }
}

/** Gives the checkpoints that stood there and are not in the backup. */
async function placeBackup(backup: Backup, wanted: RestoreWanted): Promise<readonly string[]> {
  const { places } = wanted;
  const database = databaseOf(places);
  try {
    const keys = await keysPart(wanted, backup);
    const others = partsOf(backup, places);
    const all = [...(keys === undefined ? [] : [keys]), ...others];
    await refuseWhatStands(all, database);
    const newerCheckpoints = await checkpointsBeside(backup, places);
    await removeStaged(all);
    await place(all, (stagedAt) => refuseOtherKeys({ places, backup, stagedAt, database, keys }));
    return newerCheckpoints;
  } catch (thrown) {
    throw diskFault(thrown, { about: dirname(database), safe: SAFE });
  }
}

async function wholeBackup({ places, from, now }: RestoreWanted): Promise<Backup> {
  databaseOf(places);
  const inside = await backupsIn(from).catch(() => []);
  const backup = (await readBackup(from)) ?? newestOf(inside, now);
  if (backup === undefined) throw noBackup(from);
  const { folder } = backup;
  const bad: string[] = [];
  for (const { path, sha256 } of backup.note.files) {
    const sum = await sumOf(join(folder, path)).catch(() => undefined);
    if (sum?.sha256 !== sha256) bad.push(sum === undefined ? `${path} cannot be read` : `${path} was altered`);
  }
  if (!backup.note.files.some(({ path }) => path === parts.database)) bad.push(`${parts.database} is not in its list`);
  if (bad.length > 0) throw damaged(folder, bad, inside[inside.findIndex((one) => one.folder === folder) + 1]);
  return backup;
}

/** Where a clock was wrong once, here or when a backup was made, nobody can tell by its time which is the newest. */
function newestOf([newest]: readonly Backup[], now: string): Backup | undefined {
  if (newest !== undefined && newest.note.at > now) throw ofTomorrow(newest);
  return newest;
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
  const from = await findKeys(keysFrom, note);
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
    const left = (await readdir(folder)).filter((name) => STAGED.test(name));
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

function noBackup(from: string): Fault {
  return new Fault(`${from} is no whole backup, and holds none.`, {
    code: 'restore-no-backup',
    whatToDo: `Name the folder that --to named, or one backup in it, such as FOLDER/2026-11-23T02-30-00Z. One that was cut off has no backup.json. ${SAFE}`,
  });
}

function ofTomorrow({ folder }: Backup): Fault {
  return new Fault(`By the clock of this machine, the newest backup, ${folder}, is yet to be made.`, {
    code: 'restore-of-tomorrow',
    whatToDo: `Set the clock, or name the backup that you want in --from: when that one was made, a clock may have been wrong. ${SAFE}`,
  });
}

function damaged(folder: string, bad: readonly string[], older: Backup | undefined): Fault {
  const other = older === undefined ? 'another backup' : `the backup before it, --from ${older.folder}`;
  return new Fault(`The backup ${folder} is damaged:${bad.map((line) => `\n  ${line}`).join('')}`, {
    code: 'restore-damaged',
    whatToDo: `Take another copy of this one, or ${other}. ${SAFE}`,
  });
}

function unchecked(folder: string, cause: unknown): Fault {
  const why = cause instanceof Fault ? `: ${cause.message}` : '.';
  return new Fault(`All of ${folder} is in its place, but could not be checked there${why}`, {
    code: 'restore-unchecked',
    whatToDo: 'Do not restore it again. Stop the service if it was started, and run "safeguarding verify".',
    cause,
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

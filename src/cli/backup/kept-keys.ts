import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../application/faults.ts';
import type { VaultPlace } from '../../config-places.ts';
import { readKeyFile } from '../../open-records.ts';
import { type BackupNote, folderNameOf } from './backup-note.ts';
import { copySurely, diskFault, liesIn, putInPlace, sumOf } from './sure-files.ts';

// Keys are kept apart from the backups that they open, each state of the key file once, and none over another.

/** What became of the key file. */
export interface KeysKept {
  readonly file: string;
  /** False where the folder had it already. */
  readonly isNew: boolean;
}

interface KeysWanted {
  readonly places: { readonly vault: VaultPlace };
  readonly to: string;
  readonly keysTo?: string;
}

/** Copies the key file to the folder for keys, where one is named and it is not there yet. */
export async function keepKeys({ places, to, keysTo }: KeysWanted, at: string): Promise<KeysKept | undefined> {
  if (keysTo === undefined) return undefined;
  if (places.vault.kind !== 'file') throw keysOfKeyVault('--keys-to');
  if (!existsSync(keysTo)) throw noFolder('--keys-to', keysTo);
  if ((await liesIn(keysTo, to)) || (await liesIn(to, keysTo))) throw tooNear();
  try {
    const { sha256 } = await sumOf(places.vault.path);
    for (const file of await keyFilesIn(keysTo))
      if ((await sumOf(file)).sha256 === sha256) return { file, isNew: false };
    const file = join(keysTo, `keys-${folderNameOf(at)}.json`);
    const fresh = `${file}.${randomUUID()}.new`;
    try {
      await copySurely(places.vault.path, fresh);
      await putInPlace(fresh, file);
    } finally {
      await rm(fresh, { force: true });
    }
    return { file, isNew: true };
  } catch (thrown) {
    throw diskFault(thrown, { about: keysTo, safe: 'No backup was made.' });
  }
}

/**
 * The key file that opens a backup: the very one of that night, else one that has all of its keys and maybe those of
 * schools that came later, else the newest. `from` is a folder of key files, or one of them.
 */
export async function findKeys(
  from: string,
  { keysSha256, keyIds }: Pick<BackupNote, 'keysSha256' | 'keyIds'>,
): Promise<string> {
  if (!existsSync(from)) throw noKeysIn(from);
  if (!(await stat(from)).isDirectory()) return from;
  const files = await keyFilesIn(from);
  for (const file of files) if ((await sumOf(file)).sha256 === keysSha256) return file;
  for (const file of files) if (await holdsAll(file, keyIds)) return file;
  const [newest] = files;
  if (newest === undefined) throw noKeysIn(from);
  return newest;
}

/** The newest first, by their names; last what was copied by hand, of which nobody knows when. */
async function keyFilesIn(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((one) => one.isFile() && /^keys.*\.json$/.test(one.name))
    .map(({ name }) => name);
  const isDated = (name: string) => /^keys-\d{4}-/.test(name);
  const inTurn = names.toSorted().toReversed();
  return [...inTurn.filter(isDated), ...inTurn.filter((name) => !isDated(name))].map((name) => join(folder, name));
}

/** Whether a key file has all of these keys. One that cannot be read as such has none. */
async function holdsAll(file: string, keyIds: readonly string[]): Promise<boolean> {
  const held = await readKeyFile(file).catch(() => []);
  return keyIds.every((id) => held.some(({ keyId }) => keyId === id));
}

/** Where a folder for keys is named, and the keys are in no file. */
export function keysOfKeyVault(option: string): Fault {
  return new Fault(`${option} names a folder for a key file, and the keys are in Key Vault.`, {
    code: 'backup-no-key-file',
    whatToDo: `Leave ${option} out. Key Vault keeps its keys itself: see docs/key-vault.md.`,
  });
}

/** For a folder that an option names: one that is made here could be on another disk than was meant. */
export function noFolder(option: string, folder: string): Fault {
  return new Fault(`${option}: the folder ${folder} is not there.`, {
    code: 'backup-no-folder',
    whatToDo: 'Make it, or mount the disk that it is on. Nothing was made or changed.',
  });
}

function noKeysIn(from: string): Fault {
  return new Fault(`--keys-from: no key file is in ${from}.`, {
    code: 'restore-no-keys',
    whatToDo: 'Name the folder that --keys-to named, or a key file. Nothing was made or changed.',
  });
}

function tooNear(): Fault {
  return new Fault('Of --to and --keys-to one lies in the other.', {
    code: 'backup-keys-beside',
    whatToDo:
      'Name folders apart from each other, best on two disks: whoever has a backup and its keys can read every record.',
  });
}

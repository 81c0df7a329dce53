import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { backupsIn } from './backup-note.ts';
import { syncFolder } from './sure-files.ts';

/** How the name of a folder ends that is no backup yet, or any more. */
export const UNFINISHED = '.unfinished';

/** Takes away what was begun and cut off. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder);
  const left = names.filter((name) => name.startsWith('.') && name.endsWith(UNFINISHED));
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true });
}

/**
 * Removes all backups but the newest, and never the one that was just made. What is no backup is left where it is. Gives
 * the names of those that were removed.
 */
export async function removeBackups(
  folder: string,
  { keep = Number.POSITIVE_INFINITY, but }: { readonly keep?: number | undefined; readonly but: string },
): Promise<readonly string[]> {
  const older = (await backupsIn(folder)).slice(keep).filter((one) => one.folder !== but);
  const removed: string[] = [];
  for (const one of older) {
    // First of all its name, so that what is half removed is not taken for a backup.
    const left = join(folder, `.${basename(one.folder)}.${randomUUID()}${UNFINISHED}`);
    await rename(one.folder, left);
    await syncFolder(folder);
    await rm(left, { recursive: true, force: true });
    removed.push(basename(one.folder));
  }
  return removed;
}

import { constants, existsSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The path itself, or the nearest folder above it that is there. */
export function existingAbove(path: string): string {
  let at = path;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}

/** Whether this account can write there, or make what is not there yet. Writes nothing. */
export async function canWrite(path: string): Promise<boolean> {
  return await access(existingAbove(path), constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** What stands at a path, as far as this account can see. */
export async function kindAt(path: string): Promise<'folder' | 'nothing' | 'no folder' | 'unseen'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'no folder';
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'nothing' : code === 'ENOTDIR' ? 'no folder' : 'unseen';
  }
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSchoolFile } from './school-files.ts';

// What the school files hold, in a few characters: whoever looks at them often reads their bytes, and no YAML. Neither
// times nor sizes are trusted: a volume that is mounted may keep them from one file to the next.

/** The mark of a school file, or of a folder of them. Another one as soon as a file is another, is new or is gone. */
export async function markOf(path: string): Promise<string> {
  try {
    if (!(await stat(path)).isDirectory()) return digestOf([[path, await bytesOf(path)]]);
    const files: [string, Buffer | string][] = [];
    for (const name of namesIn(await readdir(path))) files.push([name, await bytesOf(join(path, name))]);
    return digestOf(files);
  } catch (error) {
    return unreadable(error);
  }
}

/** The same while nothing else can be done, before the service runs. */
export function markAtStart(path: string): string {
  try {
    if (!statSync(path).isDirectory()) return digestOf([[path, bytesAtStart(path)]]);
    return digestOf(namesIn(readdirSync(path)).map((name) => [name, bytesAtStart(join(path, name))]));
  } catch (error) {
    return unreadable(error);
  }
}

function namesIn(names: readonly string[]): readonly string[] {
  return names.filter(isSchoolFile).toSorted();
}

async function bytesOf(file: string): Promise<Buffer | string> {
  return await readFile(file).catch(unreadable);
}

function bytesAtStart(file: string): Buffer | string {
  try {
    return readFileSync(file);
  } catch (error) {
    return unreadable(error);
  }
}

function digestOf(files: readonly (readonly [name: string, held: Buffer | string])[]): string {
  const all = createHash('sha256');
  for (const [name, held] of files) {
    const kind = typeof held === 'string' ? 'unreadable' : 'bytes';
    all.update(JSON.stringify([name, kind, createHash('sha256').update(held).digest('base64url')]));
  }
  return all.digest('base64url');
}

function unreadable(error: unknown): string {
  return `unreadable ${(error as NodeJS.ErrnoException | undefined)?.code ?? ''}`;
}

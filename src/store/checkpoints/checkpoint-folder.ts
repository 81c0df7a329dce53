import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreFault } from '../../application/faults.ts';
import type { CheckpointShelf } from '../../application/ports.ts';

const ENDING = '.txt';

/**
 * Checkpoints in a folder, a file each, for the service's account alone. The folder is made with the first. Rejects
 * with a `StoreFault` with the code `checkpoints-failed`.
 */
export function createCheckpointFolder(folder: string): CheckpointShelf {
  const within = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (thrown) {
      throw failed(folder, thrown);
    }
  };
  return {
    keep: (name, text) =>
      within(async () => {
        await makeFolder(folder);
        await write(join(folder, name), text);
      }),
    names: () => within(() => namesIn(folder)),
    read: (name) => within(() => readFile(join(folder, name), 'utf8')),
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const all = await readdir(folder, { withFileTypes: true });
    return all.filter((one) => one.isFile() && one.name.endsWith(ENDING)).map(({ name }) => name);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

/** In one step, so that no half of a file is ever there, and on the disk before anybody is given its code. */
async function write(file: string, text: string): Promise<void> {
  const fresh = `${file}.${randomUUID()}.new`;
  try {
    const handle = await open(fresh, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (thrown) {
    await rm(fresh, { force: true });
    throw thrown;
  }
  await syncFolder(dirname(file));
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = folder; at !== dirname(first); at = dirname(at)) await syncFolder(dirname(at));
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

function failed(folder: string, thrown: unknown): StoreFault {
  const code = systemCode(thrown) ?? (thrown instanceof Error ? thrown.name : typeof thrown);
  return new StoreFault(`The folder of the checkpoints cannot be used (${folder}; ${code})`, {
    code: 'checkpoints-failed',
    whatToDo: 'Let the account of the service own and write the folder that CHECKPOINTS names, and see to its disk.',
  });
}

function systemCode(thrown: unknown): string | undefined {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { systemCode } from './faults.ts';

/** What is done under the lock takes milliseconds; one that stays as it is for so long was left by a process that died. */
const STALE_MS = 5_000;
const RETRY_MS = 20;

/** The lock as its holder has it. */
export interface HeldLock {
  /** Unlike that of any other process, or of any other time. */
  readonly id: string;
  /** False when another process has taken it over: this one stood still for too long. */
  holds(): Promise<boolean>;
}

/** How time passes for those who wait. No clock is compared with that of the disk, which may be another machine's. */
interface Time {
  readonly monotonicMs: () => number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

const ofThisMachine: Time = { monotonicMs: () => performance.now(), pause: (milliseconds) => setTimeout(milliseconds) };

/** Does `work` while no other process does work on the same file, unless this one stands still in the middle of it. */
export async function whileLocked<T>(
  file: string,
  work: (lock: HeldLock) => Promise<T>,
  time = ofThisMachine,
): Promise<T> {
  const lock = `${file}.lock`;
  const id = randomBytes(9).toString('base64url');
  const holds = async () => (await look(lock))?.text === id;
  let watched: { readonly mark: string; readonly sinceMs: number } | undefined;
  while (!(await take(lock, id))) {
    const mark = (await look(lock))?.mark;
    if (mark === undefined) continue; // It was just let go of.
    if (watched?.mark !== mark) watched = { mark, sinceMs: time.monotonicMs() };
    else if (time.monotonicMs() - watched.sinceMs > STALE_MS) await takeAway(lock, mark, id);
    await time.pause(RETRY_MS);
  }
  try {
    return await work({ id, holds });
  } finally {
    if (await holds()) await rm(lock, { force: true });
  }
}

async function take(lock: string, id: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx', 0o600);
    await handle.writeFile(id).finally(() => handle.close());
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

/** What is in the lock, and a mark that is another for another lock, or for one that was touched; undefined without one. */
async function look(lock: string): Promise<{ readonly text: string; readonly mark: string } | undefined> {
  try {
    const [text, { ino, mtimeMs }] = [await readFile(lock, 'utf8'), await stat(lock)];
    return { text, mark: `${ino} ${mtimeMs} ${text}` };
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** Takes away the lock with that mark. Another one, whose holder was faster, is put back; if it cannot be, it is lost. */
async function takeAway(lock: string, mark: string, id: string): Promise<void> {
  const aside = `${lock}.${id}`;
  try {
    await rename(lock, aside);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return;
    throw thrown;
  }
  if ((await look(aside))?.mark !== mark) await link(aside, lock).catch(() => undefined);
  await rm(aside, { force: true });
}

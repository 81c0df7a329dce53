import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';

// Loaded into a service before its own code. Loads the product's files with a place to die at around every await, kills
// the process, or stops it, where it is told to, and can leave behind how often each place was passed.

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const { KILL_SOURCES = '', KILL_AT, KILL_WHEN, KILL_HIT = '1', KILL_SIGNAL = 'SIGKILL', KILL_RECORD } = process.env;
const hits = new Map<string, number>();

function pass(point: string, when: 'before' | 'after'): void {
  const key = `${when} ${point}`;
  const hit = (hits.get(key) ?? 0) + 1;
  hits.set(key, hit);
  // Nothing runs after this: no handler, no buffer is flushed. What is only stopped goes on from here.
  if (point === KILL_AT && when === KILL_WHEN && hit === Number(KILL_HIT)) process.kill(process.pid, KILL_SIGNAL);
}

Object.assign(globalThis, {
  __before: (point: string) => pass(point, 'before'),
  __after: <Value>(point: string, value: Value): Value => {
    pass(point, 'after');
    return value;
  },
});

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:')) return nextLoad(url, context);
    const path = fileURLToPath(url);
    const copy = path.startsWith(ROOT) ? join(KILL_SOURCES, path.slice(ROOT.length)) : '';
    if (copy === '' || !existsSync(copy)) return nextLoad(url, context);
    return { format: 'module-typescript', source: readFileSync(copy, 'utf8'), shortCircuit: true };
  },
});

if (KILL_RECORD !== undefined)
  process.on('exit', () => writeFileSync(`${KILL_RECORD}.${threadId}`, JSON.stringify([...hits])));

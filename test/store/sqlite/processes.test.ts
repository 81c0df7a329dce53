import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSqliteRecordStore } from '../../../src/store/sqlite/record-store.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts';

const WRITER = new URL('./writer.ts', import.meta.url).pathname;

let folder: TemporaryFolder;
let path: string;
let children: ChildProcess[];

beforeEach(() => {
  folder = temporaryFolder();
  path = folder.path('records.db');
  children = [];
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  folder.remove();
});

describe('a database that another process has open', () => {
  test('is refused with the name of the file and what to do, until that process is killed', async () => {
    const holder = startWriter();
    await holder.saved(1);
    await expect(createSqliteRecordStore({ path })).rejects.toMatchObject({
      name: 'StoreFault',
      code: 'store-in-use',
      message: expect.stringMatching(/is in use by another process; stop the service first \(.*records\.db/),
      whatToDo: expect.stringContaining('Stop the service'),
    });
    await holder.kill();
    const store = await createSqliteRecordStore({ path });
    expect(await store.get('oakfield', 'C-1')).toBeDefined();
    await store.close();
  });

  test('is refused to a second process, to any SQLite tool, and stays open in the first', async () => {
    const holder = startWriter();
    await holder.saved(1);
    const second = startWriter();
    expect(await second.failure()).toBe('store-in-use');
    const tool = spawnSync(process.execPath, [
      '-e',
      `new (require('node:sqlite').DatabaseSync)(${JSON.stringify(path)}, { readOnly: true }).exec('SELECT * FROM records')`,
    ]);
    expect(String(tool.stderr)).toContain('database is locked');
    const seen = holder.ids().length;
    await holder.saved(seen + 5);
  });

  test('is refused when this very process has it open', async () => {
    const store = await createSqliteRecordStore({ path });
    await expect(createSqliteRecordStore({ path })).rejects.toMatchObject({ code: 'store-in-use' });
    expect(await startWriter().failure()).toBe('store-in-use');
    await store.close();
    const again = await createSqliteRecordStore({ path });
    await again.close();
  });

  test('is opened by exactly one of those that make it at the same time', async () => {
    const writers = Array.from({ length: 4 }, () => startWriter());
    const results = await Promise.all(
      writers.map((writer) => Promise.any([writer.saved(1).then(() => 'open'), writer.failure()])),
    );
    expect(results.toSorted()).toEqual(['open', 'store-in-use', 'store-in-use', 'store-in-use']);
  });
});

describe('a process that is killed', () => {
  test('leaves every record that it was told is saved, at any point and again and again', async () => {
    const told: string[] = [];
    for (const enough of [1, 40, 300, 7, 150]) {
      const writer = startWriter();
      await writer.saved(enough);
      await writer.kill();
      told.push(...writer.ids());
    }
    const store = await createSqliteRecordStore({ path });
    const kept = new Set<string>();
    for (let after: string | undefined; ; ) {
      const page = await store.all({ after, limit: 500 });
      for (const record of page.records) kept.add(record.id);
      if (page.next === undefined) break;
      after = page.next;
    }
    await store.close();
    expect(told.length).toBeGreaterThan(400);
    expect(told.filter((id) => !kept.has(id))).toEqual([]);
  });
});

/** A process of its own that saves one record after another and tells of each. */
function startWriter() {
  const child = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const exited = once(child, 'exit');
  const ids: string[] = [];
  let failed: string | undefined;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const [word = '', rest = ''] = line.split(' ');
    if (word === 'saved') ids.push(rest);
    else failed = rest;
  });
  let ended = false;
  const closed = once(lines, 'close').then(() => {
    ended = true;
  });
  async function until(done: () => boolean): Promise<void> {
    while (!done()) {
      if (ended) throw new Error('the writer has ended');
      await Promise.race([once(lines, 'line'), closed]);
    }
  }
  return {
    ids: () => ids,
    saved: (count: number) => until(() => ids.length >= count),
    failure: () => until(() => failed !== undefined).then(() => failed),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { MessageChannel, Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreFault } from '../../../src/application/faults.ts';
import { createSqliteRecordStore, type SqliteRecordStore } from '../../../src/store/sqlite/record-store.ts';
import { createWorkerClient } from '../../../src/store/sqlite/worker-client.ts';
import { aStoredRecord, someEntries } from '../../support/stored-record.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts';

let folder: TemporaryFolder;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = folder.path('records.db');
});

afterEach(() => folder.remove());

describe('many who report at once', () => {
  test('share few commits', async () => {
    const store = await createSqliteRecordStore({ path, answerWithinMs: 10_000 });
    const before = await store.figures();
    await Promise.all(Array.from({ length: 200 }, (_, index) => store.create(aStoredRecord({ id: `C-${index}` }))));
    const after = await store.figures();
    expect(after.writes - before.writes).toBe(200);
    expect(after.commits - before.commits).toBeLessThanOrEqual(50);
    await store.close();
  });

  test('do not spoil one another when one of their writes fails', async () => {
    await (await createSqliteRecordStore({ path })).close();
    plant(path, "CREATE TRIGGER bad AFTER INSERT ON records WHEN NEW.id = 'C-13' BEGIN SELECT RAISE(ABORT, 'no'); END");
    const store = await createSqliteRecordStore({ path });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => store.create(aStoredRecord({ id: `C-${index}` }))),
    );
    expect(outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([13]);
    expect(outcomes[13]).toMatchObject({ reason: { name: 'StoreFault', code: 'store-failed' } });
    expect((await store.all({ limit: 100 })).records).toHaveLength(39);
    await store.close();
  });
});

describe('what a record no longer holds', () => {
  test('is no longer in the bytes of the database once the store is closed', async () => {
    const kept = 'Kept-Text-'.repeat(300);
    const replaced = 'Replaced-Text-'.repeat(3_000);
    const store = await createSqliteRecordStore({ path });
    const record = aStoredRecord({ state: replaced, tokens: ['Replaced-Token'] });
    const etag = await etagOf(store, record);
    const next = { ...record, state: kept, tokens: ['Kept-Token'], entries: someEntries(record, [kept]) };
    await store.replace(next, etag);
    await store.close();
    const bytes = readFileSync(path).toString('latin1');
    expect(bytes).toContain('Kept-Text');
    expect(bytes).toContain('Kept-Token');
    expect(bytes).not.toContain('Replaced-');
    expect(() => readFileSync(`${path}-wal`)).toThrow('ENOENT');
  });
});

describe('a database whose pages were overwritten', () => {
  test('is reported as corrupt, and not as empty', async () => {
    const store = await createSqliteRecordStore({ path });
    await store.create(aStoredRecord({ state: 'x'.repeat(100_000) }));
    await store.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, 4_096));
    const reading = createSqliteRecordStore({ path }).then((again) =>
      again.get('oakfield', 'C-7K3Q9F').finally(() => again.close()),
    );
    await expect(reading).rejects.toMatchObject({ name: 'StoreFault', code: 'store-corrupt' });
  });
});

describe('a store that is slow', () => {
  test('rejects at the deadline, does not begin what is too late, and then answers again', async () => {
    await (await createSqliteRecordStore({ path })).close();
    plant(
      path,
      `CREATE VIEW long AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8000000)
         SELECT count(*) AS n FROM n;
       CREATE TRIGGER slow AFTER INSERT ON records WHEN NEW.id = 'C-SLOW' BEGIN SELECT n FROM long; END`,
    );
    const store = await createSqliteRecordStore({ path, answerWithinMs: 250 });
    const outcomes = await Promise.allSettled([
      store.create(aStoredRecord({ id: 'C-SLOW' })),
      store.create(aStoredRecord({ id: 'C-BEHIND' })),
      store.health(),
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { name: 'StoreFault', code: 'store-slow', message: 'The record store did not answer in time' },
      });
    }
    await expect.poll(() => store.health().then(() => 'well'), { timeout: 10_000 }).toBe('well');
    expect(await store.get('oakfield', 'C-BEHIND')).toBeUndefined();
    expect((await store.create(aStoredRecord({ id: 'C-AFTER' }))).kind).toBe('created');
    await store.close();
  });

  test('rejects at the deadline even when its thread hangs for ever', async () => {
    const { client, worker } = clientOf('for (;;);');
    const started = performance.now();
    await expect(client.ask<'health'>({ op: 'health' }, 100)).rejects.toMatchObject({ code: 'store-slow' });
    expect(performance.now() - started).toBeGreaterThanOrEqual(99);
    await worker.terminate();
  });

  test('is not taken for slow when it was this thread that was busy', async () => {
    const store = await createSqliteRecordStore({ path, answerWithinMs: 300 });
    // From here the event loop comes to its timers before it hands over what has arrived.
    const creating = await new Promise<{ created: ReturnType<typeof store.create> }>((resolve) =>
      setImmediate(() => {
        resolve({ created: store.create(aStoredRecord()) });
        block(600);
      }),
    );
    expect((await creating.created).kind).toBe('created');
    await store.close();
  });
});

describe('a thread that dies', () => {
  test('fails all that waits for it, and everything asked afterwards', async () => {
    const workers: Worker[] = [];
    const note = (worker: Worker) => workers.push(worker);
    process.on('worker', note);
    const store = await createSqliteRecordStore({ path });
    process.off('worker', note);
    const waiting = [store.create(aStoredRecord()), store.get('oakfield', 'C-1'), store.health()];
    const settled = Promise.allSettled(waiting);
    expect(workers).toHaveLength(1);
    await workers[0]?.terminate();
    for (const outcome of await settled) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'store-failed' });
    }
    for (const later of [store.health(), store.create(aStoredRecord()), store.due('2026-03-02T09:00:00.000Z', 1)]) {
      await expect(later).rejects.toMatchObject({
        name: 'StoreFault',
        code: 'store-failed',
        message: 'The record store failed (its thread has ended)',
        whatToDo: expect.stringContaining('restart'),
      });
    }
    await expect(store.close()).rejects.toThrow(StoreFault);
    const again = await createSqliteRecordStore({ path });
    await again.close();
  });

  test('of an error fails what waits for it without quoting the error', async () => {
    const { client } = clientOf(`port.once('message', () => { throw new RangeError('what Sam wrote'); })`);
    const waiting = [client.ask<'health'>({ op: 'health' }, 5_000), client.ask<'close'>({ op: 'close' }, 5_000)];
    for (const outcome of await Promise.allSettled(waiting)) {
      expect(outcome).toMatchObject({
        reason: { code: 'store-failed', message: 'The record store failed (its thread has died of RangeError)' },
      });
    }
    await client.ended;
    await expect(client.ask<'health'>({ op: 'health' }, 5_000)).rejects.toMatchObject({ code: 'store-failed' });
  });

  test('behind an answer that had arrived does not take the answer back', async () => {
    const { client } = clientOf(`port.once('message', ({ number }) => {
      port.postMessage([{ number, answer: undefined }]);
      process.exit(0);
    })`);
    const asked = client.ask<'health'>({ op: 'health' }, 5_000);
    block(300);
    await expect(asked).resolves.toBeUndefined();
    await client.ended;
  });
});

describe('a store that is closing', () => {
  test('says so to whoever asks, from that moment on, and closes once', async () => {
    const store = await createSqliteRecordStore({ path });
    const closing = store.close();
    const closed = { name: 'StoreFault', code: 'store-closed', whatToDo: expect.any(String) };
    await expect(store.create(aStoredRecord())).rejects.toMatchObject(closed);
    await closing;
    await expect(store.health()).rejects.toMatchObject(closed);
    await expect(store.close()).resolves.toBeUndefined();
  });
});

test('a request that cannot be sent is refused without quoting it', async () => {
  const store = await createSqliteRecordStore({ path: ':memory:' });
  const record = { ...aStoredRecord(), state: (() => 'what Sam wrote') as unknown as string };
  await expect(store.create(record)).rejects.toMatchObject({
    code: 'store-failed',
    message: expect.not.stringContaining('Sam'),
  });
  await store.close();
});

/** Nothing else runs in this thread for so long, while others go on. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** A client of a worker that runs `code`, in which `port` is its end of the channel. */
function clientOf(code: string) {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(`const { port } = require('node:worker_threads').workerData; ${code}`, {
    eval: true,
    workerData: { port: port2 },
    transferList: [port2],
  });
  return { worker, client: createWorkerClient(worker, port1) };
}

/** Changes a closed database behind the store's back. */
function plant(file: string, sql: string): void {
  using database = new DatabaseSync(file);
  database.exec(sql);
}

async function etagOf(store: SqliteRecordStore, record: ReturnType<typeof aStoredRecord>): Promise<string> {
  const created = await store.create(record);
  return created.kind === 'created' ? created.etag : '';
}

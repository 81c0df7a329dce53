import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../src/domain/record.ts';
import { createSqliteRecordStore } from '../../src/store/sqlite/record-store.ts';
import { runHere } from '../support/command-here.ts';
import { type FakeCosmos, startFakeCosmos, troubles } from '../support/fake-cosmos.ts';
import { aStoredRecord, someEntries } from '../support/stored-record.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const PROGRAM = resolve('src/cli.ts');

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const store = (name: string) => `sqlite:${folder.path(name)}`;

describe('safeguarding copy', () => {
  it('ends with 0 and says how many records each school has, and that the keys are the same', async () => {
    await fill('old.db', [aStoredRecord({ id: 'C-1' }), aStoredRecord({ id: 'C-2', school: 'elmfield' })]);
    expect(await run(['copy', '--from', store('old.db'), '--to', store('new.db')])).toEqual({
      code: 0,
      out: [
        'oakfield: 1 record',
        'elmfield: 1 record',
        '2 records copied, none there before. Every one was read back.',
        'The keys were not copied: start the service with the new STORE and the same VAULT as before.',
        'Of each record its history was checked. "npx safeguarding verify" checks the rest, with the keys: run it on the',
        'new store, and keep the old one until it has passed.',
        '',
      ].join('\n'),
      err: '',
    });
    expect(await idsIn('new.db')).toEqual(['C-1', 'C-2']);
    const { code, out } = await run(['copy', '--from', store('old.db'), '--to', store('new.db')]);
    expect([code, out.split('\n')[2]]).toEqual([
      0,
      '0 records copied, 2 records there before. Every one was read back.',
    ]);
  });

  it('copies one school where one is named', async () => {
    await fill('old.db', [aStoredRecord({ id: 'C-1' }), aStoredRecord({ id: 'C-2', school: 'elmfield' })]);
    const { code } = await run(['copy', '--from', store('old.db'), '--to', store('new.db'), '--school', 'elmfield']);
    expect([code, await idsIn('new.db')]).toEqual([0, ['C-2']]);
  });

  it('ends with 1 and names a damaged record, and copies nothing', async () => {
    const entries = someEntries({ school: 'oakfield', kind: 'concern', id: 'C-9' }, ['1.a']);
    await fill('old.db', [aStoredRecord({ id: 'C-1' }), aStoredRecord({ id: 'C-2', entries })]);
    const { code, out } = await run(['copy', '--from', store('old.db'), '--to', store('new.db')]);
    expect([code, out.split('\n')]).toEqual([
      1,
      [
        'C-2 (oakfield) is not as it was written, first bad entry 1.',
        'Nothing was copied. Put right what is named, or name an empty store in --to.',
        '',
      ],
    ]);
    expect(existsSync(folder.path('new.db'))).toBe(false);
  });

  it('says that the keys of Key Vault were copied, wrapped, where they are among the records', async () => {
    const bare = { status: 'current', entries: [], outbox: [], tokens: [], state: '', posts: '' };
    await fill('old.db', [aStoredRecord(), aStoredRecord({ id: 'school-keys', kind: 'school-keys', ...bare })]);
    const { code, out } = await run(['copy', '--from', store('old.db'), '--to', store('new.db')]);
    expect(code).toBe(0);
    expect(out).not.toContain('The keys were not copied');
    expect(out).toContain('The keys of the schools were copied too, wrapped by Key Vault: start the service');
  });

  it('ends with 2 where there is nothing to copy, and makes no target', async () => {
    await fill('old.db', []);
    const { code, err } = await run(['copy', '--from', store('old.db'), '--to', store('new/new.db')]);
    expect([code, err]).toEqual([2, expect.stringMatching(/There are no records .*\n.*Nothing was written/)]);
    expect(existsSync(folder.path('new'))).toBe(false);
  });

  it('ends with 1 where the target has another record by that reference, and changes nothing', async () => {
    await fill('old.db', [aStoredRecord({ id: 'C-1' })]);
    await fill('new.db', [aStoredRecord({ id: 'C-1', status: 'closed' }), aStoredRecord({ id: 'C-2' })]);
    const { code, out } = await run(['copy', '--from', store('old.db'), '--to', store('new.db')]);
    expect(code).toBe(1);
    expect(out).toContain('C-1 (oakfield) is another one in --to.\nC-2 (oakfield) is in --to, and not in --from.\n');
    expect(await idsIn('new.db')).toEqual(['C-1', 'C-2']);
  });

  it('ends with 2 where both are the same store, also by another name', async () => {
    await fill('old.db', [aStoredRecord()]);
    symlinkSync(folder.path('old.db'), folder.path('link.db'));
    for (const name of ['old.db', 'link.db']) {
      const { code, err } = await run(['copy', '--from', store('old.db'), '--to', store(name)]);
      expect([code, err]).toEqual([2, expect.stringContaining('--from and --to name the same store.')]);
    }
    const cosmos = [
      'cosmos:https://oakfield.documents.azure.com/records',
      'cosmos:https://OAKFIELD.documents.azure.com:443/records',
    ];
    const { code, err } = await run(['copy', '--from', cosmos[0] ?? '', '--to', cosmos[1] ?? '']);
    expect([code, err]).toEqual([2, expect.stringContaining('--from and --to name the same store.')]);
  });

  it('ends with 2 where the source is not there, and makes none', async () => {
    const { code, err } = await run(['copy', '--from', store('old.db'), '--to', store('new.db')]);
    expect([code, err]).toEqual([2, expect.stringContaining('old.db is not there.')]);
    expect(existsSync(folder.path('old.db')) || existsSync(folder.path('new.db'))).toBe(false);
  });

  it.each(['--from', '--to'])('ends with 2 while a service has the store of %s open, naming it', async (option) => {
    await fill('old.db', [aStoredRecord()]);
    const held = await createSqliteRecordStore({ path: folder.path(option === '--from' ? 'old.db' : 'new.db') });
    try {
      const { code, out, err } = await run(['copy', '--from', store('old.db'), '--to', store('new.db')]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(new RegExp(`^Not done: ${option}: .*in use by another process.*\\nStop the service`));
    } finally {
      await held.close();
    }
  });

  it.each([
    [['copy'], /required option '--from <store>' not specified/],
    [['copy', '--from', 'sqlite:old.db'], /required option '--to <store>' not specified/],
    [['copy', '--from', 'old.db', '--to', 'sqlite:new.db'], /--from: names no kind of store/],
    [['copy', '--from', 'sqlite:old.db', '--to', 'cosmos:oakfield'], /--to: names Cosmos DB without an https address/],
  ])('ends with 2 and says what is wrong for %j', async (words, said) => {
    const { code, err } = await run(words);
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
  });
});

describe('safeguarding copy to Cosmos DB', () => {
  let fake: FakeCosmos;
  beforeEach(async () => {
    fake = await startFakeCosmos();
  });
  afterEach(() => fake.stop());

  const words = () => ['copy', '--from', store('old.db'), '--to', `cosmos:${fake.url}/records`];

  it('that is killed again and again goes on where it was, and ends with all of them there once', async () => {
    const records = Array.from({ length: 60 }, (_, index) => aStoredRecord({ id: `C-${index}` }));
    await fill('old.db', records);
    for (const enough of [1, 20, 45]) {
      fake.trouble(troubles.slow(20), { times: 1_000 });
      await killedWhen(() => kept().length >= enough);
      fake.calm();
      expect(kept().length).toBeLessThan(60);
    }
    // What was killed did not say that it has gone.
    fake.setClock(() => Date.now() + 120_000 * ++kills);
    const { code, out } = await run(words(), { COSMOS_KEY: fake.key });
    const [, copied = '', before = ''] = /(\d+) records? copied, (\d+) records? there before/.exec(out) ?? [];
    expect([code, Number(copied) + Number(before)]).toEqual([0, 60]);
    expect(Number(before)).toBeGreaterThanOrEqual(45);
    expect(kept().toSorted()).toEqual(records.map(({ id }) => id).toSorted());
  });

  it('takes no key for an account that is not on this machine', async () => {
    await fill('old.db', [aStoredRecord()]);
    const to = 'cosmos:https://oakfield.documents.azure.com/records';
    const { code, err } = await run(['copy', '--from', store('old.db'), '--to', to], { COSMOS_KEY: fake.key });
    expect([code, err]).toEqual([2, expect.stringContaining('COSMOS_KEY: is set')]);
    expect(err).not.toContain(fake.key);
  });

  /** The references of the records that stand there. */
  function kept(): readonly string[] {
    return fake.documents().flatMap(({ id, kind }) => (kind === 'concern' ? [String(id)] : []));
  }

  /** A copy that is killed as soon as something is so. */
  async function killedWhen(isSo: () => boolean): Promise<void> {
    fake.setClock(() => Date.now() + 120_000 * ++kills);
    const child = spawn(process.execPath, [PROGRAM, ...words()], { env: { COSMOS_KEY: fake.key }, stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (!isSo() && child.exitCode === null) await pause(2);
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
  }
});

/** How often a copy was killed. */
let kills = 0;

async function fill(name: string, records: readonly StoredRecord[]): Promise<void> {
  const opened = await createSqliteRecordStore({ path: folder.path(name) });
  for (const record of records) await opened.create(record);
  await opened.close();
}

async function idsIn(name: string): Promise<readonly string[]> {
  const opened = await createSqliteRecordStore({ path: folder.path(name) });
  const { records } = await opened.all({ limit: 500 });
  await opened.close();
  return records.map(({ id }) => id).toSorted();
}

async function run(words: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  return await runHere(words, variables, folder.path());
}

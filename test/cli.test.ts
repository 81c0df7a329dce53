import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { checkpointName, sealCheckpoint, signerOf } from '../src/application/checkpoint-seal.ts';
import { createRecordSealer } from '../src/application/sealed-record.ts';
import { lineOf } from '../src/domain/checkpoint.ts';
import { theClock } from '../src/domain/people.ts';
import type { StoredRecord } from '../src/domain/record.ts';
import { createCheckpointFolder } from '../src/store/checkpoints/checkpoint-folder.ts';
import { createSqliteRecordStore } from '../src/store/sqlite/record-store.ts';
import { openFileVault } from '../src/vault/file-vault.ts';
import { address } from '../src/workflows/address/index.ts';
import { runHere } from './support/command-here.ts';
import { aStoredRecord } from './support/stored-record.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const noCheckpoint = (folder: string) =>
  `No checkpoint is in ${folder}, so that a record which was removed as a whole would not be missed.\n`;
const MARKER = 'MARKER-conversation';
/** Nothing but the keys stands in a record of keys. */
const bare = { status: 'current', due: null, tokens: [], entries: [], outbox: [], state: '', posts: '' };

describe('safeguarding verify', () => {
  const folder = temporaryFolder();
  let home: string;
  let database: string;
  let keys: string;

  beforeEach(() => {
    home = folder.path(randomUUID());
    mkdirSync(home);
    database = `${home}/records.db`;
    keys = `${home}/keys.json`;
  });

  afterAll(() => folder.remove());

  const env = () => ({ STORE: `sqlite:${database}`, VAULT: `file:${keys}` });

  it('ends with 0 and a count when every record is as it was written', async () => {
    await fill(['A-1', 'A-2', 'A-3']);
    expect(await run(['verify'], env())).toEqual({
      code: 0,
      out: `3 records were checked. Every one is as it was written.\n${noCheckpoint(`${home}/checkpoints`)}`,
      err: '',
    });
  });

  it('takes the places from its options too', async () => {
    await fill(['A-1']);
    const { code, out } = await run([
      ...['verify', '--store', `sqlite:${database}`, '--vault', `file:${keys}`],
      ...['--checkpoints', `folder:${home}/kept`],
    ]);
    expect([code, out]).toEqual([
      0,
      `1 record was checked. Every one is as it was written.\n${noCheckpoint(`${home}/kept`)}`,
    ]);
  });

  it('ends with 1 and names each damaged record with its first bad entry, and nothing of what stands in it', async () => {
    await fill(['A-1', 'A-2', 'A-3'], (record) => {
      if (record.id === 'A-1') return { ...record, entries: record.entries.slice(0, 1) };
      return record.id === 'A-3' ? { ...record, status: 'unknown' } : record;
    });
    const { code, out, err } = await run(['verify'], env());
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'DAMAGED A-1 (oakfield): first bad entry 2: Entry 2 is missing.',
      'DAMAGED A-3 (oakfield): Its status stands as "unknown" where its history makes it "known".',
      '3 records were checked, and 2 are damaged or missing.',
      expect.stringContaining('No checkpoint is in'),
      expect.stringContaining('restore the records from the last good backup'),
      '',
    ]);
    expect(out + err).not.toContain(MARKER);
  });

  it('says whose records nobody sees to', async () => {
    await fill(['A-1'], undefined, 'elmfield');
    const { code, out } = await run(['verify'], { ...env(), SCHOOL_FILE: resolve('config/oakfield.yaml') });
    expect(code).toBe(0);
    expect(out).toContain('Records of the school "elmfield" are here, which SCHOOL_FILE does not name');
  });

  it('ends with 2 while another process has the store open, and says to stop the service', async () => {
    await fill(['A-1']);
    const store = await createSqliteRecordStore({ path: database });
    try {
      const { code, out, err } = await run(['verify'], env());
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/another process has the record store open, most likely the service\.\nStop the service/);
    } finally {
      await store.close();
    }
  });

  it('ends with 2 where nothing says what to check', async () => {
    const { code, err } = await run(['verify']);
    expect(code).toBe(2);
    expect(err).toMatch(/STORE: is not set\. Put "sqlite:".*\n.*VAULT: is not set/);
  });

  it('ends with 2 where a file is not there, and makes none', async () => {
    await fill(['A-1']);
    for (const missing of [{ STORE: `sqlite:${home}/other.db` }, { VAULT: `file:${home}/other.json` }]) {
      const { code, err } = await run(['verify'], { ...env(), ...missing });
      expect(code).toBe(2);
      expect(err).toContain('is not there.\nCorrect STORE and VAULT');
    }
    expect(existsSync(`${home}/other.db`) || existsSync(`${home}/other.json`)).toBe(false);
  });

  it('ends with 2 for records that were sealed with other keys: they are not damaged', async () => {
    await fill(['A-1', 'A-2']);
    await openFileVault(`${home}/other.json`);
    const { code, out, err } = await run(['verify'], { ...env(), VAULT: `file:${home}/other.json` });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('No record was sealed with a key that is in');
  });

  it('ends with 2 for records that were sealed with a key of Key Vault, and says which vault to name', async () => {
    await openFileVault(keys);
    const key = `kv1.${'A'.repeat(12)}.${'A'.repeat(80)}`;
    const store = await createSqliteRecordStore({ path: database });
    for (const id of ['C-1', 'C-2']) await store.create(aStoredRecord({ id, key }));
    await store.create(aStoredRecord({ id: 'school-keys', kind: 'school-keys', ...bare }));
    await store.close();
    const { code, out, err } = await run(['verify'], env());
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^Not done: No record was sealed with a key that is in .*keys\.json\.\nName .*keyvault:/);
    expect(err).toContain('no way from one kind of vault to the other');
  });

  it('ends with 1 where one record alone names another kind of vault: that was altered', async () => {
    await fill(['A-1', 'A-2']);
    const store = await createSqliteRecordStore({ path: database });
    const found = (await store.all({ limit: 1 })).records[0];
    const held = await store.get(found?.school ?? '', found?.id ?? '');
    if (held === undefined) throw new Error('nothing was filled in');
    await store.replace({ ...held.record, key: held.record.key.replace('file1.', 'kv1.') }, held.etag);
    await store.close();
    const { code, out } = await run(['verify'], env());
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/^DAMAGED A-1 .*\n2 records were checked, and 1 is damaged/),
    ]);
  });

  it('ends with 2 for a file that is no store', async () => {
    await fill(['A-1']);
    const text = 'not a database, but long enough to look like one to who does not look twice'.repeat(20);
    writeFileSync(`${home}/text.db`, text);
    const { code, err } = await run(['verify'], { ...env(), STORE: `sqlite:${home}/text.db` });
    expect(code).toBe(2);
    expect(err).toMatch(/^Not done: The file is not a database of this service/);
    expect(readFileSync(`${home}/text.db`, 'utf8')).toBe(text);
  });

  it('looks at the records of the try-out where nothing is set and they are there, and says so', async () => {
    mkdirSync(`${home}/data`);
    [database, keys] = [`${home}/data/records.db`, `${home}/data/keys.json`];
    await fill(['A-1']);
    const { code, out } = await run(['verify']);
    expect([code, out]).toEqual([
      0,
      `STORE and VAULT are not set, so these are the records of the try-out.\n1 record was checked. Every one is as it was written.\n${noCheckpoint(`${home}/data/checkpoints`)}`,
    ]);
  });

  describe('with checkpoints', () => {
    const twoCodes = async () => {
      await fill(['A-1', 'A-2']);
      const first = await takeCheckpoint('2026-11-23', undefined);
      return [first, await takeCheckpoint('2026-11-24', first)] as const;
    };

    it('holds the records against every one, and says the newest code', async () => {
      const [, second] = await twoCodes();
      const { code, out } = await run(['verify'], env());
      expect([code, out]).toEqual([
        0,
        '2 records were checked. Every one is as it was written.\n' +
          `The records of "oakfield" were held against 2 checkpoints, the newest of Tuesday 24 November 2026: ${second}.\n`,
      ]);
    });

    it('shows with a code that nothing was changed or removed since, however the code is written', async () => {
      const [first] = await twoCodes();
      const written = ` ${first.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'i')} `;
      const { code, out } = await run(['verify', '--since', written], env());
      expect(code).toBe(0);
      expect(out).toContain(`Nothing that stood there when ${first} was given was changed or removed.\n`);
    });

    it('ends with 1 for a record that was removed since, and names it', async () => {
      const [first] = await twoCodes();
      const removed = new DatabaseSync(database);
      removed.exec(`DELETE FROM records WHERE id = 'A-2'`);
      removed.close();
      const { code, out } = await run(['verify', '--since', first], env());
      expect(code).toBe(1);
      expect(out).toMatch(
        /^DAMAGED A-2 \(oakfield\): It was there on Monday 23 November 2026 \(.+\), and was removed/m,
      );
      expect(out).toContain('1 record was checked, and 1 is damaged or missing.');
      expect(out).not.toContain('Nothing that stood there');
    });

    it('ends with 1 and says so where a file of theirs was altered', async () => {
      const [first] = await twoCodes();
      const file = `${home}/checkpoints/oakfield-2026-11-23-${first}.txt`;
      writeFileSync(file, readFileSync(file, 'utf8').replace('date 2026-11-23', 'date 2026-11-22'));
      const { code, out } = await run(['verify'], env());
      expect(code).toBe(1);
      expect(out).toMatch(/^FOUND The file oakfield-2026-11-23-.+\.txt was altered or renamed/m);
    });

    it('ends with 1 for a code that nothing knows, and with 2 for what is no code', async () => {
      await twoCodes();
      const unknown = await run(['verify', '--since', '7K3Q9-F2M8A-04TZX-R6WNC'], env());
      expect(unknown.code).toBe(1);
      expect(unknown.out).toContain('FOUND Nothing here knows the code 7K3Q9-F2M8A-04TZX-R6WNC: it was mistyped');
      // Nothing is known to be damaged.
      expect(unknown.out).not.toContain('restore');
      const short = await run(['verify', '--since', '7K3Q9-F2M8A'], env());
      expect([short.code, short.out]).toEqual([2, '']);
      expect(short.err).toContain('Give all twenty letters and digits');
    });

    it('makes no keys for a school of which it finds a checkpoint but no record', async () => {
      await fill(['A-1']);
      await takeCheckpoint('2026-11-23', undefined, 'elmfield', `${home}/other.json`);
      const before = readFileSync(keys, 'utf8');
      const { code, out } = await run(['verify'], env());
      expect(code).toBe(1);
      expect(out).toContain('FOUND There are checkpoints of the school "elmfield"');
      expect(readFileSync(keys, 'utf8')).toBe(before);
    });
  });

  it.each([[['verfy']], [['verify', '--stor', 'x']], [['verify', 'more']], [[]]])(
    'ends with 2 and shows how it is used for %j',
    async (words) => {
      const { code, err } = await run(words);
      expect(code).toBe(2);
      expect(err).toContain('Usage: safeguarding');
    },
  );

  it('shows its help, and ends with 0', async () => {
    const { code, out } = await run(['verify', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('--store <store>');
  });

  it('is the program that the package offers, and one that can be run', () => {
    expect(packageJson.bin).toEqual({ safeguarding: 'src/launch.mjs' });
    expect(readFileSync('src/launch.mjs', 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    if (process.platform !== 'win32') expect(statSync('src/launch.mjs').mode & 0o111).toBe(0o111);
  });

  /** Addresses of two entries each. */
  async function fill(
    ids: readonly string[],
    tamper: (record: StoredRecord) => StoredRecord = (record) => record,
    school = 'oakfield',
  ): Promise<void> {
    const store = await createSqliteRecordStore({ path: database });
    const sealer = createRecordSealer({
      vault: await openFileVault(keys),
      ids: { fresh: randomUUID, bytes: randomBytes },
    });
    for (const id of ids) {
      const at = '2026-11-23T09:00:00.000Z';
      let record = await sealer.begin(address, { school, id, at });
      for (const conversation of [MARKER, `${MARKER}-2`]) {
        const learnt = {
          type: 'AddressLearnt' as const,
          who: 'person:a.osei@oakfield.example',
          channel: 'teams',
          reach: { conversation },
        };
        record = await sealer.change(address, record, {
          at,
          events: { of: [learnt], by: theClock, command: randomUUID() },
        });
      }
      await store.create(tamper(record.stored));
    }
    await store.close();
  }

  /** The checkpoint of a day, as the service takes it. Gives its code. */
  async function takeCheckpoint(
    date: string,
    previous: string | undefined,
    school = 'oakfield',
    keyFile = keys,
  ): Promise<string> {
    const signer = await signerOf(await openFileVault(keyFile), school);
    const store = await createSqliteRecordStore({ path: database });
    const { records } = await store.all({ school, limit: 100 });
    await store.close();
    const lines = records.map(lineOf);
    const of = { school, date, at: `${date}T16:00:00.000Z`, previous, publicKey: signer.publicKey, lines };
    const { text, code } = sealCheckpoint(of, signer);
    await createCheckpointFolder(`${home}/checkpoints`).keep(checkpointName(of, code), text);
    return code;
  }

  async function run(words: readonly string[], variables: Readonly<Record<string, string>> = {}) {
    return await runHere(words, variables, home);
  }
});

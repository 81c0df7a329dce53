import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createSqliteRecordStore } from '../../src/store/sqlite/record-store.ts';
import { aSmallMachine, MARKER, PROGRAM, runProgram, type SmallMachine } from '../support/small-machine.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let machine: SmallMachine;
let backups: string;
let apart: string;
beforeEach(async () => {
  folder = temporaryFolder();
  machine = aSmallMachine(folder.path('machine'));
  [backups, apart] = [folder.path('backups'), folder.path('apart')];
  for (const each of [backups, apart]) mkdirSync(each);
  await machine.fill(['A-1', 'A-2', 'A-3']);
});
afterEach(() => folder.remove());

/** A link with the name of a backup. */
const LINK = '2018-01-01T00-00-00Z';

/** The backups that are there, the oldest first. */
const names = () => readdirSync(backups).toSorted();
const only = () => folder.path('backups', names().at(-1) ?? '');
const note = (of = only()) => JSON.parse(readFileSync(`${of}/backup.json`, 'utf8'));

/** Another backup, in another second. */
async function another(...words: readonly string[]) {
  const isBackup = (name: string) => name !== LINK && existsSync(folder.path('backups', name, 'backup.json'));
  const before = names().filter(isBackup);
  for (const name of before) age(name);
  return await machine.run(['backup', '--to', backups, ...words]);
}

/** Makes a backup look a day older than it is, and than others. */
function age(name: string): void {
  const [year = '', ...rest] = name.split('-');
  const older = [String(Number(year) - 1), ...rest].join('-');
  const path = folder.path('backups', name);
  const { at, ...others } = note(path);
  writeFileSync(`${path}/backup.json`, JSON.stringify({ ...others, at: at.replace(year, String(Number(year) - 1)) }));
  renameSync(path, folder.path('backups', older));
}

describe('safeguarding backup', { timeout: 120_000 }, () => {
  it('copies records, checkpoints and school file, checks the copy, and says where it is', async () => {
    const code = await machine.takeCheckpoint('2026-11-23');
    const ended = await machine.run(['backup', '--to', backups]);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(names()).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/)]);
    expect(ended.out.split('\n')).toEqual([
      '3 records were checked. Every one is as it was written.',
      `The records of "oakfield" were held against 1 checkpoint, the newest of Monday 23 November 2026: ${code}.`,
      expect.stringMatching(
        /^Backed up to .*Z: \d+\.\d MB in \d+\.\d seconds, as of \w+ \d+ \w+ \d{4}, \d\d:\d\d UTC\.$/,
      ),
      expect.stringContaining('The keys are not in it'),
      '',
    ]);
    expect(note()).toMatchObject({
      format: 'safeguarding-bot/backup/1',
      version: packageJson.version,
      records: { oakfield: 3 },
      isWhole: true,
      newestCodes: { oakfield: code },
      schoolFile: 'file',
      files: [
        { path: 'records.db' },
        { path: `checkpoints/oakfield-2026-11-23-${code}.txt` },
        { path: 'school/school.yaml', bytes: statSync(machine.schoolFile).size },
      ],
    });
    expect(readFileSync(`${only()}/school/school.yaml`)).toEqual(readFileSync(machine.schoolFile));
    const { code: checked, out } = await machine.run([
      ...['verify', '--store', `sqlite:${only()}/records.db`],
      ...['--checkpoints', `folder:${only()}/checkpoints`, '--since', code],
    ]);
    expect([checked, out]).toEqual([0, expect.stringContaining(`Nothing that stood there when ${code} was given`)]);
    // Whoever looks into a backup leaves it as it was.
    const { sha256 } = note().files[0];
    expect(
      createHash('sha256')
        .update(readFileSync(`${only()}/records.db`))
        .digest('hex'),
    ).toBe(sha256);
    expect(readdirSync(only()).toSorted()).toEqual(['backup.json', 'checkpoints', 'records.db', 'school']);
    expect(await machine.references()).toEqual(['A-1', 'A-2', 'A-3']);
  });

  it('takes along what a killed service has left in its log beside the database', async () => {
    const writer = spawn(process.execPath, ['-e', LEAVES_A_LOG, machine.database], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(writer.stdout, 'data');
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    expect(statSync(`${machine.database}-wal`).size).toBeGreaterThan(0);
    await machine.run(['backup', '--to', backups]);
    const copy = new DatabaseSync(`${only()}/records.db`);
    expect(copy.prepare('SELECT id FROM records ORDER BY id').all()).toEqual([
      { id: 'A-1' },
      { id: 'A-2' },
      { id: 'A-9' },
    ]);
    copy.close();
  });

  it('can be read by nobody but the account that made it, and holds neither keys nor content', async () => {
    await machine.takeCheckpoint('2026-11-23');
    await machine.run(['backup', '--to', backups, '--keys-to', apart]);
    const all = readdirSync(only(), { recursive: true, withFileTypes: true });
    expect(all.map(({ name }) => name)).not.toContain('keys.json');
    for (const one of all) {
      const path = `${one.parentPath}/${one.name}`;
      expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
      if (one.isFile()) expect(readFileSync(path, 'latin1')).not.toContain(MARKER);
    }
    const [key = ''] = readdirSync(apart);
    expect([readdirSync(apart).length, statSync(`${apart}/${key}`).mode & 0o777]).toEqual([1, 0o600]);
    const { schools } = JSON.parse(readFileSync(machine.keys, 'utf8'));
    for (const one of all.filter((each) => each.isFile()))
      expect(readFileSync(`${one.parentPath}/${one.name}`, 'latin1')).not.toContain(schools[0].wrappingKey);
  });

  it('takes a folder of school files', async () => {
    mkdirSync(folder.path('schools'));
    for (const name of ['oakfield.yaml', 'notes.txt']) writeFileSync(folder.path('schools', name), name);
    const { code } = await machine.run(['backup', '--to', backups], { SCHOOL_FILE: folder.path('schools') });
    expect([code, note().schoolFile, readdirSync(`${only()}/school`)]).toEqual([0, 'folder', ['oakfield.yaml']]);
  });

  it('ends with 2 while the service runs, and says to stop it', async () => {
    const store = await createSqliteRecordStore({ path: machine.database });
    try {
      const { code, out, err } = await machine.run(['backup', '--to', backups]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^Not done: The service has the records open\.\nStop the service, run this again/);
      expect(names()).toEqual([]);
    } finally {
      await store.close();
    }
  });

  it('that is killed at any point leaves nothing that looks like a backup, and the next one clears up', async () => {
    await machine.fill(Array.from({ length: 60 }, (_, index) => `B-${index}`));
    await machine.takeCheckpoint('2026-11-23');
    for (const part of ['records.db', 'checkpoints', 'school', 'backup.json']) {
      await killedWhen(() => begun().some((name) => existsSync(folder.path('backups', name, part))));
      expect(names().filter((name) => !name.startsWith('.'))).toEqual([]);
    }
    expect(begun().length).toBeGreaterThan(0);
    const { code } = await machine.run(['backup', '--to', backups]);
    expect([code, names().length, begun()]).toEqual([0, 1, []]);
  });

  it('of damaged records is made all the same, ends with 1, and removes no older one', async () => {
    await machine.run(['backup', '--to', backups]);
    const database = new DatabaseSync(machine.database);
    database.exec(`UPDATE records SET status = 'unknown' WHERE id = 'A-2'`);
    database.close();
    const { code, out } = await another('--keep', '1');
    expect([code, names().length, note().isWhole]).toEqual([1, 2, false]);
    expect(out).toContain('DAMAGED A-2 (oakfield): Its status stands as "unknown"');
    expect(out).toContain('No older backup was removed, for what was found.');
  });

  describe('with --keep', () => {
    it('removes all but the newest, and nothing that is no backup', async () => {
      for (let count = 1; count <= 3; count++) await another();
      const three = names();
      // What a link leads to is somebody else's, though it is a backup.
      const elsewhere = folder.path('elsewhere');
      cpSync(only(), elsewhere, { recursive: true });
      writeFileSync(`${elsewhere}/backup.json`, JSON.stringify({ ...note(elsewhere), at: '2018-01-01T00:00:00.000Z' }));
      symlinkSync(elsewhere, folder.path('backups', LINK));
      mkdirSync(folder.path('backups', 'photos-of-2019'));
      mkdirSync(folder.path('backups', '2019-01-01T00-00-00Z'));
      const { code, out } = await another('--keep', '2');
      expect(code).toBe(0);
      const left = names().filter((name) => name !== LINK && existsSync(folder.path('backups', name, 'backup.json')));
      expect(left.length).toBe(2);
      expect(three.length).toBe(3);
      expect(out).toMatch(/^Removed: \d{4}-.*Z, \d{4}-.*Z\.$/m);
      for (const name of ['photos-of-2019', '2019-01-01T00-00-00Z', LINK])
        expect(existsSync(folder.path('backups', name))).toBe(true);
    });

    it('removes nothing of another service, finished or not, and refuses to share its folder', async () => {
      const other = aSmallMachine(folder.path('other'));
      await other.fill(['A-1']);
      const foreign = `.2026-11-23T02-30-00Z.${randomUUID()}.${'0'.repeat(12)}.unfinished`;
      mkdirSync(folder.path('backups', foreign));
      await other.run(['backup', '--to', backups]);
      const before = names();
      expect(before).toHaveLength(2);
      const { code, err } = await another('--keep', '1');
      expect([code, err]).toEqual([
        2,
        expect.stringMatching(/is a backup of other records.*\nGive each service a folder/),
      ]);
      expect(names().length).toBe(before.length);
      // Nor one of which nobody can tell whose it is.
      writeFileSync(`${only()}/backup.json`, JSON.stringify({ ...note(), keyIds: [] }));
      expect((await another('--keep', '1')).code).toBe(0);
      expect(names().length).toBe(before.length + 1);
    });

    it('removes what another database left unfinished when a day has gone by', async () => {
      const foreign = folder.path('backups', `.2026-11-23T02-30-00Z.${randomUUID()}.${'0'.repeat(12)}.unfinished`);
      mkdirSync(foreign);
      const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
      utimesSync(foreign, hoursAgo(23), hoursAgo(23));
      await machine.run(['backup', '--to', backups]);
      expect(existsSync(foreign)).toBe(true);
      utimesSync(foreign, hoursAgo(25), hoursAgo(25));
      await another();
      expect(existsSync(foreign)).toBe(false);
    });

    it('never removes the one that was just made, though a clock was wrong once', async () => {
      await machine.run(['backup', '--to', backups]);
      const [first = ''] = names();
      const [year = '', ...rest] = first.split('-');
      const future = [String(Number(year) + 30), ...rest].join('-');
      const { at, ...others } = note();
      writeFileSync(
        `${only()}/backup.json`,
        JSON.stringify({ ...others, at: at.replace(year, String(Number(year) + 30)) }),
      );
      renameSync(only(), folder.path('backups', future));
      const { code, out } = await machine.run(['backup', '--to', backups, '--keep', '1']);
      expect([code, names().length]).toEqual([0, 2]);
      expect(out).toContain(`Backed up to ${folder.path('backups', names()[0] ?? '')}`);
    });

    it.each(['0', '-1', 'all', '1.5', ''])('ends with 2 for "%s"', async (value) => {
      const { code, err } = await machine.run(['backup', '--to', backups, `--keep=${value}`]);
      expect([code, err]).toEqual([2, expect.stringContaining('Put a number of backups, 1 or more.')]);
      expect(names()).toEqual([]);
    });
  });

  describe('with --keys-to', () => {
    it('keeps each state of the key file once, and none over another', async () => {
      const first = await machine.run(['backup', '--to', backups, '--keys-to', apart]);
      const [name = ''] = readdirSync(apart);
      expect(first.out).toContain(`The key file is in ${apart}/${name}.`);
      const second = await another('--keys-to', apart);
      expect(second.out).toContain(`The key file is in ${apart}/${name} already.`);
      renameSync(`${apart}/${name}`, `${apart}/keys-2020-01-01T00-00-00Z.json`);
      await machine.fill(['E-1'], 'elmfield');
      const third = await another('--keys-to', apart);
      expect([third.code, readdirSync(apart).length]).toEqual([0, 2]);
    });

    it('ends with 2 where keys and backups would lie together, by whatever way', async () => {
      mkdirSync(folder.path('backups', 'keys'));
      symlinkSync(backups, folder.path('link'));
      for (const [to, keysTo] of [
        [backups, backups],
        [backups, folder.path('backups', 'keys')],
        [folder.path('backups', 'keys'), backups],
        [backups, folder.path('link', 'keys')],
        [backups, `${apart}/../backups/keys`],
      ] as const) {
        const { code, err } = await machine.run(['backup', '--to', to, '--keys-to', keysTo]);
        expect([code, err]).toEqual([2, expect.stringContaining('one lies in the other')]);
      }
      expect(names()).toEqual(['keys']);
    });
  });

  describe('ends with 2, says what to do and leaves nothing behind', () => {
    it('where a folder is not there: it would be made on another disk than was meant', async () => {
      for (const words of [
        ['--to', folder.path('away')],
        ['--to', backups, '--keys-to', folder.path('away')],
      ]) {
        const { code, err } = await machine.run(['backup', ...words]);
        expect([code, err]).toEqual([2, expect.stringContaining('Make it, or mount the disk that it is on')]);
      }
      expect([names(), existsSync(folder.path('away'))]).toEqual([[], false]);
    });

    it('where nothing is there to back up, and makes none', async () => {
      const { code, err } = await machine.run(['backup', '--to', backups], { STORE: `sqlite:${folder.path('no.db')}` });
      expect([code, err]).toEqual([2, expect.stringContaining('no.db is not there.')]);
      expect(existsSync(folder.path('no.db'))).toBe(false);
    });

    it('where the keys are those of other records', async () => {
      const other = aSmallMachine(folder.path('other'));
      await other.fill(['A-1']);
      const { code, err } = await machine.run(['backup', '--to', backups], { VAULT: `file:${other.keys}` });
      expect([code, err]).toEqual([2, expect.stringContaining('No record was sealed with a key that is in')]);
      expect(names()).toEqual([]);
    });

    it.runIf(process.platform === 'linux')('where the disk has no room', async () => {
      // Every file that is larger than this many blocks meets what a full disk says.
      const words = ['-c', `trap '' XFSZ; ulimit -f 8; exec "$@"`, 'bash', process.execPath, PROGRAM];
      const ended = await runProgram(['/bin/bash', ...words, 'backup', '--to', backups], {
        ...machine.variables,
        NODE_COMPILE_CACHE: '',
      });
      expect(ended).toMatchObject({ code: 2, out: '' });
      expect(ended.err).toMatch(/has no room for it|could not be read or written/);
      expect(ended.err).toContain('No backup was made; the records and the older backups are as they were.');
      expect(names()).toEqual([]);
      expect(await machine.references()).toEqual(['A-1', 'A-2', 'A-3']);
    });

    it.runIf(process.platform !== 'win32')('where the account may not read the records', async () => {
      // Whoever may do everything runs it as somebody who may not.
      const isRoot = process.getuid?.() === 0;
      chmodSync(machine.home, isRoot ? 0o700 : 0o000);
      const { code, err } = await machine.run(['backup', '--to', backups], {}, isRoot ? 65_534 : undefined);
      chmodSync(machine.home, 0o700);
      expect([code, err]).toEqual([2, expect.stringContaining('Run this as the account of the service')]);
      expect(names()).toEqual([]);
    });

    it('where the records are in Cosmos DB', async () => {
      const STORE = 'cosmos:https://oakfield.documents.azure.com/records';
      const { code, err } = await machine.run(['backup', '--to', backups], { STORE });
      expect([code, err]).toEqual([2, expect.stringContaining('Azure backs them up continuously')]);
    });
  });

  /** What was begun and is not finished. */
  function begun(): readonly string[] {
    return names().filter((name) => name.startsWith('.'));
  }

  async function killedWhen(isSo: () => boolean): Promise<void> {
    for (const name of begun()) putAside(name);
    const child = spawn(process.execPath, [PROGRAM, 'backup', '--to', backups], {
      env: machine.variables,
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    while (!isSo() && child.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
  }

  /** What an earlier kill left is not mistaken for what is begun now; the last one is left where it is. */
  function putAside(name: string): void {
    renameSync(folder.path('backups', name), folder.path(basename(name)));
  }
});

/** Removes one record and adds another, and waits with both in the log. */
const LEAVES_A_LOG = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1]);
database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');
database.exec("DELETE FROM records WHERE id = 'A-3'");
database.exec("INSERT INTO records (school,id,kind,status,created_at,updated_at,etag,tokens,key,state,posts,outbox,entries) SELECT school,'A-9',kind,status,created_at,updated_at,etag,tokens,key,state,posts,outbox,entries FROM records WHERE id = 'A-1'");
console.log('written');
setInterval(() => {}, 1000);
`;

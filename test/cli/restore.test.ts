import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aSmallMachine, PROGRAM, runProgram, type SmallMachine } from '../support/small-machine.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let old: SmallMachine;
let fresh: SmallMachine;
let backup: string;
let apart: string;
let code: string;
beforeEach(async () => {
  folder = temporaryFolder();
  [old, fresh] = [aSmallMachine(folder.path('old')), aSmallMachine(folder.path('new'))];
  apart = folder.path('apart');
  for (const each of [folder.path('backups'), apart]) mkdirSync(each);
  await old.fill(['A-1', 'A-2', 'A-3']);
  code = await old.takeCheckpoint('2026-11-23');
  await old.run(['backup', '--to', folder.path('backups'), '--keys-to', apart]);
  backup = folder.path('backups', readdirSync(folder.path('backups'))[0] ?? '');
});
afterEach(() => folder.remove());

const words = () => ['restore', '--from', backup, '--keys-from', apart];

/** Where the folder of all backups is named. */
const ofAll = () => ['restore', '--from', folder.path('backups'), '--keys-from', apart];

/** Another backup beside the first, as if it was made at another time. */
function beside(name: string): string {
  const other = folder.path('backups', name);
  cpSync(backup, other, { recursive: true });
  const at = `${name.slice(0, 11)}${name.slice(11).replaceAll('-', ':')}`;
  const note = JSON.parse(readFileSync(`${backup}/backup.json`, 'utf8'));
  writeFileSync(`${other}/backup.json`, JSON.stringify({ ...note, at }));
  return other;
}

/** Every file of the new machine. */
function standing(): readonly string[] {
  const all = readdirSync(fresh.home, { recursive: true, withFileTypes: true });
  return all.filter((one) => one.isFile()).map((one) => `${one.parentPath}/${one.name}`.slice(fresh.home.length + 1));
}

describe('safeguarding restore', { timeout: 120_000 }, () => {
  it('puts all of it in an empty place, checks it, and says of when it is', async () => {
    rmSync(old.home, { recursive: true });
    const ended = await fresh.run(words());
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out.split('\n')).toEqual([
      '3 records were checked. Every one is as it was written.',
      `The records of "oakfield" were held against 1 checkpoint, the newest of Monday 23 November 2026: ${code}.`,
      expect.stringMatching(
        /^Restored 3 records as of \w+ \d+ \w+ \d{4}, \d\d:\d\d UTC\. What was recorded after that/,
      ),
      expect.stringMatching(/^The school file is that of the backup, .* look who holds which role/),
      expect.stringMatching(/^Before the service is started: say to the DSL/),
      '',
    ]);
    expect(await fresh.references()).toEqual(['A-1', 'A-2', 'A-3']);
    expect(standing().toSorted()).toEqual([
      'data/records.db',
      `keys/checkpoints/oakfield-2026-11-23-${code}.txt`,
      'keys/keys.json',
      'school.yaml',
    ]);
    for (const file of standing()) expect([file, statSync(`${fresh.home}/${file}`).mode & 0o077]).toEqual([file, 0]);
    const verified = await fresh.run(['verify', '--since', code]);
    expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('Nothing that stood there')]);
  });

  it('puts each of several school files in its folder', async () => {
    const SCHOOL_FILE = folder.path('schools');
    mkdirSync(SCHOOL_FILE);
    for (const name of ['elmfield.yaml', 'oakfield.yml']) writeFileSync(`${SCHOOL_FILE}/${name}`, name);
    rmSync(backup, { recursive: true });
    await old.run(['backup', '--to', folder.path('backups')], { SCHOOL_FILE });
    backup = folder.path('backups', readdirSync(folder.path('backups'))[0] ?? '');
    const { code: ended } = await fresh.run(words(), { SCHOOL_FILE: folder.path('new-schools') });
    expect([ended, readdirSync(folder.path('new-schools'))]).toEqual([0, ['elmfield.yaml', 'oakfield.yml']]);
  });

  it('takes the key file that is there already, and one that is named itself', async () => {
    mkdirSync(`${fresh.home}/keys`);
    copyFileSync(old.keys, fresh.keys);
    expect((await fresh.run(['restore', '--from', backup])).code).toBe(0);
    rmSync(fresh.home, { recursive: true });
    mkdirSync(fresh.home);
    expect((await fresh.run(['restore', '--from', backup, '--keys-from', old.keys])).code).toBe(0);
  });

  it('takes the newest of a folder of backups, whatever else a disk has in it, and says which', async () => {
    beside('2019-11-23T02-30-00Z');
    for (const name of ['lost+found', '2199-01-01T00-00-00Z', '.2198-01-01T00-00-00Z.unfinished'])
      mkdirSync(folder.path('backups', name), { mode: 0o000 });
    const { code: ended, out } = await fresh.run(ofAll());
    expect([ended, out]).toEqual([0, expect.stringContaining(`The newest backup there was taken: ${backup}.\n`)]);
    expect(await fresh.references()).toEqual(['A-1', 'A-2', 'A-3']);
  });

  it('leaves what has a name much like its own', async () => {
    writeFileSync(`${fresh.home}/notes.restoring-plan.txt`, 'ours');
    const left = `school.yaml.${randomUUID()}.restoring`;
    writeFileSync(`${fresh.home}/${left}`, 'cut off');
    expect((await fresh.run(words())).code).toBe(0);
    expect(standing()).toContain('notes.restoring-plan.txt');
    expect(standing()).not.toContain(left);
  });

  it('takes none of it away again where the last check cannot be made: a service may have it open', async () => {
    mkdirSync(fresh.checkpoints, { recursive: true });
    const endless = `${fresh.checkpoints}/oakfield-2026-11-24-${code}.txt`;
    writeFileSync(endless, '');
    truncateSync(endless, 3 * 2 ** 30); // Larger than a file that can be read at once, and nothing on the disk.
    const { code: ended, err } = await fresh.run(words());
    expect([ended, err]).toEqual([
      2,
      expect.stringMatching(/is in its place, but could not be checked there: .*\nDo not restore it again\. Stop the/),
    ]);
    rmSync(endless);
    expect((await fresh.run(['verify'])).code).toBe(0);
  });

  it('takes the key file that has the keys, not an old one that somebody copied by hand', async () => {
    const [kept = ''] = readdirSync(apart);
    rmSync(`${apart}/${kept}`);
    const other = aSmallMachine(folder.path('other'));
    await other.fill(['A-1']);
    await old.fill(['E-1'], 'elmfield');
    copyFileSync(other.keys, `${apart}/keys.json`);
    copyFileSync(other.keys, `${apart}/keys-2039-01-01T00-00-00Z.json`);
    copyFileSync(old.keys, `${apart}/keys-2038-01-01T00-00-00Z.json`);
    expect((await fresh.run(words())).code).toBe(0);
  });

  it('takes the key file of that night among those of other records', async () => {
    const other = aSmallMachine(folder.path('other'));
    await other.fill(['A-1']);
    copyFileSync(other.keys, `${apart}/keys-2039-01-01T00-00-00Z.json`);
    expect((await fresh.run(words())).code).toBe(0);
  });

  it('takes a newer key file, which has more schools, where that of the night is not there', async () => {
    await old.fill(['E-1'], 'elmfield');
    rmSync(apart, { recursive: true });
    mkdirSync(apart);
    copyFileSync(old.keys, `${apart}/keys-2039-01-01T00-00-00Z.json`);
    expect((await fresh.run(words())).code).toBe(0);
  });

  it('says that newer checkpoints stand there, and shows by them what is lost', async () => {
    await old.fill(['A-4']);
    const newer = await old.takeCheckpoint('2026-11-24', code);
    rmSync(fresh.home, { recursive: true });
    cpSync(old.checkpoints, fresh.checkpoints, { recursive: true });
    const { code: ended, out } = await fresh.run(words());
    expect(ended).toBe(1);
    expect(out).toMatch(/^DAMAGED A-4 \(oakfield\): It was there on Tuesday 24 November 2026/m);
    expect(out).toContain(
      `Their codes do not hold any more: say so, and move them away.\n  oakfield-2026-11-24-${newer}.txt`,
    );
    // As docs/tamper-evidence.md says.
    mkdirSync(folder.path('lost-days'));
    renameSync(
      `${fresh.checkpoints}/oakfield-2026-11-24-${newer}.txt`,
      folder.path('lost-days', `oakfield-2026-11-24-${newer}.txt`),
    );
    expect((await fresh.run(['verify'])).code).toBe(0);
    const asked = await fresh.run(['verify', '--since', newer]);
    expect([asked.code, asked.out]).toEqual([1, expect.stringContaining(`Nothing here knows the code ${newer}`)]);
  });

  it('restores damaged records too, where there are no better ones, and ends with 1', async () => {
    const database = new DatabaseSync(old.database);
    database.exec(`UPDATE records SET status = 'unknown' WHERE id = 'A-2'`);
    database.close();
    rmSync(backup, { recursive: true });
    await old.run(['backup', '--to', folder.path('backups')]);
    backup = folder.path('backups', readdirSync(folder.path('backups'))[0] ?? '');
    const { code: ended, out } = await fresh.run(words());
    expect([ended, out]).toEqual([1, expect.stringContaining('DAMAGED A-2 (oakfield)')]);
    expect(await fresh.references()).toEqual(['A-1', 'A-2', 'A-3']);
  });

  it('that is killed at any point can be run again', async () => {
    let hasRun = 0;
    for (const wait of [(file: string) => file.includes('.restoring'), (file: string) => file === 'keys/keys.json']) {
      const child = spawn(process.execPath, [PROGRAM, ...words()], { env: fresh.variables, stdio: 'ignore' });
      const ended = once(child, 'exit');
      while (!standing().some(wait) && child.exitCode === null) await new Promise((next) => setImmediate(next));
      child.kill('SIGKILL');
      await ended;
      if (!existsSync(fresh.database)) hasRun++;
    }
    expect(hasRun).toBe(2);
    const { code: again, out } = await fresh.run(words());
    expect([again, out]).toEqual([0, expect.stringContaining('Restored 3 records')]);
    expect(standing().filter((file) => file.includes('.restoring'))).toEqual([]);
  });

  describe('ends with 2, says what to do and puts nothing anywhere', () => {
    afterEach(async () => {
      // What was there is still there, and can be restored.
      expect(existsSync(`${fresh.home}/data/records.db`)).toBe(false);
    });

    const refused = async (said: string | RegExp, line = words(), others = {}) => {
      const before = standing();
      const { code: ended, out, err } = await fresh.run(line, others);
      expect([ended, out]).toEqual([2, '']);
      expect(err).toMatch(said);
      expect(err).toContain('Nothing was');
      expect(standing()).toEqual(before);
    };

    it('where something stands already, naming each', async () => {
      mkdirSync(`${fresh.home}/keys`);
      for (const file of [fresh.schoolFile, fresh.keys]) writeFileSync(file, 'something else', { mode: 0o600 });
      await refused(/Something stands.*\n {2}.*keys\.json\n {2}.*school\.yaml\nStop the service, move each/);
    });

    it('where other records stand, or only their log', async () => {
      const place = folder.path('elsewhere.db');
      for (const name of [place, `${place}-wal`]) {
        writeFileSync(name, 'x');
        await refused(/Something stands.*\n {2}.*elsewhere\.db/, words(), { STORE: `sqlite:${place}` });
        rmSync(name);
      }
    });

    it('where a checkpoint of the same name is another one', async () => {
      mkdirSync(fresh.checkpoints, { recursive: true });
      writeFileSync(`${fresh.checkpoints}/oakfield-2026-11-23-${code}.txt`, 'altered');
      await refused(/Something stands.*\n {2}.*oakfield-2026-11-23-/);
    });

    it.each(['records.db', 'school/school.yaml', 'checkpoints'])('where a byte of %s was changed', async (path) => {
      const file = path === 'checkpoints' ? `${path}/oakfield-2026-11-23-${code}.txt` : path;
      const bytes = readFileSync(`${backup}/${file}`);
      const middle = bytes.length >> 1;
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      writeFileSync(`${backup}/${file}`, bytes);
      await refused(
        new RegExp(`is damaged:\\n {2}${file} was altered\\nTake another copy of this one, or another backup`),
      );
    });

    it('where a file is missing or cut short', async () => {
      truncateSync(`${backup}/records.db`, 8_192);
      rmSync(`${backup}/school/school.yaml`);
      await refused(/records\.db was altered\n {2}school\/school\.yaml cannot be read/);
    });

    it('where the note is missing, cut short, or names another place', async () => {
      const file = `${backup}/backup.json`;
      const text = readFileSync(file, 'utf8');
      const elsewhere = text.replace('school/school.yaml', 'school/../../../school.yaml');
      expect(elsewhere).not.toBe(text);
      for (const bad of [text.slice(0, 200), elsewhere, text.replace('backup/1', 'backup/2'), '']) {
        writeFileSync(file, bad);
        await refused('is no whole backup');
      }
      rmSync(file);
      await refused(/is no whole backup, and holds none\.\nName the folder that --to named.*has no backup\.json/);
    });

    it('where the newest of several is damaged: it names the one before', async () => {
      const older = beside('2019-11-23T02-30-00Z');
      truncateSync(`${backup}/records.db`, 8_192);
      await refused(`Take another copy of this one, or the backup before it, --from ${older}.`, ofAll());
    });

    it('where the newest of several is of a day to come: a clock was wrong, here or then', async () => {
      const ahead = beside('2099-11-23T02-30-00Z');
      await refused(`the newest backup, ${ahead}, is yet to be made.\nSet the clock, or name the backup`, ofAll());
    });

    it('where a folder of backups holds none', async () => {
      rmSync(backup, { recursive: true });
      await refused(/backups is no whole backup, and holds none/, ofAll());
    });

    it('where no keys are named, or none are there', async () => {
      await refused(/is not there, and --keys-from names none/, ['restore', '--from', backup]);
      mkdirSync(folder.path('empty'));
      for (const place of ['empty', 'away'])
        await refused('no key file is in', ['restore', '--from', backup, '--keys-from', folder.path(place)]);
    });

    it('where the keys are those of other records', async () => {
      const other = aSmallMachine(folder.path('other'));
      await other.fill(['A-1']);
      const line = ['restore', '--from', backup, '--keys-from', other.keys];
      await refused(/Not one record of the backup can be read with .*keys\.json\./, line);
      mkdirSync(`${fresh.home}/keys`, { recursive: true });
      copyFileSync(other.keys, fresh.keys);
      await refused(/can be read with the key file that is here already/, ['restore', '--from', backup]);
      rmSync(`${fresh.home}/keys`, { recursive: true });
    });

    it('where the key file is none', async () => {
      writeFileSync(folder.path('none.json'), '{}', { mode: 0o600 });
      const { code: ended, err } = await fresh.run([
        'restore',
        '--from',
        backup,
        '--keys-from',
        folder.path('none.json'),
      ]);
      expect([ended, standing()]).toEqual([2, []]);
      expect(err).toMatch(/^Not done: /);
    });

    it.runIf(process.platform === 'linux')('where the disk has no room', async () => {
      const limited = ['-c', `trap '' XFSZ; ulimit -f 8; exec "$@"`, 'bash', process.execPath, PROGRAM];
      const ended = await runProgram(['/bin/bash', ...limited, ...words()], {
        ...fresh.variables,
        NODE_COMPILE_CACHE: '',
      });
      expect([ended.code, ended.err]).toEqual([2, expect.stringMatching(/has no room for it \(EFBIG\)/)]);
      expect(standing()).toEqual([]);
    });
  });
});

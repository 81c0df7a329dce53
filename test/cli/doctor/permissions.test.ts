import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/application/doctor/finding.ts';
import { checkApart, checkPermissions, type GuardedPlaces } from '../../../src/cli/doctor/permissions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const said = (found: readonly Finding[]) =>
  found.map(({ level, what }) => `${level}: ${what.replaceAll(home, 'HOME')}`);

let home: string;
let count = 0;
let places: Readonly<Record<keyof GuardedPlaces, string>>;

/** Everything in a folder of its own, for its own account alone. */
beforeEach(() => {
  home = folder.path(`home-${++count}`);
  for (const name of ['', 'env', 'records', 'keys', 'school', 'checkpoints', 'backups', 'backups/2026-11-23T02-30-00Z'])
    mkdirSync(`${home}/${name}`, { mode: 0o700 });
  places = {
    environment: `${home}/env/e.env`,
    database: `${home}/records/r.db`,
    keys: `${home}/keys/k.json`,
    schoolFile: `${home}/school/s.yaml`,
    checkpoints: `${home}/checkpoints`,
    backups: `${home}/backups`,
  };
  for (const path of [places.environment, places.database, places.keys, places.schoolFile])
    writeFileSync(path, '', { mode: 0o600 });
  writeFileSync(`${home}/checkpoints/c.txt`, '', { mode: 0o600 });
});

describe.runIf(process.platform !== 'win32')('what is kept on this machine', () => {
  it('is safe from others where none of it, and no folder above it, is open to them', async () => {
    expect(said(await checkPermissions(places))).toEqual([
      'well: The secrets, the records, the keys, the school file, the checkpoints and the backups are safe from others here.',
    ]);
  });

  it('is told to be safe only as far as it was looked at', async () => {
    expect(said(await checkPermissions({ schoolFile: places.schoolFile, database: places.database }))).toEqual([
      'well: The school file and the records are safe from others here.',
    ]);
    expect(await checkPermissions({})).toEqual([]);
  });

  it('is not where the modes of the files are open', async () => {
    for (const path of [places.environment, places.database, places.keys, places.schoolFile]) chmodSync(path, 0o666);
    chmodSync(`${home}/checkpoints/c.txt`, 0o666);
    chmodSync(`${home}/backups/2026-11-23T02-30-00Z`, 0o755);
    expect(said(await checkPermissions(places))).toEqual([
      'wrong: Others on this machine can read HOME/env/e.env, which holds secrets.',
      'wrong: Others on this machine can read HOME/keys/k.json, which holds the keys.',
      'look: Others on this machine can read HOME/records/r.db, where the sealed records are.',
      'wrong: Everybody on this machine can change HOME/school/s.yaml, which says who sees what.',
      'wrong: Others on this machine can change 1 checkpoint in HOME/checkpoints.',
      'wrong: Others on this machine can look into 1 backup in HOME/backups, where the school file can be read.',
    ]);
  });

  it.each([
    ['env', 'wrong: Others on this machine can replace files in HOME/env, where the secrets are.'],
    ['records', 'wrong: Others on this machine can replace files in HOME/records, where the records are.'],
    ['keys', 'wrong: Others on this machine can replace files in HOME/keys, where the keys are.'],
    ['school', 'wrong: Others on this machine can replace files in HOME/school, where the school file is.'],
    ['checkpoints', 'wrong: Others on this machine can replace files in HOME/checkpoints, where the checkpoints are.'],
    ['backups', 'wrong: Others on this machine can replace files in HOME/backups, where the backups are.'],
    [
      '.',
      'wrong: Others on this machine can replace files in HOME, below which the secrets, the records, the keys, the school file, the checkpoints and the backups are.',
    ],
  ])('is not where others can put another file in its place: %s', async (name, words) => {
    chmodSync(`${home}/${name}`, 0o777);
    expect(said(await checkPermissions(places))).toEqual([words]);
  });

  it('is not where one of the files of a folder of school files is open, or the folder takes any file', async () => {
    const schoolFile = `${home}/school`;
    chmodSync(places.schoolFile, 0o666);
    expect(said(await checkPermissions({ schoolFile }))).toEqual([
      'wrong: Everybody on this machine can change HOME/school/s.yaml, which says who sees what.',
    ]);
    chmodSync(places.schoolFile, 0o600);
    chmodSync(schoolFile, 0o1777);
    expect(said(await checkPermissions({ schoolFile }))).toEqual([
      'wrong: Others on this machine can replace files in HOME/school, where the school file is.',
    ]);
  });

  it('is safe below a folder from which nobody can take away what is another’s, such as /tmp', async () => {
    chmodSync(home, 0o1777);
    expect(said(await checkPermissions(places))).toEqual([expect.stringMatching(/^well: /)]);
  });

  it('is not where it is behind a link in a folder that is open', async () => {
    mkdirSync(`${home}/open`);
    symlinkSync(places.schoolFile, `${home}/open/s.yaml`);
    chmodSync(`${home}/open`, 0o777);
    expect(said(await checkPermissions({ schoolFile: `${home}/open/s.yaml` }))).toEqual([
      'wrong: Others on this machine can replace files in HOME/open, where the school file is.',
    ]);
  });

  it('is to be looked at where a group can change the school file, for it may be meant', async () => {
    chmodSync(places.schoolFile, 0o660);
    chmodSync(`${home}/school`, 0o770);
    expect(said(await checkPermissions(places))).toEqual([
      'look: Every account of its group can change HOME/school/s.yaml, which says who sees what.',
      'look: All accounts of its group can replace files in HOME/school, where the school file is.',
    ]);
  });

  it('is looked at also before it is there', async () => {
    chmodSync(home, 0o777);
    expect(said(await checkPermissions({ database: `${home}/not/there/r.db` }))).toEqual([
      'wrong: Others on this machine can replace files in HOME, below which the records are.',
    ]);
  });
});

describe('the keys', () => {
  it('are to be looked at where one folder has the records too', async () => {
    const words =
      'look: The records and the keys are both below HOME: whoever takes a copy of that can read every record.';
    expect(said(await checkApart(places))).toEqual([words]);
    expect(said(await checkApart({ ...places, keys: `${home}/records/deeper/k.json` }))).toEqual([
      words.replace('HOME', 'HOME/records'),
    ]);
  });

  it('are apart where they have only a folder of the machine in common', async () => {
    expect(await checkApart({ database: '/var/lib/one/not-there/r.db', keys: '/var/lib/other/k.json' })).toEqual([]);
    expect(await checkApart({ database: places.database })).toEqual([]);
  });
});

import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/application/doctor/finding.ts';
import { type BackupNote, folderNameOf } from '../../../src/cli/backup/backup-note.ts';
import { checkBackups } from '../../../src/cli/doctor/backups.ts';
import { monday } from '../../support/concern.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const said = (found: readonly Finding[]) =>
  found.map(({ level, what }) => `${level}: ${what.replaceAll(backups, 'FOLDER')}`);

let backups: string;
let count = 0;
beforeEach(() => {
  backups = folder.path(`backups-${++count}`);
});

describe('the newest backup', () => {
  it.each([
    [3, true, 'well: The newest backup is 3 hours old.'],
    [50, true, 'well: The newest backup is 2 days old.'],
    [75, true, 'wrong: The newest backup is 3 days old.'],
    [3, false, 'wrong: In the newest backup, 3 hours old, records are damaged.'],
  ])('of %d hours, whole: %s', async (hours, isWhole, words) => {
    aBackup(hours, { isWhole });
    expect(said(await checkBackups(backups, monday))).toEqual([words]);
  });

  it('is missing', async () => {
    expect(said(await checkBackups(backups, monday))).toEqual(['wrong: There is no backup in FOLDER.']);
  });

  it('is none where what it lists is gone or cut short', async () => {
    aBackup(30);
    const newest = aBackup(3);
    truncateSync(`${newest}/records.db`, 3);
    const name = folderNameOf(hoursAgo(3));
    const words = `wrong: Of the newest backup, ${name}, 1 file is missing or cut short.`;
    expect(said(await checkBackups(backups, monday))).toEqual([words]);
    rmSync(`${newest}/records.db`);
    expect(said(await checkBackups(backups, monday))).toEqual([words]);
  });

  it('is not one of a time that has not come, which would be the newest for years', async () => {
    aBackup(-24 * 365);
    aBackup(75);
    const name = folderNameOf(hoursAgo(-24 * 365));
    expect(said(await checkBackups(backups, monday))).toEqual([
      `wrong: 1 backup is of a time that has not come: ${name}.`,
      'wrong: The newest backup is 3 days old.',
    ]);
  });

  it('is unknown where nobody can see the folder', async () => {
    symlinkSync(backups, backups);
    expect(said(await checkBackups(backups, monday))).toEqual(['unknown: This account cannot read FOLDER.']);
  });

  it('cannot be in what is no folder', async () => {
    writeFileSync(backups, 'x');
    expect(said(await checkBackups(backups, monday))).toEqual(['wrong: FOLDER is no folder.']);
  });
});

function hoursAgo(hours: number): string {
  return new Date(Date.parse(monday) - hours * 3_600_000).toISOString();
}

/** A backup with a file in it, as its note says. */
function aBackup(hours: number, { isWhole = true } = {}): string {
  const at = hoursAgo(hours);
  const own = `${backups}/${folderNameOf(at)}`;
  mkdirSync(own, { recursive: true });
  const note: BackupNote = {
    format: 'safeguarding-bot/backup/1',
    at,
    version: '0.3.0',
    records: {},
    isWhole,
    newestCodes: {},
    schoolFile: 'file',
    keyIds: [],
    files: [{ path: 'records.db', bytes: 7, sha256: '0'.repeat(64) }],
  };
  writeFileSync(`${own}/records.db`, 'records');
  writeFileSync(`${own}/backup.json`, JSON.stringify(note));
  return own;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/application/doctor/finding.ts';
import { folderNameOf } from '../../../src/cli/backup/backup-note.ts';
import { checkBackups, checkCheckpoints } from '../../../src/cli/doctor/checkpoints.ts';
import { monday } from '../../support/concern.ts';
import { aSchool } from '../../support/school.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const said = (found: readonly Finding[]) => found.map(({ level, what }) => `${level}: ${what}`);
const school = aSchool();

describe('the checkpoints', () => {
  const code = '7K3Q9-F2M8A-04TZX-R6WNC';
  const folderWith = (name: string, ...days: readonly string[]) => {
    mkdirSync(folder.path(name));
    for (const day of days) writeFileSync(folder.path(name, `oakfield-${day}-${code}.txt`), '');
    return folder.path(name);
  };

  it.each([
    [
      'of today, after school',
      ['2026-11-20', '2026-11-23'],
      '2026-11-23T18:00:00.000Z',
      'well: The newest checkpoint is of Mon 23 Nov.',
    ],
    [
      'of Friday, on Monday at noon',
      ['2026-11-20'],
      '2026-11-23T12:00:00.000Z',
      'well: The newest checkpoint is of Fri 20 Nov.',
    ],
    [
      'of Friday, just after school',
      ['2026-11-20'],
      '2026-11-23T16:30:00.000Z',
      'well: The newest checkpoint is of Fri 20 Nov.',
    ],
    [
      'of Friday, in the evening',
      ['2026-11-20'],
      '2026-11-23T18:00:00.000Z',
      'wrong: The newest checkpoint is of Fri 20 Nov, and none is of Mon 23 Nov.',
    ],
    ['of nobody yet', [], monday, 'look: There is no checkpoint yet.'],
  ])('%s', async (name, days, now, words) => {
    expect(said(await checkCheckpoints(folderWith(name, ...days), [school], now))).toEqual([words]);
  });

  it('of another school whose name begins alike are not taken for its own', async () => {
    const at = folderWith('alike');
    writeFileSync(`${at}/oakfield-north-2026-11-23-${code}.txt`, '');
    expect(said(await checkCheckpoints(at, [school], monday))).toEqual(['look: There is no checkpoint yet.']);
  });
});

describe('the newest backup', () => {
  it.each([
    [3, true, 'well: The newest backup is 3 hours old.'],
    [50, true, 'well: The newest backup is 2 days old.'],
    [75, true, 'wrong: The newest backup is 3 days old.'],
    [3, false, 'wrong: In the newest backup, 3 hours old, records are damaged.'],
  ])('of %d hours, whole: %s', async (hours, isWhole, words) => {
    const at = new Date(Date.parse(monday) - hours * 3_600_000).toISOString();
    const backups = folder.path(`backups-${hours}-${isWhole}`);
    const own = `${backups}/${folderNameOf(at)}`;
    mkdirSync(own, { recursive: true });
    const note = {
      format: 'safeguarding-bot/backup/1',
      at,
      version: '0.3.0',
      records: {},
      isWhole,
      newestCodes: {},
      schoolFile: 'file',
      files: [],
    };
    writeFileSync(`${own}/backup.json`, JSON.stringify(note));
    expect(said([await checkBackups(backups, monday)])).toEqual([words]);
  });

  it('is missing', async () => {
    expect((await checkBackups(folder.path('none'), monday)).level).toBe('wrong');
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/application/doctor/finding.ts';
import { checkCheckpoints } from '../../../src/cli/doctor/checkpoints.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import { monday } from '../../support/concern.ts';
import { aSchool } from '../../support/school.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const said = (found: readonly Finding[]) => found.map(({ level, what }) => `${level}: ${what}`);
const school = aSchool();
const asked = (now: Instant, since?: Instant) => ({ now, recordsSince: () => since });

describe('the checkpoints', () => {
  const code = '7K3Q9-F2M8A-04TZX-R6WNC';
  const folderWith = (name: string, ...days: readonly string[]) => {
    mkdirSync(folder.path(name));
    for (const day of days) writeFileSync(folder.path(name, `oakfield-${day}-${code}.txt`), 'sealed');
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
    expect(said(await checkCheckpoints(folderWith(name, ...days), [school], asked(now)))).toEqual([words]);
  });

  it('of another school whose name begins alike are not taken for its own', async () => {
    const at = folderWith('alike');
    writeFileSync(`${at}/oakfield-north-2026-11-23-${code}.txt`, 'sealed');
    expect(said(await checkCheckpoints(at, [school], asked(monday)))).toEqual(['look: There is no checkpoint yet.']);
  });

  it('of a day that has not come is wrong, whatever else is there', async () => {
    expect(
      said(await checkCheckpoints(folderWith('ahead', '2026-11-20', '2031-01-01'), [school], asked(monday))),
    ).toEqual(['wrong: A checkpoint is of 1 Jan 2031, a day that has not come.']);
  });

  it('with nothing in it is none', async () => {
    const at = folderWith('empty');
    writeFileSync(`${at}/oakfield-2026-11-20-${code}.txt`, '');
    expect(said(await checkCheckpoints(at, [school], asked(monday)))).toEqual(['look: There is no checkpoint yet.']);
  });

  it('is missed where there have been records since before the last school day', async () => {
    const none = folderWith('lost');
    const of = async (since: Instant) => said(await checkCheckpoints(none, [school], asked(monday, since)));
    expect(await of('2026-03-02T09:00:00.000Z')).toEqual([
      'wrong: There is no checkpoint, though there have been records since Mon 2 Mar.',
    ]);
    expect(await of('2026-11-20T09:00:00.000Z')).toEqual(['look: There is no checkpoint yet.']);
    const gone = await checkCheckpoints(folder.path('gone'), [school], asked(monday, '2026-03-02T09:00:00.000Z'));
    expect(gone.map(({ level }) => level)).toEqual(['wrong']);
  });

  it('cannot be in what is no folder', async () => {
    writeFileSync(folder.path('a-file'), 'x');
    expect(said(await checkCheckpoints(folder.path('a-file'), [school], asked(monday)))).toEqual([
      `wrong: CHECKPOINTS names ${folder.path('a-file')}, which is no folder.`,
    ]);
  });
});

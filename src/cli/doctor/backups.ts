import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import { counted, listed } from '../../application/doctor/words.ts';
import { HOUR, type Instant, later, MINUTE } from '../../domain/instant.ts';
import { type Backup, backupsIn } from '../backup/backup-note.ts';
import { kindAt } from './paths.ts';

/** A night that was missed is no trouble yet; two are. */
const OLD_HOURS = 50;
/** By so much a clock may be set back without a word. */
const AHEAD_MS = 5 * MINUTE;

const whatToDo = 'Run "npx safeguarding backup --to FOLDER", and look why it did not run by itself.';

/** How old the newest backup is, and whether what it lists is there. Reads none of it: `restore` compares the sums. */
export async function checkBackups(folder: string, now: Instant): Promise<readonly Finding[]> {
  const found = findingsOf('backup');
  const kind = await kindAt(folder);
  if (kind === 'no folder')
    return [found.wrong(`${folder} is no folder.`, 'Put the folder of the backups behind --backups.')];
  const all = kind === 'unseen' ? undefined : await backupsIn(folder).catch(() => undefined);
  if (all === undefined)
    return [
      found.unknown(`This account cannot read ${folder}.`, 'Run the doctor as the account that makes the backups.'),
    ];
  const ahead = all.filter(({ note }) => note.at > later(now, AHEAD_MS));
  const [newest] = all.filter((one) => !ahead.includes(one));
  return [
    ...ofAhead(ahead),
    newest === undefined ? found.wrong(`There is no backup in ${folder}.`, whatToDo) : await ofNewest(newest, now),
  ];
}

function ofAhead(ahead: readonly Backup[]): readonly Finding[] {
  if (ahead.length === 0) return [];
  const names = listed(ahead.map(({ folder }) => basename(folder)));
  return [
    findingsOf('backup').wrong(
      `${counted(ahead.length, 'backup is', 'backups are')} of a time that has not come: ${names}.`,
      'Look at the clock of this machine, and move what was made with a wrong one to another folder.',
    ),
  ];
}

async function ofNewest({ folder, note }: Backup, now: Instant): Promise<Finding> {
  const found = findingsOf('backup');
  const hours = Math.max(0, Math.floor((Date.parse(now) - Date.parse(note.at)) / HOUR));
  const age = hours < 1 ? 'less than an hour' : hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
  const missing = await Promise.all(
    note.files.map(async ({ path, bytes }) => !(await hasBytes(join(folder, path), bytes))),
  );
  const count = missing.filter(Boolean).length;
  if (count > 0)
    return found.wrong(
      `Of the newest backup, ${basename(folder)}, ${counted(count, 'file is', 'files are')} missing or cut short.`,
      'Look at the disk of the backups, and run "npx safeguarding backup --to FOLDER" now.',
    );
  if (!note.isWhole)
    return found.wrong(
      `In the newest backup, ${age} old, records are damaged.`,
      'Run "npx safeguarding verify", which says which they are and what to do.',
    );
  if (hours > OLD_HOURS) return found.wrong(`The newest backup is ${age} old.`, whatToDo);
  return found.well(`The newest backup is ${age} old.`);
}

async function hasBytes(path: string, bytes: number): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() === true && stats.size === bytes;
}

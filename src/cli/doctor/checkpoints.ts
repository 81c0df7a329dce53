import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import type { Instant } from '../../domain/instant.ts';
import { HOUR, later } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { endOfSchoolDay, localDateTime, saidDate, schoolDayBefore } from '../../domain/school-time.ts';
import { backupsIn } from '../backup/backup-note.ts';
import { canWrite } from './paths.ts';

/** How long after the end of school its checkpoint may take. */
const TAKEN_WITHIN_MS = HOUR;

/** Whether the folder can be written, and whether the last school day of each school has its checkpoint. */
export async function checkCheckpoints(
  folder: string,
  schools: readonly School[],
  now: Instant,
): Promise<readonly Finding[]> {
  const found = findingsOf('checkpoints');
  if (!(await canWrite(folder)))
    return [
      found.wrong(
        `This account cannot write ${folder}.`,
        'Let the account of the service own and write the folder that CHECKPOINTS names.',
      ),
    ];
  const names = existsSync(folder) ? await readdir(folder) : [];
  return schools.map((school) => ofSchool(school, names, now));
}

function ofSchool(school: School, names: readonly string[], now: Instant): Finding {
  const found = findingsOf('checkpoints', school);
  const dayOf = (name: string) =>
    name.startsWith(`${school.id}-`) && /^(\d{4}-\d\d-\d\d)-.*\.txt$/.exec(name.slice(school.id.length + 1))?.[1];
  const days = names.flatMap((name) => dayOf(name) || []).sort();
  const newest = days.at(-1);
  if (newest === undefined)
    return found.look(
      'There is no checkpoint yet.',
      'The service takes the first when school is over today. If there is none tomorrow, look at its log.',
    );
  const expected = lastDay(school, now);
  const said = saidDate(school, newest, now);
  if (newest >= expected) return found.well(`The newest checkpoint is of ${said}.`);
  return found.wrong(
    `The newest checkpoint is of ${said}, and none is of ${saidDate(school, expected, now)}.`,
    'Look whether the service ran after school that day, and whether it could write the folder.',
  );
}

/** The last school day whose checkpoint should be there by now. */
function lastDay(school: School, now: Instant): string {
  const { date } = localDateTime(school, now);
  const end = endOfSchoolDay(school, now);
  return end !== undefined && later(end, TAKEN_WITHIN_MS) <= now ? date : schoolDayBefore(school, date);
}

/** A night that was missed is no trouble yet; two are. */
const OLD_HOURS = 50;

/** How old the newest whole backup is. */
export async function checkBackups(folder: string, now: Instant): Promise<Finding> {
  const found = findingsOf('backup');
  const [newest] = await backupsIn(folder);
  const whatToDo = 'Run "npx safeguarding backup --to FOLDER", and look why it did not run by itself.';
  if (newest === undefined) return found.wrong(`There is no backup in ${folder}.`, whatToDo);
  const hours = Math.floor((Date.parse(now) - Date.parse(newest.note.at)) / HOUR);
  const age = hours < 1 ? 'less than an hour' : hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
  if (!newest.note.isWhole)
    return found.wrong(
      `In the newest backup, ${age} old, records are damaged.`,
      'Run "npx safeguarding verify", which says which they are and what to do.',
    );
  return hours > OLD_HOURS
    ? found.wrong(`The newest backup is ${age} old.`, whatToDo)
    : found.well(`The newest backup is ${age} old.`);
}

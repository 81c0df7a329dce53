import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import type { Instant } from '../../domain/instant.ts';
import { HOUR, later } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { endOfSchoolDay, localDateTime, saidDate, schoolDayBefore } from '../../domain/school-time.ts';
import { canWrite, kindAt } from './paths.ts';

/** How long after the end of school its checkpoint may take. */
const TAKEN_WITHIN_MS = HOUR;

export interface CheckpointsAsked {
  readonly now: Instant;
  /** Since when there are records of a school, as far as anybody knows. */
  readonly recordsSince: (school: School) => Instant | undefined;
}

/** Whether the folder can be written, and whether the last school day of each school has its checkpoint. */
export async function checkCheckpoints(
  folder: string,
  schools: readonly School[],
  asked: CheckpointsAsked,
): Promise<readonly Finding[]> {
  const found = findingsOf('checkpoints');
  const kind = await kindAt(folder);
  if (kind === 'no folder')
    return [
      found.wrong(`CHECKPOINTS names ${folder}, which is no folder.`, 'Put "folder:" and the path of a folder there.'),
    ];
  if (!(await canWrite(folder)))
    return [
      found.wrong(
        `This account cannot write ${folder}.`,
        'Let the account of the service own and write the folder that CHECKPOINTS names.',
      ),
    ];
  if (kind === 'nothing') return schools.map((school) => ofSchool(school, [], asked));
  const names = await writtenIn(folder).catch(() => undefined);
  if (names === undefined)
    return [
      found.wrong(
        `This account cannot read ${folder}.`,
        'Let the account of the service own and read the folder that CHECKPOINTS names.',
      ),
    ];
  return schools.map((school) => ofSchool(school, names, asked));
}

/** The names of the files with something in them: an empty one says nothing of any day. */
async function writtenIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => undefined)));
  return names.filter((_, index) => (sizes[index]?.size ?? 0) > 0);
}

function ofSchool(school: School, names: readonly string[], { now, recordsSince }: CheckpointsAsked): Finding {
  const found = findingsOf('checkpoints', school);
  const dayOf = (name: string) =>
    name.startsWith(`${school.id}-`) && /^(\d{4}-\d\d-\d\d)-.*\.txt$/.exec(name.slice(school.id.length + 1))?.[1];
  const today = localDateTime(school, now).date;
  const days = names.flatMap((name) => dayOf(name) || []).sort();
  const expected = lastDay(school, now);
  const said = (day: string) => saidDate(school, day, now);
  const lookWhy = 'Look whether the service ran after school that day, and whether it could write the folder.';
  const ahead = days.find((day) => day > today);
  if (ahead !== undefined)
    return found.wrong(
      `A checkpoint is of ${said(ahead)}, a day that has not come.`,
      'Look at the clock of this machine, and who put that file there. Move it away when you know.',
    );
  const newest = days.at(-1);
  if (newest !== undefined && newest >= expected) return found.well(`The newest checkpoint is of ${said(newest)}.`);
  if (newest !== undefined)
    return found.wrong(`The newest checkpoint is of ${said(newest)}, and none is of ${said(expected)}.`, lookWhy);
  const since = recordsSince(school);
  if (since !== undefined && localDateTime(school, since).date < expected)
    return found.wrong(
      `There is no checkpoint, though there have been records since ${said(localDateTime(school, since).date)}.`,
      'Look whether CHECKPOINTS names the right folder, and whether its disk is there. Then look at the log of the service.',
    );
  return found.look(
    'There is no checkpoint yet.',
    'The service takes the first when school is over today. If there is none tomorrow, look at its log.',
  );
}

/** The last school day whose checkpoint should be there by now. */
function lastDay(school: School, now: Instant): string {
  const { date } = localDateTime(school, now);
  const end = endOfSchoolDay(school, now);
  return end !== undefined && later(end, TAKEN_WITHIN_MS) <= now ? date : schoolDayBefore(school, date);
}

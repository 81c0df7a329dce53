import { cpSync, readdirSync, rmSync } from 'node:fs';
import { HOUR } from '../../src/domain/instant.ts';
import { createCheckpointFolder } from '../../src/store/checkpoints/checkpoint-folder.ts';
import type { applications, TestApplication } from './application.ts';
import { checkpointsOf, codeIn } from './checkpoints.ts';
import { aClock } from './clock.ts';
import { someAnswers } from './concern.ts';
import { aSchool, people } from './school.ts';

/** Records on a disk, with the folder of their checkpoints. */
export interface Place {
  readonly records: string;
  readonly folder: string;
}

/** Two schools over two days, as they stood in the first night, and as they stand at noon of the third day. */
export interface TwoDays {
  readonly firstNight: Place;
  readonly now: Place;
  /** The codes that Oakfield's DSL was given. */
  readonly codes: { readonly monday: string; readonly tuesday: string };
  /** A concern of Monday that went on on Tuesday. */
  readonly grown: string;
  /** A concern of Monday of which nothing was heard any more. */
  readonly quiet: string;
  /** Another of these. */
  readonly other: string;
  /** A concern of Tuesday. */
  readonly later: string;
  /** A concern of the third day, of which nobody could be told yet. */
  readonly owing: string;
  /** A concern of the other school. */
  readonly elsewhere: string;
}

/** Lets a service work for two days, and stops it. */
export async function twoDays({ open, folder: home }: ReturnType<typeof applications>): Promise<TwoDays> {
  const at = (name: string): Place => ({ records: home.path(`${name}.db`), folder: home.path(name) });
  const [now, firstNight] = [at('now'), at('first-night')];
  const clock = aClock('2026-11-23T09:00:00.000Z');
  const elmfield = aSchool({ id: 'elmfield' });
  const options = { path: now.records, clock, schools: [aSchool(), elmfield] };
  const shelf = createCheckpointFolder(now.folder);
  const endSchool = async (t: TestApplication) => {
    await checkpointsOf(t, shelf).run();
    await t.settle();
  };

  const monday = await open(options);
  const [grown, quiet, other] = [await monday.report(), await monday.report(), await monday.report()];
  await monday.give('concern/acknowledge', { reference: grown });
  const begun = await monday.give('concern/report', { school: elmfield, data: { ...someAnswers() } });
  clock.set('2026-11-23T16:00:00.000Z');
  await endSchool(monday);
  await monday.close();
  copyPlace(now, firstNight);

  clock.set('2026-11-24T10:00:00.000Z');
  const tuesday = await open(options);
  const later = await tuesday.report();
  await tuesday.give('concern/note', { reference: grown, data: { text: 'Seen again.' } });
  await tuesday.report(undefined, people.otherTeacher);
  clock.move(6 * HOUR);
  await endSchool(tuesday);
  clock.move(20 * HOUR);
  tuesday.chat.always({ kind: 'down' });
  const owing = await tuesday.report();
  await tuesday.close();

  const [first = '', second = ''] = filesOf(now.folder, 'oakfield').map(codeIn);
  const codes = { monday: first, tuesday: second };
  const elsewhere = begun.kind === 'done' ? begun.reference : '';
  return { firstNight, now, codes, grown, quiet, other, later, owing, elsewhere };
}

/** Copies records and folder to another place. */
export function copyPlace(from: Place, to: Place): void {
  cpSync(from.records, to.records);
  rmSync(to.folder, { recursive: true, force: true });
  cpSync(from.folder, to.folder, { recursive: true });
}

/** The names of a school's checkpoints, the earliest first. */
export function filesOf(folder: string, school: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${school}-`))
    .sort();
}

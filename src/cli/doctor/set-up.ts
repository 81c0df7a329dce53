import { stat } from 'node:fs/promises';
import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import { saidProblems } from '../../application/doctor/school-file.ts';
import { counted, inTwo } from '../../application/doctor/words.ts';
import type { ConfigSeen } from '../../config.ts';
import type { ConfigProblem } from '../../school-files.ts';

/** Every variable, as the service reads it at its start: in the words in which the service would refuse to start. */
export function checkConfiguration({ problems, store, keys, schoolFile }: ConfigSeen): readonly Finding[] {
  const found = findingsOf('configuration');
  const ofVariables = problems.filter(isOfVariable);
  if (ofVariables.length === 0) return [found.well('Every variable that the service needs is set.')];
  const isEmpty = store === undefined && keys === undefined && schoolFile === undefined;
  return [
    ...(isEmpty
      ? [
          found.wrong(
            'Nothing is set up here yet.',
            'Run "npx safeguarding init", then this again with the file that it wrote: --env FILE.',
          ),
        ]
      : []),
    ...ofVariables.map(({ place, words }) => {
      const [what, whatToDo] = inTwo(words);
      const said = place.includes(',') ? `${place}: ${what}` : `${place} ${what}`;
      return found.wrong(said, whatToDo ?? 'Put it right in the file with the variables.');
    }),
  ];
}

/** Whether the school file can be read, with each mistake in it. */
export async function checkSchoolFileHere({ problems, schoolFile, schools }: ConfigSeen): Promise<readonly Finding[]> {
  const found = findingsOf('school-file');
  if (schoolFile === undefined)
    return [
      found.unknown('No school file is named.', 'Put its path into SCHOOL_FILE; "npx safeguarding init" writes one.'),
    ];
  const mistakes = saidProblems(problems.filter((one) => !isOfVariable(one)));
  if (mistakes.length > 0) return mistakes;
  const changed = (await stat(schoolFile).catch(() => undefined))?.mtime.toISOString().slice(0, 10);
  const names = counted(schools.length, 'school');
  return [found.well(`${schoolFile} can be read: ${names}${changed === undefined ? '' : `, changed on ${changed}`}.`)];
}

/** A variable stands there by its name; a school file by its path. */
function isOfVariable({ place }: ConfigProblem): boolean {
  return /^[A-Z][A-Z_]+(, [A-Z_]+)*$/.test(place);
}

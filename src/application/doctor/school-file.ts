import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { saidTime } from '../../domain/school-time.ts';
import type { SchoolFileStanding } from '../school-file-standing.ts';
import { type Finding, findingsOf } from './finding.ts';
import { counted, inTwo } from './words.ts';

/** So many mistakes are shown; the rest are shown when these are put right. */
const MOST_SHOWN = 20;

/** Whether the service goes by what the school file says now. The file may be one of several, so it is of no school. */
export function checkSchoolFile(
  { takenAt, refused }: SchoolFileStanding,
  school: School,
  now: Instant,
): readonly Finding[] {
  const found = findingsOf('school-file');
  const taken = saidTime(school, takenAt, now);
  if (refused === undefined) return [found.well(`The school file holds as it was read ${taken}.`)];
  const { since, problems } = refused;
  return [
    found.wrong(
      `The school file was changed and has ${counted(problems.length, 'mistake')} since ${saidTime(school, since, now)}. What was read ${taken} holds.`,
      'Put right what is named here. It is then taken over by itself, without a restart.',
    ),
    ...saidProblems(problems),
  ];
}

/** Each mistake in its own words, which say what puts it right. */
export function saidProblems(
  problems: readonly { readonly place: string; readonly words: string }[],
): readonly Finding[] {
  const found = findingsOf('school-file');
  const shown = problems.slice(0, MOST_SHOWN).map(({ place, words }) => {
    const [what, whatToDo = correct] = inTwo(words);
    return found.wrong(`${place}: ${what}`, whatToDo);
  });
  const more = problems.length - shown.length;
  return more > 0 ? [...shown, found.wrong(`There are ${counted(more, 'more mistake')}.`, correct)] : shown;
}

const correct = 'Correct this line of the school file.';

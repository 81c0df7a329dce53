import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import { counted } from '../../application/doctor/words.ts';
import { checkWork } from '../../application/doctor/work.ts';
import type { ConfigSeen } from '../../config.ts';
import type { School } from '../../domain/school.ts';
import type { Standing } from '../../standing-file.ts';

// What can be said of the records while the service has them to itself: by what it wrote beside them.

/** How the service stands, in its own figures. */
export function checkStanding(
  { schools }: Pick<ConfigSeen, 'schools'>,
  { standing, isInUse }: { readonly standing: Standing | undefined; readonly isInUse: boolean },
): readonly Finding[] {
  if (!isInUse) return [];
  const store = findingsOf('store');
  if (standing === undefined)
    return [
      store.unknown(
        'Another process has the records open, and has not written how it stands.',
        'Look again in a minute. If it is the same then, look at the log of the service.',
      ),
    ];
  const { missing, schoolFileMistakes, version } = standing;
  return [
    missing.includes('store')
      ? store.wrong('The service cannot reach the record store.', 'Look at its disk and at its log.')
      : store.well(`The service, version ${version}, has the records open and reaches them.`),
    missing.includes('vault')
      ? findingsOf('vault').wrong(
          'The service cannot have the keys.',
          'Look at the vault and at the log of the service.',
        )
      : findingsOf('vault').well('The service has the keys.'),
    ...(schoolFileMistakes > 0
      ? [
          findingsOf('school-file').wrong(
            `The service goes by what the school file said before: ${counted(schoolFileMistakes, 'mistake')} in it now.`,
            'Put right what is named here. It is then taken over by itself, without a restart.',
          ),
        ]
      : []),
    ...schools.flatMap((school) => ofSchool(school, standing)),
  ];
}

function ofSchool(school: School, { schools }: Standing): readonly Finding[] {
  const own = schools.find((one) => one.school === school.id);
  const { measures, unreached } = own ?? {};
  return [...checkWork(school, measures && { school: school.id, ...measures }), ofPeople(school, unreached)];
}

function ofPeople(school: School, unreached: number | undefined): Finding {
  const found = findingsOf('people', school);
  if (unreached === undefined)
    return found.unknown('The service does not say whom the bot has met.', 'Look again in a minute.');
  if (unreached === 0) return found.well('Everybody with a role can be written to.');
  return found.look(
    `The bot has not reached ${counted(unreached, 'person', 'people')} with a role yet.`,
    'Write "check the service" to the bot: it says who they are, and what to do.',
  );
}

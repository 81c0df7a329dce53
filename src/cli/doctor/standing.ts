import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import { REACHED } from '../../application/doctor/people.ts';
import { counted } from '../../application/doctor/words.ts';
import { checkWork } from '../../application/doctor/work.ts';
import type { ConfigSeen } from '../../config.ts';
import type { School } from '../../domain/school.ts';
import type { Standing } from '../../standing-file.ts';
import { isStale } from './service.ts';

// What can be said of the records while the service has them to itself: by what it wrote beside them.

export interface StandingSeen {
  readonly standing: Standing | undefined;
  /** Another process has the records. */
  readonly isInUse: boolean;
  readonly nowMs: number;
}

/** How the service stands, in its own figures. */
export function checkStanding(
  { schools }: Pick<ConfigSeen, 'schools'>,
  { standing, isInUse, nowMs }: StandingSeen,
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
  // A service that ended in another way than in order left it: whoever has the records now wrote nothing.
  if (isStale(standing, nowMs))
    return [
      store.unknown(
        'Another process has the records open, and what the service wrote of them is too old to go by.',
        'Look at the findings about the service. Look again when that process, such as a backup, is through.',
      ),
    ];
  const { missing, version } = standing;
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
  if (unreached === 0) return found.well(REACHED);
  return found.look(
    `The bot has not reached ${counted(unreached, 'person', 'people')} with a role yet.`,
    'Write "check the service" to the bot: it says who they are, and what to do.',
  );
}

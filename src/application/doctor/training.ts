import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { localDateTime, saidDate } from '../../domain/school-time.ts';
import { type TrainingDue, trainedPeople, trainingDue } from '../../domain/training.ts';
import { type Finding, findingsOf } from './finding.ts';
import { listed, named } from './words.ts';

const putIn = 'After the next training, put its day as "safeguardingTraining" of the person into the school file.';

/** The training of those who see to cases, or stand in for those who do (003 sections 3.13 and 3.29). */
export function checkTraining(school: School, at: Instant): readonly Finding[] {
  const found = findingsOf('training', school);
  const due = trainingDue(school, localDateTime(school, at).date);
  const all = (state: TrainingDue['state']) => due.filter((one) => one.state === state);
  const withDay = (of: readonly TrainingDue[]) =>
    listed(of.map(({ person, until }) => `${named(school, [person])} (${saidDate(school, until, at)})`));
  const [over, soon, missing] = [all('over'), all('soon'), all('missing')];
  const findings = [
    ...(over.length > 0 ? [found.wrong(`The safeguarding training of ${withDay(over)} has run out.`, putIn)] : []),
    ...(soon.length > 0 ? [found.look(`The safeguarding training of ${withDay(soon)} runs out soon.`, putIn)] : []),
    ...(missing.length > 0
      ? [
          found.look(
            `It is not known when ${named(
              school,
              missing.map(({ person }) => person),
            )} last trained in safeguarding.`,
            'Put the day as "safeguardingTraining" of the person into the school file.',
          ),
        ]
      : []),
  ];
  if (findings.length > 0) return findings;
  return [found.well(`The safeguarding training of all ${trainedPeople(school).length} who need it holds.`)];
}

import type { DecisionContext } from '../../../domain/decider.ts';
import { type Answers, conditionHolds } from '../../../domain/form.ts';
import type { School } from '../../../domain/school.ts';
import { instantOf } from '../../../domain/school-time.ts';
import type { CommandData } from '../command-data.ts';
import type { Outcome } from '../decision-parts.ts';
import type { Logged } from '../events.ts';
import { peopleNamedExactlyIn } from '../named-people.ts';
import { report } from '../report.ts';
import { toStaff } from '../report-conditions.ts';
import { begun } from '../reporter-steps.ts';
import type { ConcernState } from '../state.ts';
import { logQuestions } from './log-questions.ts';

/** What came to somebody trained is logged: it goes the way of every report, and they are its reporter. */
export function logged(state: ConcernState, data: CommandData<'concern/log'>, context: DecisionContext): Outcome {
  const { school, at } = context;
  const isOfReport = ([id]: readonly [string, unknown]) => !logQuestions.some((question) => question.id === id);
  const answers = withVictim(Object.fromEntries(Object.entries(data).filter(isOfReport)), data, school);
  return begun(state, { ...report(answers, school, at), logged: cameFrom(data, school) }, context);
}

/** To whom something happened, where a colleague told of it and named nobody else: nobody handles what happened to them. */
function withVictim(answers: Answers, came: Answers, school: School): Answers {
  const name = String(came.loggedFor ?? '');
  const isNamed = String(answers.victims ?? '').trim() !== '';
  if (!conditionHolds(toStaff, answers) || isNamed || name.trim() === '') return answers;
  const isColleague = came.loggedFrom === 'colleague' || peopleNamedExactlyIn(name, school).length > 0;
  return isColleague ? { ...answers, victims: name } : answers;
}

function cameFrom(came: Answers, school: School): Logged {
  const said = (id: string) => String(came[id] ?? '');
  const how = said('loggedHow');
  const [date, time] = [said('loggedDate'), said('loggedTime')];
  return {
    from: how === 'alert' ? 'alert' : said('loggedFrom'),
    for: said('loggedFor'),
    how,
    at: date === '' || time === '' ? date : instantOf(school, date, time),
    alert: said('loggedAlert'),
  };
}

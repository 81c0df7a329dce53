import type { DecisionContext } from '../../../domain/decider.ts';
import type { Answers } from '../../../domain/form.ts';
import type { School } from '../../../domain/school.ts';
import { instantOf } from '../../../domain/school-time.ts';
import type { CommandData } from '../command-data.ts';
import type { Outcome } from '../decision-parts.ts';
import type { Logged } from '../events.ts';
import { report } from '../report.ts';
import { begun } from '../reporter-steps.ts';
import type { ConcernState } from '../state.ts';
import { logQuestions } from './log-questions.ts';

/** What came to somebody trained is logged: it goes the way of every report, and they are its reporter. */
export function logged(state: ConcernState, data: CommandData<'concern/log'>, context: DecisionContext): Outcome {
  const { school, at } = context;
  const isOfReport = ([id]: readonly [string, unknown]) => !logQuestions.some((question) => question.id === id);
  const answers = Object.fromEntries(Object.entries(data).filter(isOfReport));
  return begun(state, { ...report(answers, school, at), logged: cameFrom(data, school) }, context);
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

import type { DecisionContext } from '../../../domain/decider.ts';
import type { Answers } from '../../../domain/form.ts';
import type { CommandData } from '../command-data.ts';
import { type Outcome, personIn } from '../decision-parts.ts';
import { report } from '../report.ts';
import { begun } from '../reporter-steps.ts';
import type { ConcernState } from '../state.ts';

/** Passes on a broken rule (R020): a report like any other, with what was asked. */
export function breachReported(
  state: ConcernState,
  { who, names, breach, narrative }: CommandData<'concern/report-breach'>,
  context: DecisionContext,
): Outcome {
  const whom: Answers = who === 'staff' ? { adultNames: names } : { names };
  return beginWith(state, { begunBy: 'report-breach', kind: breach, about: who, ...whom, narrative }, context);
}

/** Calls the safeguarding team to a pupil's device (R019). What was not said is not in the report. */
export function teamCalled(
  state: ConcernState,
  { names, room }: CommandData<'concern/call-team'>,
  context: DecisionContext,
): Outcome {
  const said = Object.entries({ names, room }).filter(([, words]) => words !== '');
  return beginWith(
    state,
    { begunBy: 'call-team', kind: 'device-content', about: 'pupil', ...Object.fromEntries(said) },
    context,
  );
}

function beginWith(state: ConcernState, answers: Answers, context: DecisionContext): Outcome {
  const event = report(answers, context.school, context.at, { reporter: personIn(context) });
  return begun(state, event, context);
}

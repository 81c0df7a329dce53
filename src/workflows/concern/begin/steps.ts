import type { Ask, DecisionContext } from '../../../domain/decider.ts';
import { dataOf, type Outcome } from '../decision-parts.ts';
import type { ConcernState } from '../state.ts';
import type { beginCommands } from './commands.ts';
import { logged } from './log-steps.ts';
import { breachReported, teamCalled } from './quick-steps.ts';

/** What each of the other ways to begin comes to. */
export const beginSteps: {
  readonly [One in keyof typeof beginCommands]: (state: ConcernState, ask: Ask, context: DecisionContext) => Outcome;
} = {
  'concern/log': (state, ask, context) => logged(state, dataOf('concern/log', ask), context),
  'concern/report-breach': (state, ask, context) =>
    breachReported(state, dataOf('concern/report-breach', ask), context),
  'concern/call-team': (state, ask, context) => teamCalled(state, dataOf('concern/call-team', ask), context),
};

import type { Ask, DecisionContext } from '../../../domain/decider.ts';
import type { Outcome } from '../decision-parts.ts';
import type { ConcernState } from '../state.ts';
import type { beginCommands } from './commands.ts';

/** What each of the other ways to begin comes to. */
export const beginSteps: {
  readonly [One in keyof typeof beginCommands]: (state: ConcernState, ask: Ask, context: DecisionContext) => Outcome;
} = {
  'concern/log': () => notBuilt(),
  'concern/report-breach': () => notBuilt(),
  'concern/call-team': () => notBuilt(),
};

function notBuilt(): never {
  throw new Error('not built');
}

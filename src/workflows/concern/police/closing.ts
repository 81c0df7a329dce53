import type { DecisionContext } from '../../../domain/decider.ts';
import type { CommandData } from '../command-data.ts';
import type { Outcome } from '../decision-parts.ts';
import { step } from '../handler-steps.ts';
import { refuse } from '../refuse.ts';
import type { Concern } from '../state.ts';
import { waiting } from './agreements.ts';
import { outcomesFor } from './outcomes.ts';

/** Closes a case, with an outcome that it may have (R071). What is owed before has been asked by then. */
export function closed(concern: Concern, data: CommandData<'concern/close'>, context: DecisionContext): Outcome {
  const isThere = outcomesFor(concern).some(({ value }) => value === data.outcome);
  if (!isThere) return refuse(concern, 'concern/close', 'no-such-outcome', context);
  // What was asked of this case is not answered of another, when it is reopened.
  const left = waiting(concern).map(
    ({ number }) => ({ type: 'AgreementWithdrawn', number, reason: 'The case was closed.' }) as const,
  );
  return step(concern, [...left, { type: 'ConcernClosed', ...data }], { line: 'closed this' }, context);
}

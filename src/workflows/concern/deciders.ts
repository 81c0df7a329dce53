import type { DecisionContext } from '../../domain/decider.ts';
import type { CommandData, ConcernCommand } from './command-data.ts';
import type { Outcome } from './decision-parts.ts';
import type { Concern } from './state.ts';

/** What each command of one part of a case comes to. */
export type Deciders<Command extends ConcernCommand> = {
  readonly [One in Command]: (concern: Concern, data: CommandData<One>, context: DecisionContext) => Outcome;
};

import type { CommandDefinition } from '../../domain/decider.ts';
import type { ConcernCommand } from './command-data.ts';
import type { ConcernState } from './state.ts';

/**
 * What a case may owe before it can be closed, and what two decide about that: it is taken where a case is so full that
 * it takes no notes any more. Otherwise such a case could never be closed.
 */
const forEnd: readonly ConcernCommand[] = [
  'concern/assess',
  'concern/tell-police',
  'concern/propose-no-police',
  'concern/propose-correction',
  'concern/agree',
  'concern/disagree',
  'concern/tick',
  'concern/tick-choices',
  'concern/not-needed',
  'concern/enter-elsewhere',
  'concern/refer',
  'concern/update-referral',
  'concern/advice',
  'concern/lado-test',
  'concern/inform-parents',
  'concern/withhold-from-parents',
  'concern/set-sanction',
  'concern/decline-sanction',
  'concern/ask-it',
  'concern/block-site',
  'concern/search-device',
  'concern/take-device',
  'concern/return-device',
  'concern/add-evidence',
  'concern/consult',
  'concern/answer-consultation',
];

/** The commands, those marked that belong to the end of a case. */
export function markedForEnd(
  commands: Readonly<Record<ConcernCommand, CommandDefinition<ConcernState>>>,
): Record<ConcernCommand, CommandDefinition<ConcernState>> {
  const marked = { ...commands };
  for (const command of forEnd) marked[command] = { ...commands[command], isForEnd: true };
  return marked;
}

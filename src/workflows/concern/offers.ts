import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { handlersOf, standingOf } from './access.ts';
import { type ConcernCommand, commandRules, concernCommands } from './commands.ts';
import { type ConcernState, ownerOf } from './state.ts';
import type { RefusalCode } from './words.ts';

/**
 * Why this person may not give this command now; undefined when they may. The one place that decides it: buttons are
 * offered where this is undefined, and presses are refused with its answer.
 */
export function refusalFor(
  state: ConcernState,
  command: ConcernCommand,
  person: PersonId | undefined,
  school: School,
): RefusalCode | undefined {
  const rule = commandRules[command];
  if (rule.who === 'clock') return person === undefined && isWhen(rule.when, state) ? undefined : 'not-now';
  if (person === undefined) return 'not-yours';
  if (rule.who === 'anybody') return isWhen(rule.when, state) ? undefined : 'already-reported';
  if (state.status === 'none') return 'not-yours';
  const isTheirs =
    rule.who === 'handler' ? standingOf(state, person, school) === 'handler' : state.file.reportedBy === person;
  if (!isTheirs) return 'not-yours';
  if (!isWhen(rule.when, state)) return reasonFor(state, command);
  if (command === 'concern/take' && ownerOf(state) === person) return 'already-yours';
  if (command === 'concern/hand-over' && !handlersOf(state, school).some((other) => other !== ownerOf(state)))
    return 'not-a-handler';
  return undefined;
}

/** What a handler is offered, the likely next step first. */
export function offered(state: ConcernState, person: PersonId, school: School): readonly ConcernCommand[] {
  return (Object.keys(concernCommands) as ConcernCommand[]).filter(
    (command) =>
      commandRules[command].who === 'handler' &&
      command !== 'concern/open' &&
      command !== 'concern/put-away' &&
      refusalFor(state, command, person, school) === undefined,
  );
}

function isWhen(when: readonly ConcernState['status'][], state: ConcernState): boolean {
  return when.includes(state.status);
}

function reasonFor(state: ConcernState, command: ConcernCommand): RefusalCode {
  if (command === 'concern/acknowledge' && state.status !== 'new') return state.status === 'closed' ? 'closed' : 'already-acknowledged';
  if (command === 'concern/reopen') return 'not-closed';
  if (state.status === 'closed') return 'closed';
  if (command === 'concern/close' && state.status === 'new') return 'not-acknowledged';
  return 'not-now';
}

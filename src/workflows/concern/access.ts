import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { freeHolders, holdersOf, holds, type School } from '../../domain/school.ts';
import { channelRoles, handlingRoles } from './rules.ts';
import type { Concern, ConcernState } from './state.ts';

/** What somebody is to a concern. Nobody else may learn that it exists. */
export type Standing = 'handler' | 'reporter' | 'nobody';

/**
 * What a person is to a concern now. Roles are looked up at the moment of asking, so that somebody who has given a
 * role up loses access at once; a subject of the concern is never a handler, whatever roles they hold (R198). A
 * reporter who is a subject too stays its reporter: a report that vanished would tell them.
 */
export function standingOf(concern: Concern, person: PersonId, school: School): Standing {
  if (handlersOf(concern, school).includes(person)) return 'handler';
  return concern.file.reportedBy === person ? 'reporter' : 'nobody';
}

/** Who handles the concern now. */
export function handlersOf({ file }: Concern, school: School): readonly PersonId[] {
  return freeHolders(file.route.handlers, file.subjects, school);
}

/**
 * Where its handlers work on it: in the safeguarding channel, where all of them are there, unless somebody there is whom
 * it is about.
 */
export function placeOf({ file }: Concern, school: School): 'channel' | 'person' {
  const { handlers } = file.route;
  const isTheirs =
    handlers.every((role) => channelRoles.includes(role)) ||
    (channelRoles.every((role) => handlers.includes(role)) &&
      holdersOf(school, handlers).every((person) => holds(school, person, channelRoles)));
  const isSafe = holdersOf(school, channelRoles).every((person) => !file.subjects.includes(person));
  return isTheirs && isSafe ? 'channel' : 'person';
}

/** Whether a concern could come to this person at all. */
export function mayHandle(person: PersonId, school: School): boolean {
  return holds(school, person, handlingRoles) || handlingRoles.some((role) => school.roles[role].delegate === person);
}

/**
 * Whether a message that is owed may still go out: what handlers see goes to nobody who does not handle the concern any
 * more. Short words that take the place of something are let through.
 */
export function mayStillSendConcern(state: ConcernState, { to, card, slot }: Message, school: School): boolean {
  if (state.status === 'none' || to.kind !== 'person' || card === 'notice') return true;
  const isForHandlers = ['view:', 'case:', 'line:', 'parked:'].some((start) => slot.startsWith(start));
  return !isForHandlers || standingOf(state, to.person, school) === 'handler';
}

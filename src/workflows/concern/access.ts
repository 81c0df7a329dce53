import type { Actor, PersonId } from '../../domain/people.ts';
import { findPerson, holdersOf, roleLabel, type School } from '../../domain/school.ts';
import type { Concern } from './state.ts';

/** What somebody is to a concern. Nobody else may learn that it exists. */
export type Standing = 'handler' | 'reporter' | 'nobody';

/**
 * What a person is to a concern now. Roles are looked up at the moment of asking, so that somebody who has given a
 * role up loses access at once; a subject of the concern is never a handler, whatever roles they hold (R198).
 */
export function standingOf(concern: Concern, person: PersonId, school: School): Standing {
  if (findPerson(school, person) === undefined) return 'nobody';
  if (!concern.file.subjects.includes(person) && holdersOf(school, concern.file.route.handlers).includes(person))
    return 'handler';
  return concern.file.reportedBy === person ? 'reporter' : 'nobody';
}

/** Who handles the concern now. */
export function handlersOf(concern: Concern, school: School): readonly PersonId[] {
  return holdersOf(school, concern.file.route.handlers).filter((person) => !concern.file.subjects.includes(person));
}

/** How a handler is named where no name may stand: by role (R197). */
export function saidHandler(concern: Concern, by: Actor, school: School): string {
  if (by.kind === 'clock') return 'the bot';
  const role = concern.file.route.handlers.find((candidate) => school.roles[candidate].people.includes(by.person));
  return role === undefined ? 'somebody who handled it then' : `the ${roleLabel(school, role)}`;
}

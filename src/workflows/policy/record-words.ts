import type { Instant } from '../../domain/instant.ts';
import type { PersonId } from '../../domain/people.ts';
import { mayLinkConcerns } from '../../domain/policies.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { saidTime } from '../../domain/school-time.ts';
import type { Signature, Version } from './state.ts';

/** The signatures on a version, one a line. */
export function saidSignatures(signatures: readonly Signature[], school: School, now: Instant): readonly string[] {
  return signatures.map(
    ({ as, name, jobTitle, at }) =>
      `Signed by the ${roleLabel(school, as)}: ${name}, ${jobTitle}, ${saidTime(school, at, now)}.`,
  );
}

/**
 * The concerns that led to a version. Which they are is for whoever linked them, while they handle concerns: another may
 * be the one whom a concern is about. Others see neither which nor how many (R172).
 */
export function saidConcerns(concerns: Version['concerns'], person: PersonId, school: School): readonly string[] {
  if (concerns.length === 0) return [];
  const own = linkedBy(concerns, person, school);
  if (own.length === 0) return ['Led to by what was reported.'];
  return [`Led to by ${own.join(', ')}${own.length < concerns.length ? ', and by what else was reported' : ''}.`];
}

/** The references that this person linked, while they may. */
export function linkedBy(concerns: Version['concerns'], person: PersonId, school: School): readonly string[] {
  if (!mayLinkConcerns(person, school)) return [];
  return concerns.filter(({ by }) => by === person).map(({ reference }) => reference);
}

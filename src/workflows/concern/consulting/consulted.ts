import type { PersonId } from '../../../domain/people.ts';
import type { School } from '../../../domain/school.ts';
import { consultedOf } from '../access.ts';
import type { Concern } from '../state.ts';
import { consultedRoles } from './events.ts';
import type { Consultation } from './state.ts';

/** Which roles somebody may consult now: those that somebody else than they themselves answers for. */
export function consultableBy(
  person: PersonId,
  concern: Concern,
  school: School,
): readonly (typeof consultedRoles)[number][] {
  return consultedRoles.filter((role) => consultedOf(concern, role, school).some((one) => one !== person));
}

/** Who has the card of a question: whoever answers for the role, but for who asked. */
export function askedOf({ role, by }: Consultation, concern: Concern, school: School): readonly PersonId[] {
  return consultedOf(concern, role, school).filter((person) => person !== by);
}

/** The question with that number, for somebody who is asked it; without a number, the one that waits longest. */
export function questionFor(
  person: PersonId,
  number: number | undefined,
  concern: Concern,
  school: School,
): Consultation | undefined {
  const theirs = concern.file.consulting.asked.filter((one) => askedOf(one, concern, school).includes(person));
  if (number !== undefined) return theirs.find((one) => one.number === number);
  return theirs.find(({ answeredAt }) => answeredAt === null) ?? theirs.at(-1);
}

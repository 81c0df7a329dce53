import type { PersonId } from '../../../domain/people.ts';
import type { School } from '../../../domain/school.ts';
import { agreersFor, freeFrom } from '../access.ts';
import type { Concern } from '../state.ts';
import type { Agreement } from './agreement.ts';
import type { FactId, PoliceEvent } from './events.ts';
import { stillOpen } from './police-question.ts';
import { isOfSubject } from './their-own.ts';
import { standingTriggers } from './triggers.ts';

/** What nobody has answered yet. */
export function waiting(concern: Concern): readonly Agreement[] {
  return concern.file.police.agreements.filter((one) => one.answer === null && !isOfSubject(one, concern));
}

/** What waits for this person's answer: never what they asked for themselves. */
export function waitingFor(person: PersonId, concern: Concern, school: School): readonly Agreement[] {
  return waiting(concern).filter(({ by }) => agreersFor(by, concern, school).includes(person));
}

/** Whether somebody may ask for an agreement: where the safeguarding team handles it, the DSL or a deputy (R073). */
export function mayPropose(person: PersonId, concern: Concern, school: School): boolean {
  const { route, standIns } = concern.file;
  const team = (['dsl', 'deputy-dsl'] as const).filter((role) => route.handlers.includes(role));
  if (team.length === 0 || standIns.includes(person)) return true;
  return team.some((role) => freeFrom(concern, [role], school).includes(person));
}

/**
 * The decisions that fall: those not to tell the police, as a rule calls for them now or something is not sure any more;
 * and whatever was decided by somebody whom the case turns out to be about.
 */
export function fallen(concern: Concern): readonly PoliceEvent[] {
  return [...fallenByFacts(concern), ...fallenByPeople(concern)];
}

function fallenByPeople(concern: Concern): readonly PoliceEvent[] {
  return concern.file.police.agreements
    .filter((one) => (one.answer === null || one.answer === 'given') && isOfSubject(one, concern))
    .map(({ number }) => ({ type: 'AgreementWithdrawn', number, reason: 'It is about somebody who decided it.' }));
}

function fallenByFacts(concern: Concern): readonly PoliceEvent[] {
  if (stillOpen(concern).length === 0) return [];
  const isCalledFor = standingTriggers(concern).length > 0;
  const reason = isCalledFor ? 'A rule calls for the police now.' : 'Something that it went by is not sure any more.';
  return concern.file.police.agreements
    .filter((one) => one.what === 'no-police' && (one.answer === null || one.answer === 'given'))
    .filter((one) => !isOfSubject(one, concern))
    .map(({ number }) => ({ type: 'AgreementWithdrawn', number, reason }));
}

/** The facts that somebody may ask to correct: what is known to be so, and is not asked about already. */
export function correctable(concern: Concern, known: Readonly<Record<FactId, string>>): readonly FactId[] {
  const asked = waiting(concern).map(({ fact }) => fact);
  return (Object.keys(known) as FactId[]).filter((fact) => known[fact] === 'yes' && !asked.includes(fact));
}

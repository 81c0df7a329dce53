import { isSearchOwed } from '../devices/searched.ts';
import { packOf } from '../rules/packs.ts';
import { sexualKinds } from '../rules/triggers.ts';
import type { Concern } from '../state.ts';
import type { FactId } from './events.ts';
import { factsOf } from './facts.ts';
import { isOfSubject } from './their-own.ts';
import { isFor, isToldToPolice, standingTriggers } from './triggers.ts';

/** What makes any case one in which the police are told, or two decide that they are not (R073, R091). */
const facts: readonly FactId[] = ['sexual-image', 'sexual-harassment', 'illegal-material'];

/** Whether the case cannot end without an answer about the police. */
export function asksForPolice(concern: Concern): boolean {
  const known = factsOf(concern);
  const isKind = sexualKinds.some((kind) => kind === concern.file.answers.kind);
  const isKnown = facts.some((fact) => known[fact] === 'yes');
  return isKind || isKnown || standingTriggers(concern).length > 0 || isSearchOwed(concern);
}

/** The facts that keep it from being decided not to tell: those that might call for the police, and are not a plain no. */
export function stillOpen(concern: Concern): readonly FactId[] {
  const known = factsOf(concern);
  const open = packOf(concern.file.rules).triggers.flatMap((rule): readonly FactId[] => {
    if (known[rule.fact] === 'no') return [];
    if (isFor(rule, concern, known)) return [rule.fact];
    const scope = (rule.orWith ?? []).filter((fact) => known[fact] === 'not-known');
    return scope.length === 0 ? [] : [...scope, ...(known[rule.fact] === 'yes' ? [] : [rule.fact])];
  });
  return [...new Set(open)];
}

/** Whether two have decided that the police are not told, and all that it went by still holds. */
export function isAgreedNotToTell(concern: Concern): boolean {
  const { steps, police } = concern.file;
  if (stillOpen(concern).length > 0) return false;
  const given = police.agreements.filter(
    (one) => one.what === 'no-police' && one.answer === 'given' && !isOfSubject(one, concern),
  );
  // What was decided of a case before it was closed does not hold for why it was reopened.
  const reopened = steps.findLastIndex(({ event }) => event.type === 'ConcernReopened');
  return steps
    .slice(reopened + 1)
    .some(({ event }) => event.type === 'AgreementGiven' && given.some(({ number }) => number === event.number));
}

/** Whether the police have to be told, or two have to decide that they are not, before the case may be closed. */
export function isPoliceOwed(concern: Concern): boolean {
  return asksForPolice(concern) && !isToldToPolice(concern) && !isAgreedNotToTell(concern);
}

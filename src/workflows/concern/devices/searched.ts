import { factsOf } from '../police/facts.ts';
import { isTheirOwn } from '../police/their-own.ts';
import type { Concern } from '../state.ts';
import { policeDecisions } from './events.ts';

/**
 * Whether a search came to it that the police are told, and that is still to be done: until they are told at or after it,
 * or two have agreed afterwards that they are not, or that there was no such image.
 */
export function isSearchOwed(concern: Concern): boolean {
  const { devices, police, steps } = concern.file;
  const told = steps.flatMap(({ event }) => (event.type === 'PoliceTold' ? [event.at] : []));
  const agreed = police.agreements.flatMap(({ what, answer, answeredAt, by, answeredBy }) => {
    const isTheirs = isTheirOwn(by, concern) || isTheirOwn(answeredBy, concern);
    return what === 'no-police' && answer === 'given' && answeredAt !== null && !isTheirs ? [answeredAt] : [];
  });
  const isDone = (searched: string) => [...told, ...agreed].some((at) => !isBefore(at, searched));
  const isImage = factsOf(concern)['sexual-image'] !== 'no';
  return devices.searches
    .filter(({ isImageSuspected }) => !isImageSuspected || isImage)
    .some(({ decision, at }) => policeDecisions.includes(decision) && !isDone(at));
}

/** To the minute, as people say when something was. */
function isBefore(one: string, other: string): boolean {
  return one.slice(0, 16) < other.slice(0, 16);
}

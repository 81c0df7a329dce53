import { factsOf } from '../police/facts.ts';
import { isOfSubject, isTheirStep } from '../police/their-own.ts';
import type { Concern } from '../state.ts';
import { policeDecisions } from './events.ts';

/**
 * Whether a search came to it that the police are told, and that is still to be done: until they are told at or after it,
 * or two have agreed afterwards that they are not, or that there was no such image.
 */
export function isSearchOwed(concern: Concern): boolean {
  const { devices, police, steps } = concern.file;
  const told = steps.flatMap((step) =>
    step.event.type === 'PoliceTold' && !isTheirStep(step, concern) ? [step.event.at] : [],
  );
  const agreed = police.agreements.flatMap((one) => {
    const isDecided = one.what === 'no-police' && one.answer === 'given' && !isOfSubject(one, concern);
    return isDecided && one.answeredAt !== null ? [one.answeredAt] : [];
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

import type { Concern, Step } from '../state.ts';
import type { Agreement } from './agreement.ts';

/**
 * Whether somebody whom the case is about took a decision in it: what they said to the good of themselves counts no more
 * from the moment that is known.
 */
export function isTheirOwn(by: string | null, { file }: Concern): boolean {
  return by !== null && file.subjects.includes(by);
}

/** Whether a step was recorded by somebody whom the case turns out to be about. It stays in the history. */
export function isTheirStep({ by }: Pick<Step, 'by'>, concern: Concern): boolean {
  return by.kind === 'person' && isTheirOwn(by.person, concern);
}

/** Whether an agreement was asked for or given by somebody whom the case is about. */
export function isOfSubject({ by, answeredBy }: Agreement, concern: Concern): boolean {
  return isTheirOwn(by, concern) || isTheirOwn(answeredBy, concern);
}

import { isTheirStep } from '../police/their-own.ts';
import type { Concern, Step } from '../state.ts';
import { kindReferred } from './referrals.ts';

/** The answers to the three questions of the LADO test. */
export type LadoAnswers = { readonly [Question in 'harmed' | 'offence' | 'risk']: 'yes' | 'no' };

/** Whether one answer at least is yes. */
export function isAnyYes({ harmed, offence, risk }: LadoAnswers): boolean {
  return [harmed, offence, risk].includes('yes');
}

/**
 * Whether the LADO has heard of it: referred to, or asked for advice. What they heard before a later test found more to
 * say yes to does not count for that; before the first test, it does.
 */
export function isLadoTold(concern: Concern): boolean {
  const { steps } = concern.file;
  return steps.slice(newlyFound(steps) + 1).some((step) => isContact(step, concern));
}

/** The test that last found something new, where another was made before it; -1 where there is none. */
function newlyFound(steps: readonly Step[]): number {
  const yes = new Set<string>();
  let isFirst = true;
  let found = -1;
  for (const [index, { event }] of steps.entries()) {
    if (event.type !== 'LadoTestRecorded') continue;
    const now = questions.filter((question) => event[question] === 'yes' && !yes.has(question));
    if (now.length > 0 && !isFirst) found = index;
    for (const question of now) yes.add(question);
    isFirst = false;
  }
  return found;
}

const questions = ['harmed', 'offence', 'risk'] as const;

/**
 * Whether a test was made that counts: one that came to no, by somebody whom the case turns out to be about, does not.
 */
export function isLadoTested(concern: Concern): boolean {
  return concern.file.steps.some(
    (step) => step.event.type === 'LadoTestRecorded' && (isAnyYes(step.event) || !isTheirStep(step, concern)),
  );
}

/** Whether the LADO's advice was considered in a staff case, and the answer written down (R099). */
export function isLadoConsidered(concern: Concern): boolean {
  return isLadoTested(concern) || concern.file.steps.some((step) => isContact(step, concern));
}

/** The LADO heard of it, and not from somebody whom it turns out to be about. */
function isContact(step: Step, concern: Concern): boolean {
  if (isTheirStep(step, concern)) return false;
  const { event } = step;
  if (event.type === 'ConcernReferred') return kindReferred(event) === 'lado';
  return event.type === 'AdviceRecorded' && event.agencyKind === 'lado';
}

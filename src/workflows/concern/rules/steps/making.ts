import type { Condition } from '../../../../domain/form.ts';
import type { StepRule } from '../rule.ts';

// What the steps are written with.

/** The day on which the wording of these steps was taken into the product. */
const SINCE = '2026-11-22';

type Given = Pick<StepRule, 'words' | 'source' | 'when' | 'applies'> & Partial<StepRule>;

/** A step that whoever handles the case takes, and need not, unless it says otherwise. */
export function step(id: string, given: Given): StepRule {
  return { id: `step/${id}`, who: 'handler', isOwed: false, since: SINCE, ...given };
}

/** Holds where one of these stands among the answers of a case (`caseAnswers`). */
export function on(question: string, ...is: readonly string[]): Condition {
  return { question, is };
}

/** Holds for every case. */
export const always = on('case', 'yes');

/** Holds for these kinds of concern. */
export function onKind(...is: readonly string[]): Condition {
  return on('kind', ...is);
}

/** Holds where all of these do; each but the last asks for one thing. */
export function all(first: Condition, ...others: readonly Condition[]): Condition {
  const [next, ...rest] = others;
  return next === undefined ? first : { ...first, also: all(next, ...rest) };
}

/** Holds where any of these does. */
export function any(first: Condition, ...others: readonly Condition[]): Condition {
  const [next, ...rest] = others;
  return next === undefined ? first : { ...first, or: any(next, ...rest) };
}

import { conditionHolds } from '../../../domain/form.ts';
import type { School } from '../../../domain/school.ts';
import { isTheirOwn } from '../police/their-own.ts';
import { packOf } from '../rules/packs.ts';
import type { StepRule } from '../rules/rule.ts';
import type { Concern } from '../state.ts';
import { caseAnswers } from './case-answers.ts';
import { stepsTaken } from './steps-taken.ts';

/** A step of a case, and where it stands. */
export interface StepStanding {
  readonly rule: StepRule;
  readonly state: 'done' | 'not-needed' | 'to-do';
  /** When it was done, or said not to be needed. */
  readonly at?: string;
  readonly by?: string;
  /** What was done; of what is not needed, why. */
  readonly note?: string;
}

/** The steps that the rules of a case name for it, in their order, and where each stands. */
export function stepsOf(concern: Concern, school: School): readonly StepStanding[] {
  const before = known.get(concern);
  if (before?.school === school) return before.steps;
  const steps = stepsNow(concern, school);
  known.set(concern, { school, steps });
  return steps;
}

/** One look at a case asks for its steps many times. */
const known = new WeakMap<Concern, { readonly school: School; readonly steps: readonly StepStanding[] }>();

function stepsNow(concern: Concern, school: School): readonly StepStanding[] {
  const { otherSystem } = school.concerns;
  const answers = { ...caseAnswers(concern), otherSystem: otherSystem === undefined ? 'no' : 'yes' };
  return packOf(concern.file.rules)
    .steps.filter((rule) => conditionHolds(rule.applies, answers))
    .map((rule) => standingOf(rule, concern, school));
}

function standingOf(rule: StepRule, concern: Concern, school: School): StepStanding {
  const taken = rule.takenBy === undefined ? undefined : stepsTaken[rule.takenBy]?.(concern, school);
  if (taken !== undefined) return { rule, state: 'done', ...taken };
  const tick = concern.file.guidance.ticks[rule.id];
  // What somebody ticked whom it turns out to be about is to be done again.
  if (tick === undefined || isTheirOwn(tick.by, concern) || (tick.how === 'not-needed' && rule.isStrict === true))
    return { rule, state: 'to-do' };
  // What a command does is not done by a tick.
  if (tick.how === 'done' && rule.takenBy !== undefined) return { rule, state: 'to-do' };
  return { rule, state: tick.how, at: tick.at, by: tick.by, note: tick.note };
}

/** The steps still to be taken, the ones to take soonest first; those that are owed before those that are not. */
export function stepsToTake(concern: Concern, school: School): readonly StepStanding[] {
  const rank = ({ rule }: StepStanding) =>
    rule.isFirst === true
      ? -2
      : // Whoever reported it waits for nothing else.
        rule.takenBy === 'acknowledged'
        ? -1
        : times.indexOf(rule.when) * 2 + (rule.isOwed ? 0 : 1);
  return stepsOf(concern, school)
    .filter(({ state }) => state === 'to-do')
    .toSorted((one, other) => rank(one) - rank(other));
}

const times = ['at-once', 'today', 'this-week', 'before-closing', 'afterwards'] as const;

/** The steps that somebody may tick at once. */
export function mayTick({ rule, state }: StepStanding): boolean {
  return state === 'to-do' && rule.takenBy === undefined;
}

/** The steps of which somebody may say that they are not needed, and why. */
export function mayBeUnneeded({ rule, state }: StepStanding): boolean {
  return state === 'to-do' && rule.isStrict !== true;
}

import { holdersOf, roleLabel, type School } from '../../../domain/school.ts';
import { saidTime } from '../../../domain/school-time.ts';
import { isSubject } from '../access.ts';
import type { CardContext } from '../card-context.ts';
import type { StepRule, StepTime } from '../rules/rule.ts';
import { type Concern, ownerOf } from '../state.ts';
import { saidHandler } from '../words.ts';
import type { StepStanding } from './steps-of.ts';

/** By when a step is to be taken, in words. */
export const timeWords: Readonly<Record<StepTime, string>> = {
  'at-once': 'at once',
  today: 'today',
  'this-week': 'this week',
  'before-closing': 'before it is closed',
  afterwards: 'afterwards',
};

/** Who takes a step and by when. */
export function saidWhoAndWhen(concern: Concern, rule: StepRule, school: School): string {
  return `${saidTaker(concern, rule, school)}, ${timeWords[rule.when]}`;
}

/** Who takes a step, by role. */
function saidTaker(concern: Concern, { who }: StepRule, school: School): string {
  switch (who) {
    case 'handler': {
      const owner = ownerOf(concern);
      return owner === undefined
        ? 'whoever handles it'
        : saidHandler(concern, { kind: 'person', person: owner }, school);
    }
    case 'leader': {
      const isHead = holdersOf(school, ['head']).some((person) => isSubject(concern, person, school));
      return `the ${roleLabel(school, isHead ? 'chair' : 'head')}`;
    }
    case 'it':
      return 'IT';
    default:
      return `the ${roleLabel(school, who)}`;
  }
}

/** A step in one line, with who takes it and by when. */
export function saidStepToTake(concern: Concern, { rule }: StepStanding, school: School): string {
  return `${rule.words} (${saidWhoAndWhen(concern, rule, school)})`;
}

/** What became of a step. */
export function saidTaken({ state, at, note = '' }: StepStanding, { school, at: now }: CardContext): string {
  const when = at === undefined ? '' : `, ${saidTime(school, at, now)}`;
  const what = state === 'not-needed' ? `Not needed${when}` : `Done${when}`;
  return note === '' ? what : `${what}: ${note}`;
}

/** How many of the steps are done with, in words. */
export function counted(all: readonly StepStanding[]): string {
  const done = all.filter(({ state }) => state !== 'to-do').length;
  return `${done} of ${all.length} steps are done with.`;
}

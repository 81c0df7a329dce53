import { conditionHolds } from '../../../domain/form.ts';
import { kindReferred } from '../agencies/referrals.ts';
import { isStaffCase } from '../agencies/staff-case.ts';
import type { StepEvent } from '../events.ts';
import { packOf } from '../rules/packs.ts';
import type { TriggerRule } from '../rules/rule.ts';
import type { Concern } from '../state.ts';
import { type Facts, factsAfter, factsOf } from './facts.ts';
import { isTheirStep } from './their-own.ts';

/** The rules that call for the police in this case now. They hold until two have agreed that the fact was wrong. */
export function standingTriggers(concern: Concern): readonly TriggerRule[] {
  return standingWith(concern, factsOf(concern));
}

/**
 * Whether the police know of it. What they were told before the report, or before the case was closed and reopened, does
 * not answer a rule that came to call for them since: there is more, it happened again, or it is worse than it was. What
 * somebody says to have told them whom it turns out to be about answers nothing: somebody else rings, and records it.
 */
export function isToldToPolice(concern: Concern): boolean {
  const { steps, reportedAt } = concern.file;
  const reopened = steps.findLastIndex(({ event }) => event.type === 'ConcernReopened');
  const told = steps.flatMap((one, index) =>
    isTelling(one.event) && !isTheirStep(one, concern) ? [{ index, at: one.event.at }] : [],
  );
  const since = told.filter(({ index }) => index > reopened);
  if (since.some(({ at }) => at.slice(0, MINUTES) >= reportedAt.slice(0, MINUTES))) return true;
  return told.length > 0 && isAllFrom(concern, since.length > 0 ? 0 : reopened);
}

/** How much of an instant says the minute: people say no more than that. */
const MINUTES = 16;

/** Whether everything that calls for the police now did so after the first so many steps. */
function isAllFrom(concern: Concern, steps: number): boolean {
  const stood = standingWith(concern, factsAfter(concern, steps)).map(({ id }) => id);
  return standingTriggers(concern).every(({ id }) => stood.includes(id));
}

/** Whether a step says that the police were told; in a case of the first version, by a referral to them. */
function isTelling(event: StepEvent): event is Extract<StepEvent, { type: 'PoliceTold' | 'ConcernReferred' }> {
  return event.type === 'PoliceTold' || (event.type === 'ConcernReferred' && kindReferred(event) === 'police');
}

function standingWith(concern: Concern, facts: Facts): readonly TriggerRule[] {
  return packOf(concern.file.rules).triggers.filter(
    (rule) => facts[rule.fact] === 'yes' && isFor(rule, concern, facts),
  );
}

/** Whether a rule is for this case at all. */
export function isFor({ kinds, applies, orWith = [] }: TriggerRule, concern: Concern, facts: Facts): boolean {
  const { file } = concern;
  const answers = { ...file.answers, isStaffCase: isStaffCase(concern) ? 'yes' : 'no' };
  if (applies !== undefined && !conditionHolds(applies, answers)) return false;
  if (kinds === undefined || kinds.some((kind) => kind === file.answers.kind)) return true;
  return orWith.some((fact) => facts[fact] === 'yes');
}

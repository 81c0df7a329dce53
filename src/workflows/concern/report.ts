import { type Answers, conditionHolds } from '../../domain/form.ts';
import type { Instant } from '../../domain/instant.ts';
import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import type { ConcernEvent } from './events.ts';
import { firstReminders } from './reminders.ts';
import { isAboutHead, isAboutStaff } from './report-conditions.ts';
import { routeFor } from './routing.ts';
import { rulesNow } from './rules/packs.ts';
import { urgencyOf } from './rules/urgency.ts';
import { subjectsOf } from './written-names.ts';

/** What a report depends on besides its answers. */
export interface ReportOf {
  /** Who reports what they saw or what happened to them; absent where it is logged for somebody else. */
  readonly reporter?: PersonId;
}

/** The event that these answers make, with its urgency, its route and those who may not know of it. */
export function report(
  answers: Answers,
  school: School,
  at: Instant,
  { reporter }: ReportOf = {},
): Extract<ConcernEvent, { type: 'ConcernReported' }> {
  const subjects = subjectsOf(answers, school, reporter);
  const urgency = urgencyOf(answers);
  return {
    type: 'ConcernReported',
    answers: { ...answers },
    urgency,
    route: routeFor(answers, subjects, school),
    subjects: [...subjects],
    remindAt: [...firstReminders(urgency, at, school)],
    rules: rulesNow(school, at),
    policy: policyFor(answers, school),
  };
}

/** What this case goes by: conduct of staff by their code, everything else by what holds for pupils (003 section 3.30). */
function policyFor(answers: Answers, { concerns: { policies } }: School): string {
  const isOfStaff = conditionHolds(isAboutHead, answers) || conditionHolds(isAboutStaff, answers);
  return isOfStaff ? policies.staff : policies.pupils;
}

import type { Answers } from '../../domain/form.ts';
import type { Instant } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import type { ConcernEvent } from './events.ts';
import { firstReminders } from './reminders.ts';
import { routeFor, subjectsOf } from './routing.ts';
import { urgencyOf } from './rules.ts';

/** The event that these answers make, with its urgency, its route and those who may not know of it. */
export function report(
  answers: Answers,
  school: School,
  at: Instant,
): Extract<ConcernEvent, { type: 'ConcernReported' }> {
  const subjects = subjectsOf(answers, school);
  const urgency = urgencyOf(answers);
  return {
    type: 'ConcernReported',
    answers: { ...answers },
    urgency,
    route: routeFor(answers, subjects, school),
    subjects: [...subjects],
    remindAt: [...firstReminders(urgency, at, school)],
  };
}

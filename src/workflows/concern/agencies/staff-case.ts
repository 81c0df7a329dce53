import { type Condition, conditionHolds } from '../../../domain/form.ts';
import { isAboutHead, isAboutStaff } from '../report-conditions.ts';
import type { Concern } from '../state.ts';

/** What happened to a member of staff: whoever it is about is the one it happened to. */
const isStaffVictim: Condition = { question: 'kind', is: ['bullying-staff', 'offensive-message'] };

/**
 * Whether it is about what a member of staff may have done (003 appendix 4): the report says so, or names a colleague
 * who does it, or an adult at the school, or somebody was added as such since.
 */
export function isStaffCase({ file }: Concern): boolean {
  const { answers, steps, subjects } = file;
  if (answers.instigator === 'colleague' || conditionHolds(isAboutHead, answers)) return true;
  if (conditionHolds(isAboutStaff, answers) && !conditionHolds(isStaffVictim, answers)) return true;
  if (answers.contactAdult !== undefined && subjects.length > 0) return true;
  return steps.some(
    ({ event }) => event.type === 'PersonAdded' && event.kind === 'staff' && event.capacity === 'instigator',
  );
}

/** Whether the LADO test fits the case: also where it is only not known yet what part somebody of the school had. */
export function mayTestLado(concern: Concern): boolean {
  return isStaffCase(concern) || concern.file.subjects.length > 0;
}

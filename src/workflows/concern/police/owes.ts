import type { School } from '../../../domain/school.ts';
import { kindReferred } from '../agencies/referrals.ts';
import { isStaffCase } from '../agencies/staff-case.ts';
import type { Owed, Owing } from '../owing.ts';
import type { Concern } from '../state.ts';
import { factsOf } from './facts.ts';
import { isPoliceOwed } from './police-question.ts';
import { isTheirStep } from './their-own.ts';
import { isToldToPolice, standingTriggers } from './triggers.ts';
import { saidAgreer } from './who-agrees.ts';

/** What of it is owed before the case may be closed. */
export const policeOwes: Owing = (concern, school) => [...owesTelling(concern, school), ...owesAdvice(concern)];

function owesTelling(concern: Concern, school: School): readonly Owed[] {
  if (!isPoliceOwed(concern)) return [];
  const command = 'concern/tell-police';
  const [first] = standingTriggers(concern);
  if (first !== undefined) return [{ rule: first.id, words: 'Tell the police', command, isPolice: true }];
  const agreer = saidAgreer(concern, school);
  const words =
    agreer === undefined ? 'Tell the police' : `Tell the police, or agree with ${agreer} that they are not told.`;
  return [{ rule: 'police/decided-by-two', words, command, isPolice: true }];
}

/** What the police advised is kept where a member of staff may have had illegal material (R104). */
function owesAdvice(concern: Concern): readonly Owed[] {
  if (!isStaffCase(concern) || factsOf(concern)['illegal-material'] !== 'yes' || !isToldToPolice(concern)) return [];
  if (hasAdvice(concern)) return [];
  const words = 'Record what the police advised, and that it was followed';
  return [{ rule: 'police/advice-recorded', words, command: 'concern/tell-police' }];
}

function hasAdvice(concern: Concern): boolean {
  const steps = concern.file.steps.filter((step) => !isTheirStep(step, concern));
  const toPolice = steps.flatMap(({ event }) =>
    event.type === 'ConcernReferred' && kindReferred(event) === 'police' ? [event.number] : [],
  );
  return steps.some(({ event }) => {
    if (event.type === 'PoliceTold') return event.advice !== '';
    if (event.type === 'AdviceRecorded') return event.agencyKind === 'police';
    return event.type === 'ReferralUpdated' && toPolice.includes(event.number) && event.outcome !== '';
  });
}

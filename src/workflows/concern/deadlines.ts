import type { Deadline } from '../../domain/decider.ts';
import type { ConcernState } from './state.ts';

/** When a concern next needs attention by itself. */
export function concernDeadlines(state: ConcernState): readonly Deadline[] {
  if (state.status === 'none') return [];
  const { remindAt, referrals, parents } = state.file;
  const [firstReminder] = remindAt;
  return [
    ...(firstReminder === undefined ? [] : [{ at: firstReminder, command: 'concern/remind', data: {} }]),
    ...referrals.flatMap(({ number, checkAt, isFinished }) =>
      checkAt === null || isFinished === true
        ? []
        : [{ at: checkAt, command: 'concern/referral-check', data: { number } }],
    ),
    ...(parents.kind === 'withheld' && parents.reviewAt !== null
      ? [{ at: parents.reviewAt, command: 'concern/parents-review', data: {} }]
      : []),
  ];
}

import type { Deadline } from '../../domain/decider.ts';
import { type ConcernState } from './state.ts';

/** When a concern next needs attention by itself. */
export function concernDeadlines(state: ConcernState): readonly Deadline[] {
  if (state.status === 'none' || state.status === 'closed') return [];
  const { file } = state;
  const [remindAt] = state.status === 'new' ? file.remindAt : [];
  const { parents } = file;
  return [
    ...(remindAt === undefined ? [] : [{ at: remindAt, command: 'concern/remind', data: {} }]),
    ...file.referrals.flatMap(({ number, checkAt }) =>
      checkAt === null ? [] : [{ at: checkAt, command: 'concern/referral-check', data: { number } }],
    ),
    ...(parents.kind === 'withheld' && parents.reviewAt !== null
      ? [{ at: parents.reviewAt, command: 'concern/parents-review', data: {} }]
      : []),
  ];
}

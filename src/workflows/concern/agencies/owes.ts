import type { Owing } from '../owing.ts';
import { isLadoTold } from './lado.ts';
import { isLadoCalledFor } from './referrals.ts';
import { isStaffCase } from './staff-case.ts';

const ladoOwed = {
  rule: 'step/lado-contact',
  words: 'Tell the LADO, and record it',
  command: 'concern/refer',
} as const;

/**
 * What of it is owed before the case may be closed: a yes of the LADO test calls for the LADO in every case. In a staff
 * case it is a step of the checklist, which no school can take out; here it is owed in all others.
 */
export const agencyOwes: Owing = (concern) => {
  const isSaid = isStaffCase(concern);
  return !isSaid && isLadoCalledFor(concern) && !isLadoTold(concern) ? [ladoOwed] : [];
};

import type { WhyNot } from '../why-not.ts';
import { mayTestLado } from './staff-case.ts';

/** Why a command of this part may not be given now, besides who may and where the case stands. */
export const agencyWhyNot: WhyNot = {
  'concern/update-referral': ({ file }) => (file.referrals.length === 0 ? 'no-referral' : undefined),
  'concern/lado-test': (concern) => (mayTestLado(concern) ? undefined : 'no-staff-case'),
};

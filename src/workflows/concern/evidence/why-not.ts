import type { WhyNot } from '../why-not.ts';
import { evidenceItems } from './register.ts';

/** Why a command of this part may not be given now, besides who may and where the case stands. */
export const evidenceWhyNot: WhyNot = {
  'concern/move-evidence': (concern) => (evidenceItems(concern).length === 0 ? 'no-evidence' : undefined),
};

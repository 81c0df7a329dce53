import type { WhyNot } from '../why-not.ts';

/** Why a command of this part may not be given now, besides who may and where the case stands. */
export const evidenceWhyNot: WhyNot = {};

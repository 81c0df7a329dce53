import type { WhyNot } from '../why-not.ts';
import { namedIn } from './named.ts';

/** Why a command of this part may not be given now, besides who may and where the case stands. */
export const peopleWhyNot: WhyNot = {
  'concern/compare-person': (concern) => (namedIn(concern).length === 0 ? 'nobody-named' : undefined),
};

import type { WhyNot } from '../why-not.ts';
import { consultableBy } from './consulted.ts';

/** Why a command of this part may not be given now, besides who may and where the case stands. */
export const consultingWhyNot: WhyNot = {
  'concern/consult': (concern, person, school) =>
    consultableBy(person, concern, school).length === 0 ? 'nobody-to-consult' : undefined,
};

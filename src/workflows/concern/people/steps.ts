import type { Deciders } from '../deciders.ts';
import type { peopleData } from './data.ts';

function notBuilt(): never {
  throw new Error('not built');
}

/** What each command of this part of a case comes to. */
export const peopleSteps: Deciders<keyof typeof peopleData> = {
  'concern/compare-person': () => notBuilt(),
};

import type { Deciders } from '../deciders.ts';
import type { guidanceData } from './data.ts';

function notBuilt(): never {
  throw new Error('not built');
}

/** What each command of this part of a case comes to. */
export const guidanceSteps: Deciders<keyof typeof guidanceData> = {
  'concern/steps': () => notBuilt(),
  'concern/tick': () => notBuilt(),
  'concern/enter-elsewhere': () => notBuilt(),
};

import type { Deciders } from '../deciders.ts';
import type { consultingData } from './data.ts';

function notBuilt(): never {
  throw new Error('not built');
}

/** What each command of this part of a case comes to. */
export const consultingSteps: Deciders<keyof typeof consultingData> = {
  'concern/consult': () => notBuilt(),
  'concern/consultation': () => notBuilt(),
  'concern/answer-consultation': () => notBuilt(),
};

import type { Deciders } from '../deciders.ts';
import type { policeData } from './data.ts';

function notBuilt(): never {
  throw new Error('not built');
}

/** What each command of this part of a case comes to. */
export const policeSteps: Deciders<keyof typeof policeData> = {
  'concern/assess': () => notBuilt(),
  'concern/tell-police': () => notBuilt(),
  'concern/propose-no-police': () => notBuilt(),
  'concern/propose-correction': () => notBuilt(),
  'concern/agree': () => notBuilt(),
  'concern/disagree': () => notBuilt(),
};

import type { Deciders } from '../deciders.ts';
import type { evidenceData } from './data.ts';

function notBuilt(): never {
  throw new Error('not built');
}

/** What each command of this part of a case comes to. */
export const evidenceSteps: Deciders<keyof typeof evidenceData> = {
  'concern/add-evidence': () => notBuilt(),
  'concern/move-evidence': () => notBuilt(),
};

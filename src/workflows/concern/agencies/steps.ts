import type { Deciders } from '../deciders.ts';
import type { agencyData } from './data.ts';

function notBuilt(): never {
  throw new Error('not built');
}

/** What each command of this part of a case comes to. */
export const agencySteps: Deciders<keyof typeof agencyData> = {
  'concern/advice': () => notBuilt(),
  'concern/update-referral': () => notBuilt(),
  'concern/lado-test': () => notBuilt(),
};

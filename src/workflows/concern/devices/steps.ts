import type { Deciders } from '../deciders.ts';
import type { deviceData } from './data.ts';

function notBuilt(): never {
  throw new Error('not built');
}

/** What each command of this part of a case comes to. */
export const deviceSteps: Deciders<keyof typeof deviceData> = {
  'concern/search-device': () => notBuilt(),
  'concern/take-device': () => notBuilt(),
  'concern/return-device': () => notBuilt(),
  'concern/search-complaint': () => notBuilt(),
};

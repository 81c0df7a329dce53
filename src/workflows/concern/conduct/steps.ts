import type { Deciders } from '../deciders.ts';
import type { conductData } from './data.ts';

function notBuilt(): never {
  throw new Error('not built');
}

/** What each command of this part of a case comes to. */
export const conductSteps: Deciders<keyof typeof conductData> = {
  'concern/recommend-sanction': () => notBuilt(),
  'concern/set-sanction': () => notBuilt(),
  'concern/decline-sanction': () => notBuilt(),
  'concern/ask-it': () => notBuilt(),
  'concern/it-answered': () => notBuilt(),
};

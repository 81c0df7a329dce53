import type { Deciders } from './deciders.ts';
import type { routingCommands } from './routing-commands.ts';

function notBuilt(): never {
  throw new Error('not built');
}

/** What each command comes to that says who handles a case. */
export const routingSteps: Deciders<keyof typeof routingCommands> = {
  'concern/look-again': () => notBuilt(),
  'concern/hand-to-safeguarding': () => notBuilt(),
  'concern/nominate-contact': () => notBuilt(),
};

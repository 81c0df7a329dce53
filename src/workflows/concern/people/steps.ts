import type { Deciders } from '../deciders.ts';
import { step } from '../handler-steps.ts';
import { refuse } from '../refuse.ts';
import type { peopleData } from './data.ts';
import { pairsOf } from './earlier.ts';

/** What each command of this part of a case comes to. */
export const peopleSteps: Deciders<keyof typeof peopleData> = {
  'concern/compare-person': (concern, { pair, is }, context) => {
    // A case that they may not read is as one that is not there.
    const found = pairsOf(concern, context.gathered).find(({ id }) => id === pair);
    if (found === undefined) return refuse(concern, 'concern/compare-person', 'nothing-alike', context);
    const event = { type: 'PersonCompared', name: found.name, earlier: found.other.reference, is } as const;
    return step(concern, [event], { line: 'compared this with an earlier one' }, context);
  },
};

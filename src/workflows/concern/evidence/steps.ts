import type { Deciders } from '../deciders.ts';
import type { ConcernEvent } from '../events.ts';
import { step } from '../handler-steps.ts';
import { refuse } from '../refuse.ts';
import type { evidenceData } from './data.ts';
import { evidenceItems, nextEvidence } from './register.ts';

/** What each command of this part of a case comes to. */
export const evidenceSteps: Deciders<keyof typeof evidenceData> = {
  'concern/add-evidence': (concern, data, context) => {
    const event: ConcernEvent = { type: 'EvidenceAdded', number: nextEvidence(concern), ...data };
    return step(concern, [event], { line: 'added to the register of evidence' }, context);
  },

  'concern/move-evidence': (concern, data, context) => {
    if (!evidenceItems(concern).some(({ number }) => number === data.number))
      return refuse(concern, 'concern/move-evidence', 'no-such-evidence', context);
    const event: ConcernEvent = { type: 'EvidenceMoved', ...data };
    return step(concern, [event], { line: 'recorded that evidence was moved' }, context);
  },
};

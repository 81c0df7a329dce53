import type { SentenceOf } from '../refusal-sentence.ts';
import { onlyTheLeader } from './leader.ts';

/** Why a command of this part is refused, and the sentence for the person. */
export const conductRefusals = {
  'only-the-leader': ({ state, school }) =>
    state.status === 'none' ? 'That is not possible.' : onlyTheLeader(state, school),
  'yours-to-set': () => 'You decide on sanctions in this case yourself: set one.',
  'nobody-to-decide': () =>
    'Nobody at the school can decide on a sanction in this case. Ask the LADO who can, and record the advice.',
  'decides-on-themselves': () =>
    'That is somebody who would decide on it. Add them to the case first, with Add a person: then it goes to those who may decide.',
  'names-it': () =>
    'This names somebody who does the jobs of IT, and would come to them. Add them to the case first, or write it without them.',
  'nothing-recommended': () => 'No recommendation waits for a decision.',
  'no-such-breach': () => 'That breach is not on the school’s list any more. Choose one from the list.',
  'no-such-sanction': () => 'That sanction does not go with this breach. Choose one from the list.',
} as const satisfies Record<string, SentenceOf>;

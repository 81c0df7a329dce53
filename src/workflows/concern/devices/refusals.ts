import type { SentenceOf } from '../refusal-sentence.ts';
import { imageSuspected } from '../rules/search.ts';

/** Why a command of this part is refused, and the sentence for the person. */
export const deviceRefusals = {
  'image-suspected': () =>
    `${imageSuspected} Choose to tell the police: deleting, keeping it by itself and doing nothing are not possible here.`,
  'decided-alone': () =>
    'A search is decided by two. Choose who else decided it with you, or say who searched the device.',
  'not-a-decider': () => 'That person cannot decide about a search here. Choose somebody from the list.',
  'nothing-held': () => 'No device is held in this case now.',
  'not-held': () => 'That device is not held any more. Open the case to see which are.',
  'device-for-police': () =>
    'A sexual image of a child may be on a device of this case. Tell the police first; they say who may have it.',
  'no-search': () => 'No search is recorded in this case. Record the search first.',
} as const satisfies Record<string, SentenceOf>;

import { roleLabel } from '../../domain/school.ts';
import type { SentenceOf } from './refusal-sentence.ts';

/** Why it is refused to change who handles a case, and the sentence for the person. */
export const routingRefusals = {
  'coordinator-hands-over': ({ school }) =>
    `The ${roleLabel(school, 'online-safety-coordinator')} hands to the ${roleLabel(school, 'dsl')} what came to them and is about pupils. You can use "Hand over", or refer it.`,
  'about-the-reporter': () => 'It turned out to be about whoever reported it. They hear no more of it.',
  'no-contact-here': () => 'Only a case of something that happened to a member of staff has one person to turn to.',
  'no-such-contact': () => 'That person cannot be the one to turn to. Choose somebody from the list.',
} as const satisfies Record<string, SentenceOf>;

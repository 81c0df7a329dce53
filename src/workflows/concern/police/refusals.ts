import { roleLabel } from '../../../domain/school.ts';
import type { SentenceOf } from '../refusal-sentence.ts';

/** Why a command of this part is refused, and the sentence for the person. */
export const policeRefusals = {
  'police-must-be-told': () =>
    'A rule calls for the police in this case, so it cannot be left out. Tell them, then record it with "Police told".',
  'police-are-told': () => 'The police have been told, so there is nothing left to decide about it.',
  'no-police-question': () => 'Nothing in this case asks for a decision about the police.',
  'facts-not-known': () =>
    'Assess the case first. The police can only be left out where everything that might call for them is answered with no.',
  'no-police-agreed': () => 'It is agreed already that the police are not told.',
  'agreement-waits': () => 'This has been asked already and waits for an answer.',
  'nobody-to-agree': () =>
    'Nobody is left at the school who could agree to this. Tell the police, or ask their advice.',
  'dsl-proposes': ({ school }) =>
    `Only the ${roleLabel(school, 'dsl')} or a deputy can propose this. You can add a note for them.`,
  'nothing-to-correct': () => 'There is no fact in this case that could be corrected now.',
  'not-a-fact': () => 'That is not known to be so, so there is nothing to correct. "Assess" says what is known.',
  'nothing-to-agree': () => 'Nothing in this case waits for your answer.',
  'own-proposal': () => 'You asked for this yourself, so somebody else has to answer it.',
  'no-such-proposal': () => 'That has been answered, or it fell meanwhile. Open the case to see where it stands.',
  'fact-stands': ({ school }) =>
    `Not saved: what is known cannot be taken back by one person. Use "Correct a fact", and the ${roleLabel(school, 'head')}, or who leads in their place, agrees.`,
  'nothing-assessed': () => 'Nothing was answered, so nothing was saved. Answer at least one question.',
  'told-too-early': () =>
    'Not saved: that is before what was reported here. Put the day and the time at which the police were told of this.',
  'no-such-outcome': () =>
    'That outcome is not there while a rule calls for the police. Choose one that says what was done.',
} as const satisfies Record<string, SentenceOf>;

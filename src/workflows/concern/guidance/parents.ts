import type { FormContext } from '../../../domain/decider.ts';
import type { Note, Question } from '../../../domain/form.ts';
import { mayRead } from '../access.ts';
import { type Kind, whoseParents } from '../choices.ts';
import type { Concern, ConcernState } from '../state.ts';
import { caseAnswers } from './case-answers.ts';

/** What parents or carers are to be told of some kinds of concern (000 sections 4.3, 4.5.3 and 4.7). */
const whatToTell: Partial<Record<Kind, string>> = {
  'deliberate-access': 'Tell them what happened and what is going to be done.',
  'contact-by-adult':
    'Tell them what happened, and offer them a meeting where that helps: what can they do to keep the child safe?',
  'bullying-pupil': 'Tell them what happened, and how messages can be blocked at home.',
};

/** The sides on which pupils are known to be, whose parents are told apart. */
function sidesOf(concern: Concern): readonly ('victim' | 'instigator')[] {
  const { pupilVictim, pupilInstigator } = caseAnswers(concern);
  return [
    ...(pupilVictim === 'yes' ? (['victim'] as const) : []),
    ...(pupilInstigator === 'yes' ? (['instigator'] as const) : []),
  ];
}

/** Whose parents, asked where pupils were on both sides. */
export function whoseQuestions(state: ConcernState, { by, school }: FormContext): readonly Question[] {
  if (state.status === 'none' || !mayRead(state, by, school) || sidesOf(state).length < 2) return [];
  return [
    {
      kind: 'choice',
      id: 'whose',
      label: 'Whose parents or carers?',
      required: true,
      choices: whoseParents,
      source: '003 appendix 4',
    },
  ];
}

/** Whose parents it was: as said, or else of the only side there is by then. Somebody may be added to the other later. */
export function saidWhose(concern: Concern, said: string | undefined): { readonly whose?: string } {
  const [only, other] = sidesOf(concern);
  const whose = said ?? (other === undefined ? only : undefined);
  return whose === undefined ? {} : { whose };
}

/** Stands above the form on which it is recorded that parents were told. */
export function whatParentsAreTold(state: ConcernState, { by, school }: FormContext): readonly Note[] {
  if (state.status === 'none' || !mayRead(state, by, school)) return [];
  const text = whatToTell[String(state.file.answers.kind) as Kind];
  return text === undefined ? [] : [{ kind: 'note', tone: 'plain', text }];
}

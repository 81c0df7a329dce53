import type { FormContext } from '../../../domain/decider.ts';
import type { Note } from '../../../domain/form.ts';
import { mayRead } from '../access.ts';
import type { Kind } from '../choices.ts';
import type { ConcernState } from '../state.ts';

/** What parents or carers are to be told of some kinds of concern (000 sections 4.3, 4.5.3 and 4.7). */
const whatToTell: Partial<Record<Kind, string>> = {
  'deliberate-access': 'Tell them what happened and what is going to be done.',
  'contact-by-adult':
    'Tell them what happened, and offer them a meeting where that helps: what can they do to keep the child safe?',
  'bullying-pupil': 'Tell them what happened, and how messages can be blocked at home.',
};

/** Stands above the form on which it is recorded that parents were told. */
export function whatParentsAreTold(state: ConcernState, { by, school }: FormContext): readonly Note[] {
  if (state.status === 'none' || !mayRead(state, by, school)) return [];
  const text = whatToTell[String(state.file.answers.kind) as Kind];
  return text === undefined ? [] : [{ kind: 'note', tone: 'plain', text }];
}

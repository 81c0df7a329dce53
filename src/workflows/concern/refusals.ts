import type { Instant } from '../../domain/instant.ts';
import { capital, saidWhen } from '../../domain/said-by-role.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import type { ConcernState } from './state.ts';
import { saidHandler, statusWords } from './words.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'already-acknowledged'
  | 'already-yours'
  | 'not-acknowledged'
  | 'closed'
  | 'not-closed'
  | 'not-a-handler'
  | 'nobody-else'
  | 'no-such-agency'
  | 'no-such-question'
  | 'already-answered'
  | 'already-reported'
  | 'not-now';

interface RefusalOf {
  readonly state: ConcernState;
  readonly school: School;
  readonly now: Instant;
  readonly reference: string;
}

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: RefusalOf) => string> = {
  'not-yours': ({ reference, school }) => notYours(reference, school),
  'already-acknowledged': ({ state, school, now }) =>
    state.status === 'none' || state.status === 'new'
      ? 'This is acknowledged already.'
      : `${capital(saidHandler(state, state.acknowledged.by, school))} acknowledged this ${saidWhen(school, state.acknowledged.at, now)}. It is ${statusWords[state.status]} now.`,
  'already-yours': () => 'You have this one already.',
  'not-acknowledged': () => 'Nobody has acknowledged this yet. Acknowledge it first.',
  closed: ({ state, school, now }) =>
    state.status === 'closed'
      ? `This case was closed ${saidWhen(school, state.closed.at, now)}. Open it to see the outcome, or reopen it.`
      : 'This case is closed.',
  'not-closed': () => 'This case is not closed, so there is nothing to reopen.',
  'not-a-handler': () => 'That person cannot take this case now. Choose somebody from the list.',
  'nobody-else': () => 'Nobody else handles this case, so it cannot be handed over.',
  'no-such-agency': () => 'That agency is not in the school file any more. Choose one from the list.',
  'no-such-question': () => 'That question is not there any more.',
  'already-answered': () =>
    'You have answered this question. If there is more to say, report a concern and name this one.',
  'already-reported': () => 'This report has been received already.',
  'not-now': ({ state }) =>
    state.status === 'none'
      ? 'That is not possible.'
      : `That is not possible while the case is ${statusWords[state.status]}.`,
};

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string, school: School): string {
  return `There is nothing with the reference ${reference} that you can open. Concerns are opened by those who handle them: the ${roleLabel(school, 'dsl')} and deputies, or whom the policy names. If you are worried about a child, ring ${school.telephone}.`;
}

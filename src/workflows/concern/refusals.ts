import { capital, saidWhen } from '../../domain/said-by-role.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { agencyRefusals } from './agencies/refusals.ts';
import { conductRefusals } from './conduct/refusals.ts';
import { consultingRefusals } from './consulting/refusals.ts';
import { deviceRefusals } from './devices/refusals.ts';
import { evidenceRefusals } from './evidence/refusals.ts';
import { guidanceRefusals } from './guidance/refusals.ts';
import { owedBeforeClosing } from './owed.ts';
import { peopleRefusals } from './people/refusals.ts';
import { policeRefusals } from './police/refusals.ts';
import type { SentenceOf } from './refusal-sentence.ts';
import { routingRefusals } from './routing-refusals.ts';
import type { ConcernState } from './state.ts';
import { saidHandler, statusWords } from './words.ts';

/** The reasons that have nothing to do with one part of a case alone. */
type CommonCode =
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
  | 'only-trained'
  | 'not-now'
  | 'police-first'
  | 'still-owed';

const partRefusals = {
  ...routingRefusals,
  ...policeRefusals,
  ...guidanceRefusals,
  ...agencyRefusals,
  ...conductRefusals,
  ...deviceRefusals,
  ...evidenceRefusals,
  ...consultingRefusals,
  ...peopleRefusals,
} as const;

/** Every reason for which a command is refused. */
export type RefusalCode = CommonCode | keyof typeof partRefusals;

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, SentenceOf> = {
  ...partRefusals,
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
  'only-trained': ({ school }) =>
    `The ${roleLabel(school, 'dsl')}, the deputies, the head and the chair log for others. You can report it yourself: choose "Report a concern" and say who told you.`,
  'already-reported': () => 'This report has been received already.',
  'police-first': ({ state, school }) =>
    `The police have to be told before this can be closed. ${saidOwed(state, school, true)}`,
  'still-owed': ({ state, school }) => `This cannot be closed yet. Still to do: ${saidOwed(state, school, false)}`,
  'not-now': ({ state }) =>
    state.status === 'none'
      ? 'That is not possible.'
      : `That is not possible while the case is ${statusWords[state.status]}.`,
};

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string, school: School): string {
  return `There is nothing with the reference ${reference} that you can open. Concerns are opened by those who handle them: the ${roleLabel(school, 'dsl')} and deputies, or whom the policy names. If you are worried about a child, ring ${school.telephone}.`;
}

function saidOwed(state: ConcernState, school: School, isPolice: boolean): string {
  if (state.status === 'none') return '';
  const owed = owedBeforeClosing(state, school).filter((one) => (one.isPolice === true) === isPolice);
  return owed.map(({ words }) => (/[.?]$/.test(words) ? words : `${words}.`)).join(' ');
}

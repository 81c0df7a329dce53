import type { Instant } from '../../domain/instant.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { type SiteProblem, siteProblemSentence } from '../../domain/site-address.ts';
import type { Ruling } from './events.ts';
import { DAYS_AHEAD, type PeriodProblem } from './period.ts';
import type { SiteState } from './state.ts';
import { saidStanding } from './words.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'own-request'
  | 'approved-already'
  | 'not-the-first'
  | 'already-requested'
  | 'not-waiting'
  | 'not-open'
  | 'extension-waiting'
  | 'no-extension'
  | 'not-with-it'
  | 'not-to-block'
  | 'never'
  | 'time-over'
  | 'end-too-early'
  | 'end-too-late'
  | 'not-longer'
  | 'address'
  | PeriodProblem
  | 'no-such-person'
  | 'nobody-to-decide'
  | 'no-such-question'
  | 'already-answered'
  | 'not-now';

/** What a sentence may need besides. */
export interface RefusalDetail {
  readonly latest?: Instant;
  readonly problem?: SiteProblem;
  readonly ruling?: Ruling;
}

interface RefusalOf extends RefusalDetail {
  readonly state: SiteState;
  readonly school: School;
  readonly now: Instant;
  readonly reference: string;
}

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: RefusalOf) => string> = {
  'not-yours': ({ reference, school }) => notYours(reference, school),
  'own-request': () => 'Nobody decides on what they asked for themselves. Somebody else who decides has it too.',
  'approved-already': () => 'You have agreed to this. Somebody else has to agree as well.',
  'not-the-first': ({ school }) =>
    `The ${roleLabel(school, 'online-safety-coordinator')} or the safeguarding team agrees first; then you can.`,
  'already-requested': () => 'This request has been received already.',
  'not-waiting': (of) => `There is nothing to decide on now. ${saidNow(of)}`,
  'not-open': (of) => `This site is not open now. ${saidNow(of)}`,
  'extension-waiting': () => 'You have asked for more time already. You will be told when it is decided.',
  'no-extension': () => 'Nobody is asking for more time now. It was decided already, or the time is over.',
  'not-with-it': (of) => `There is nothing to open now. ${saidNow(of)}`,
  'not-to-block': (of) => `There is nothing to block now. ${saidNow(of)}`,
  never: ({ ruling }) =>
    `This cannot be agreed to: the rule has changed since it was asked for. ${ruling?.rule.why ?? ''}`.trim(),
  'time-over': () => 'The time that was asked for is over, so there is nothing to agree to. Ask for the site anew.',
  'end-too-early': () => 'It has to end after it begins, and after now. Put a later end.',
  'end-too-late': ({ latest, school }) =>
    latest === undefined
      ? 'That is too long. Put an earlier end.'
      : `That is too long: it may end ${saidDateTime(school, latest)} at the latest. Put an earlier end.`,
  'not-longer': () => 'That is no later than the end it has. Put a later end.',
  address: ({ problem }) => siteProblemSentence(problem ?? 'not-an-address'),
  'period-past': () => 'That time is over already. Put a time that is still to come.',
  'ends-before-it-begins': () => 'It ends before it begins. Put the end after the beginning.',
  'period-too-long': ({ latest, school }) =>
    latest === undefined
      ? `That is too long: a site may be open for ${school.sites.longestDays} days at the most. Put an earlier end.`
      : `That is too long: a site may be open for ${school.sites.longestDays} days at the most, here until ${saidDateTime(school, latest)}. Put an earlier end.`,
  'not-a-school-day': () => 'The school is closed on that day. Choose a school day, or ask for a longer time of study.',
  'too-far-ahead': () => `That is more than ${DAYS_AHEAD} days ahead. Ask again nearer the time.`,
  'no-such-person': () => 'Whoever is to supervise is not on the staff list any more. Choose somebody else.',
  'nobody-to-decide': ({ school }) =>
    `Nobody but you could agree to this at the moment. Speak to the ${roleLabel(school, 'head')}.`,
  'no-such-question': () => 'That question is not there any more.',
  'already-answered': () => 'You have answered this question.',
  'not-now': (of) => `That is not possible now. ${saidNow(of)}`.trim(),
};

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string, school: School): string {
  return `There is nothing with the reference ${reference} that you can open. Site requests are opened by whoever asked, by those who decide on them, and by IT. If you are worried about a child, ring ${school.telephone}.`;
}

function saidNow({ state }: RefusalOf): string {
  return state.status === 'none' ? '' : `This request is ${saidStanding(state)}.`;
}

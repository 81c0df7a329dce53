import type { Instant } from '../../domain/instant.ts';
import { roleLabel, type School } from '../../domain/school.ts';
import { instantOf, type LocalDate, localDateTime, saidDate, saidDateTime } from '../../domain/school-time.ts';
import { type SiteProblem, siteProblemSentence } from '../../domain/site-address.ts';
import type { Standing } from './access.ts';
import type { SiteCommand } from './command-data.ts';
import { commandRules } from './command-rules.ts';
import type { Ruling } from './events.ts';
import { DAYS_AHEAD, HOURS_AFTER_SCHOOL, nextSchoolDay, type PeriodProblem } from './period.ts';
import type { SiteState } from './state.ts';
import { saidDeciders, saidIt, saidStanding, spanOf } from './words.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'not-your-part'
  | 'own-request'
  | 'approved-already'
  | 'not-the-first'
  | 'already-requested'
  | 'not-waiting'
  | 'not-open'
  | 'extension-waiting'
  | 'no-extension'
  | 'not-with-it'
  | 'too-early-to-open'
  | 'not-to-block'
  | 'never'
  | 'time-over'
  | 'end-too-early'
  | 'end-too-late'
  | 'not-longer'
  | 'address'
  | PeriodProblem
  | 'no-such-person'
  | 'several-people'
  | 'nobody-to-decide'
  | 'no-second'
  | 'no-such-question'
  | 'already-answered'
  | 'not-now';

/** What a sentence may need besides. */
export interface RefusalDetail {
  readonly latest?: Instant;
  readonly earliest?: Instant;
  readonly day?: LocalDate;
  readonly problem?: SiteProblem;
  readonly ruling?: Ruling;
}

interface RefusalOf extends RefusalDetail {
  readonly state: SiteState;
  readonly command: SiteCommand;
  readonly school: School;
  readonly now: Instant;
  readonly reference: string;
}

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: RefusalOf) => string> = {
  'not-yours': ({ reference, school }) => notYours(reference, school),
  'not-your-part': ({ command, school }) =>
    `That is for ${saidWho(command, school)} to do. You can open it and read it.`,
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
  'too-early-to-open': ({ state, earliest, school, now }) => {
    const wanted = state.status === 'none' ? '' : `: it is wanted from ${saidDateTime(school, spanOf(state).from)}`;
    const day = earliest === undefined ? '' : saidDate(school, localDateTime(school, earliest).date, now);
    return `Too early${wanted}. Open it on ${day} or later, then press Done.`;
  },
  'not-to-block': (of) => `There is nothing to block now. ${saidNow(of)}`,
  never: ({ command, ruling }) => {
    const what =
      command === 'site-access/opened'
        ? 'This may not be opened: the rule has changed since it was agreed to.'
        : 'This cannot be agreed to: the rule has changed since it was asked for.';
    return `${what} ${ruling?.rule.why ?? ''}`.trim();
  },
  'time-over': ({ command }) =>
    command === 'site-access/extend'
      ? 'Its time is over. If you still need the site, ask for it anew.'
      : 'Its time is over, so there is nothing to agree to. Whoever asked may ask for the site anew.',
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
  'not-a-school-day': (of) => closedDay(of),
  'no-school-day': () =>
    'Not sent: the school is closed on all of those days. Choose days with a school day among them. What you wrote is still below.',
  'not-a-school-time': ({ school: { calendar } }) =>
    `The school day is from ${calendar.hours.from} to ${calendar.hours.until}. A lesson lies within it, or in the ${HOURS_AFTER_SCHOOL} hours after it. Choose other times.`,
  'too-far-ahead': () => `That is more than ${DAYS_AHEAD} days ahead. Ask again nearer the time.`,
  'no-such-person': () =>
    'Nobody on the staff list is called that. For who supervises, put the whole name or the email address of a member of staff.',
  'several-people': () =>
    'Several people on the staff list have that name. For who supervises, put their email address.',
  'nobody-to-decide': ({ school }) =>
    `Nobody but you could agree to this at the moment. Speak to the ${roleLabel(school, 'head')}.`,
  'no-second': ({ school }) =>
    `Two people have to agree to this, and only one could at the moment. Speak to the ${roleLabel(school, 'head')}.`,
  'no-such-question': () => 'That question is not there any more.',
  'already-answered': () => 'You have answered this question.',
  'not-now': (of) => `That is not possible now. ${saidNow(of)}`.trim(),
};

function closedDay({ day, school, now }: RefusalOf): string {
  const closed = day === undefined ? 'that day' : saidDate(school, day, now);
  const next = nextSchoolDay(school, day === undefined ? now : instantOf(school, day, '00:00'));
  const then = next === undefined ? 'Choose another day.' : `The next school day is ${saidDate(school, next, now)}.`;
  return `Not sent: the school is closed on ${closed}. ${then} What you wrote is still below.`;
}

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string, school: School): string {
  return `There is nothing with the reference ${reference} that you can open. Site requests are opened by whoever asked, by those who decide on them, and by IT. If you are worried about a child, ring ${school.telephone}.`;
}

/** Whose part a command is, by role. */
function saidWho(command: SiteCommand, school: School): string {
  const { who } = commandRules[command];
  if (who === 'clock' || who === 'anybody') return 'nobody';
  const words: Record<Standing, string> = {
    handler: saidDeciders(school, 'or'),
    requester: 'whoever asked',
    it: saidIt(school),
    'log-reader': 'those who read the filtering change log',
  };
  return who.map((standing) => words[standing]).join(' or ');
}

function saidNow({ state, school, now }: RefusalOf): string {
  return state.status === 'none' ? '' : `This request is ${saidStanding(state, { school, at: now })}.`;
}

import { type DecisionContext, type Refusal, refusal } from '../../domain/decider.ts';
import type { School } from '../../domain/school.ts';
import { saidDate } from '../../domain/school-time.ts';
import { checks, readers, reviewNeeds } from './checks.ts';
import { latestNext } from './dates.ts';
import type { CheckEvent } from './events.ts';
import { type StandardId, standards } from './standards.ts';
import { type CheckState, lastDate } from './state.ts';
import { saidRoles } from './words.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'not-recorder'
  | 'another-check'
  | 'not-now'
  | 'still-to-come'
  | 'before-the-last'
  | 'next-too-early'
  | 'next-too-late'
  | 'no-governor'
  | 'no-it'
  | 'nobody-else'
  | 'not-at-school'
  | 'no-such-person'
  | 'several-people';

/** What of the recording is wrong. */
interface Wrong {
  /** The day that was put for when it was made; '' where none was. */
  readonly date?: string;
  /** The standards whose answers are meant. */
  readonly about?: readonly StandardId[];
}

type RefusalOf = Pick<DecisionContext, 'school' | 'at' | 'reference'> &
  Required<Wrong> & { readonly state: CheckState };

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: RefusalOf) => string> = {
  'not-yours': ({ reference, school }) => notYours(reference, school),
  'not-recorder': ({ state, school }) =>
    state.status === 'none'
      ? 'You cannot record this.'
      : `You can read this; it is recorded by ${saidRoles(checks[state.file.kind].records, school, 'or')}.`,
  'another-check': () => 'That belongs to another check. Open the one that you want to record.',
  'not-now': () => 'That is not possible now.',
  'still-to-come': () => 'That day is still to come. Go back and put the day on which it was done.',
  'before-the-last': ({ state, school, at }) =>
    `The last one was done on ${state.status === 'none' ? '' : saidDate(school, lastDate(state), at)}. Go back and put that day or a later one.`,
  'next-too-early': () => 'The next one comes after this one. Put a later day for the next.',
  'next-too-late': ({ state, school, date, at }) =>
    state.status === 'none'
      ? 'That is too long until the next one.'
      : `The next one is due within ${checks[state.file.kind].atMostMonths} months of this one. Put ${saidDate(school, latestNext(state.file.kind, date), at)} at the latest.`,
  'no-governor': ({ school }) =>
    `A review needs somebody of the governors: ${saidRoles(reviewNeeds.governors, school, 'or')}. Go back and choose who took part, or record it when you have met.`,
  'no-it': ({ school }) =>
    `A review needs somebody of IT: ${saidRoles(reviewNeeds.it, school, 'or')}. Go back and choose who took part, or record it when you have met.`,
  'nobody-else': () => 'A review is done by two people at least. Go back and choose everybody who took part.',
  'not-at-school': () => 'Somebody who was chosen is not in the list any more. Go back and choose again.',
  'no-such-person': ({ about }) =>
    `Nobody on the staff list is called that. For who is responsible for ${saidStandards(about)}, go back and put the whole name or the email address of a member of staff.`,
  'several-people': ({ about }) =>
    `Several people on the staff list have that name. For who is responsible for ${saidStandards(about)}, go back and put their email address.`,
};

/** Standards by their titles, as they stand in the form. */
function saidStandards(about: readonly StandardId[]): string {
  return standards
    .filter(({ id }) => about.includes(id))
    .map(({ title }) => `"${title}"`)
    .join(' and ');
}

/** Refuses with the sentence of a code. */
export function refuse(
  state: CheckState,
  code: RefusalCode,
  { school, at, reference }: DecisionContext,
  { date = '', about = [] }: Wrong = {},
): Refusal<CheckEvent> {
  return refusal({ code, sentence: refusalSentences[code]({ state, school, at, reference, date, about }) });
}

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string, school: School): string {
  return `There is nothing with the reference ${reference} that you can open. Checks of filtering and security are read by ${saidRoles(readers, school, 'and')}.`;
}

import { type DecisionContext, type Refusal, refusal } from '../../domain/decider.ts';
import { policyParts } from '../../domain/policies.ts';
import type { School } from '../../domain/school.ts';
import { saidDate } from '../../domain/school-time.ts';
import { LONGEST_TEXT } from '../../domain/wording.ts';
import { ADDRESS } from './command-data.ts';
import { latestDue } from './dates.ts';
import type { PolicyEvent } from './events.ts';
import { latestVersion, type PolicyState } from './state.ts';
import { saidPublishers, saidRoles } from './words.ts';

/** Every reason for which a command is refused. */
export type RefusalCode =
  | 'not-yours'
  | 'not-publisher'
  | 'not-asked-to-sign'
  | 'not-reviewer'
  | 'not-now'
  | 'not-published'
  | 'not-to-make-known'
  | 'no-draft'
  | 'in-the-making'
  | 'awaits-signature'
  | 'nothing-to-sign'
  | 'withdrawn'
  | 'discarded'
  | 'draft-changed'
  | 'bad-version'
  | 'version-too-low'
  | 'say-what-changed'
  | 'no-text'
  | 'agreement-needs-text'
  | 'agreement-too-long'
  | 'bad-link'
  | 'link-too-long'
  | 'link-needs-hash'
  | 'hash-needs-link'
  | 'bad-hash'
  | 'nobody-asked'
  | 'nobody-there'
  | 'no-such-person'
  | 'several-people'
  | 'no-such-owner'
  | 'several-owners'
  | 'due-past'
  | 'due-too-late'
  | 'review-past'
  | 'review-too-late'
  | 'bad-concern'
  | 'names-concern'
  | 'note-names-concern'
  | 'audience-needs-asking'
  | 'kind-needs-asking'
  | 'known-needs-day'
  | 'known-to-come'
  | 'no-room';

/** What is wrong with what was put in. */
export interface Wrong {
  /** The line of a list on which it stands, from 1. */
  readonly line?: number;
  /** A day that would do. */
  readonly day?: string;
}

/** Why something cannot be taken as it was put. */
export interface Misfit {
  readonly code: RefusalCode;
  readonly wrong?: Wrong;
}

type RefusalOf = Pick<DecisionContext, 'school' | 'at' | 'reference'> &
  Required<Wrong> & { readonly state: PolicyState };

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (of: RefusalOf) => string> = {
  'not-yours': ({ reference, school }) => notYours(reference, school),
  'not-publisher': ({ school }) =>
    `Policies and agreements are published by ${saidPublishers(school)}. Ask one of them to do it with you.`,
  'not-asked-to-sign': () => 'Your signature is not asked for here, or you have signed already. Nothing was changed.',
  'not-reviewer': ({ school }) => `The review is recorded by the owner of the policy, or by ${saidPublishers(school)}.`,
  'not-now': () => 'That is not possible now.',
  'not-published': () => 'This has not been published yet. Open the draft and publish it first.',
  'not-to-make-known': () => 'This kind of document need not be on the website. There is nothing to tick off.',
  'no-draft': () => 'There is no draft any more: it was published or discarded. Open the policy to see how it stands.',
  'in-the-making': () => 'A new version is being prepared already. Open the policy and go on with that draft.',
  'awaits-signature': () => 'It has been sent for signature already. It is published once it is signed.',
  'nothing-to-sign': () => 'Nothing waits for a signature here: it was published, changed or discarded meanwhile.',
  withdrawn: () => 'This policy was withdrawn. Nobody is asked about it any more; what was signed is kept.',
  discarded: () => 'This draft was discarded. Begin a new one with "publish a policy".',
  'draft-changed': () => 'The draft was changed after you opened it. Open it again and read it before you go on.',
  'bad-version': () => 'Put the version as a whole number of 1 or more, such as 4. Go back to the first questions.',
  'version-too-low': ({ state }) =>
    `Versions count up. Go back to the first questions and put ${(versionIn(state) ?? 0) + 1} or a higher number.`,
  'say-what-changed': () =>
    'Say in at least one line what changed: people read that first. Go back to the first questions.',
  'no-text': () => 'People need something to read. Go back and put the text, or a link with its SHA-256.',
  'agreement-needs-text': () =>
    `An agreement is shown in full to whoever signs it. Go back and put its text, at most ${LONGEST_TEXT.toLocaleString('en-GB')} characters.`,
  'agreement-too-long': () =>
    'An agreement is shown in full on the card on which it is signed, and this one is too long for a card. Line breaks and quotation marks take twice the room of a letter. Go back and shorten the text, or make two agreements of it.',
  'bad-link': () =>
    'That is not a web address that people can be sent to. Go back and put one that begins with https://, without a name or password in it.',
  'link-too-long': () =>
    `Written out in full, as a browser opens it, that link is longer than ${ADDRESS} characters. Go back and put a shorter one.`,
  'link-needs-hash': () =>
    'A link needs the SHA-256 of the file behind it, so that it can be shown later what was read. Go back and put it.',
  'hash-needs-link': () =>
    'There is a SHA-256 but no link. Go back and put the web address of the file, or take it out.',
  'bad-hash': () => 'A SHA-256 is 64 digits and letters from a to f. Go back and put the whole of it.',
  'nobody-asked': () => 'Nobody is chosen yet. Go back and say who must read or sign it.',
  'nobody-there': () => 'By the school file nobody belongs to those you chose. Go back and choose others.',
  'no-such-person': ({ line }) =>
    `Nobody on the staff list is called what stands on line ${line} of the people by name. Go back and put the whole name or the email address.`,
  'several-people': ({ line }) =>
    `Several people have the name on line ${line} of the people by name. Go back and put their email address.`,
  'no-such-owner': () =>
    'Nobody on the staff list is called what stands for the owner. Go back and put the whole name or the email address.',
  'several-owners': () =>
    'Several people have the name that stands for the owner. Go back and put their email address.',
  'due-past': () => 'The day by which people are asked is past. Change it to today or a later day.',
  'due-too-late': ({ school, at }) =>
    `People are asked within a year. Go back and put ${saidDate(school, latestDue(school, at), at)} at the latest.`,
  'review-past': () => 'The next review has to be on a day to come. Go back and put a later day.',
  'review-too-late': ({ school, at, day }) =>
    `That is longer than the period of review that you chose. Go back and put ${saidDate(school, day, at)} at the latest, or choose a longer period.`,
  'bad-concern': ({ line }) =>
    `Line ${line} of the concerns is no reference of a concern. Go back and put it as C-7K3Q9F, one on each line, at most 20.`,
  'names-concern': () =>
    'The reference of a concern stands in what others read. Go back and take it out; a concern that led to this is linked in the last questions, where only those who handle concerns put it.',
  'note-names-concern': () =>
    'The reference of a concern stands in that, and others read it. Take it out; a concern is linked to a new version by those who handle concerns.',
  'audience-needs-asking': () =>
    'Other people are to be asked than before, and that goes only with a new round. Go back and say that the change is material.',
  'kind-needs-asking': () =>
    'It becomes another kind of document, which people have not agreed to. Go back and say that the change is material.',
  'known-needs-day': () => 'Put the day on which it was done.',
  'known-to-come': () => 'That day is still to come. Put the day on which it was done.',
  'no-room': ({ reference }) =>
    `${reference} has been changed so often that its record is full, so this was not saved. Publish it as a new policy, and withdraw this one.`,
};

/** Refuses for several things at once, each with its sentence: nobody learns of them one by one. */
export function refuseAll(
  state: PolicyState,
  wrong: readonly [Misfit, ...Misfit[]],
  context: DecisionContext,
): Refusal<PolicyEvent> {
  const [first] = wrong;
  const single = refuse(state, first.code, context, first.wrong);
  if (wrong.length === 1) return single;
  const said = wrong.map((one) => refuse(state, one.code, context, one.wrong).sentence);
  return { ...single, sentence: [`${wrong.length} things cannot be taken like this.`, ...new Set(said)].join('\n') };
}

function versionIn(state: PolicyState): number | undefined {
  return state.status === 'none' ? undefined : latestVersion(state)?.wording.version;
}

/** Refuses with the sentence of a code. */
export function refuse(
  state: PolicyState,
  code: RefusalCode,
  { school, at, reference }: DecisionContext,
  { line = 0, day = '' }: Wrong = {},
): Refusal<PolicyEvent> {
  return refusal({ code, sentence: refusalSentences[code]({ state, school, at, reference, line, day }) });
}

/** The same words for what is not there and for what is not this person's. */
export function notYours(reference: string, school: School): string {
  return `There is nothing with the reference ${reference} that you can open. What you have to read or sign is under "my policies". The files of policies are read by ${saidRoles(policyParts.readsFile.roles, school, 'and')}.`;
}

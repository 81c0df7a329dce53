import { type AgencyKind, agencyWords } from '../../../domain/agencies.ts';
import { agencyOf, saidChecked } from '../../../domain/agency-contact.ts';
import type { FormContext } from '../../../domain/decider.ts';
import type { Condition, Form, Item, Question } from '../../../domain/form.ts';
import type { School } from '../../../domain/school.ts';
import { localDateTime, saidDate } from '../../../domain/school-time.ts';
import { mayRead } from '../access.ts';
import { yesNo } from '../choices.ts';
import { REMARK } from '../data-parts.ts';
import { dayAndTime, how, longText, oneScreen } from '../form-parts.ts';
import { ringNotes } from '../police/forms.ts';
import { ladoQuestions } from '../rules/agencies.ts';
import type { Concern, ConcernState } from '../state.ts';
import { agencyChoices, contactLines, fittingAgencies, unlisted } from './fitting.ts';
import { type ReferralNow, referralsOf } from './referrals.ts';
import { saidAgency } from './said-agency.ts';
import { isStaffCase } from './staff-case.ts';

/** The form in which a referral is recorded (R096). */
export function referForm(state: ConcernState, of: FormContext): Form {
  const concern = caseFor(state, of);
  return oneScreen('Refer to an outside agency', 'Record the referral', [
    ...(concern === undefined ? [] : ringNotes(concern)),
    ...agencyItems(concern === undefined ? [] : fittingAgencies(concern), of),
    { kind: 'text', id: 'contact', label: 'Person you spoke to' },
    ...dayAndTime,
    how,
    { kind: 'text', id: 'agencyReference', label: 'Their reference' },
    { kind: 'long-text', id: 'outcome', label: 'Outcome so far', atMost: REMARK },
    nextCheck('Left empty: in two school days for social care, the police and the LADO, in five for others.'),
  ]);
}

/** The form in which advice is recorded that was asked for without a referral (R062, R083, R099). */
export function adviceForm(state: ConcernState, of: FormContext): Form {
  const concern = caseFor(state, of);
  return oneScreen('Record advice', 'Record the advice', [
    {
      kind: 'note',
      tone: 'plain',
      text: 'Advice without a referral. It can be asked for without saying who the child is.',
    },
    ...agencyItems(concern === undefined ? [] : advisersFor(concern), of),
    { kind: 'text', id: 'contact', label: 'Person you spoke to' },
    ...dayAndTime,
    how,
    longText('advice', 'What they advised'),
  ]);
}

/** MASH is whom to ask about a child; about a colleague it is the LADO (000 sections 4.4 and 4.7). */
function advisersFor(concern: Concern): readonly AgencyKind[] {
  const fitting = fittingAgencies(concern);
  return isStaffCase(concern) ? fitting : [...new Set<AgencyKind>(['social-care', ...fitting])];
}

/** The form in which is recorded what came of a referral. */
export function updateReferralForm(state: ConcernState, of: FormContext): Form {
  const concern = caseFor(state, of);
  const { school, now } = of;
  const referrals = concern === undefined ? [] : referralsOf(concern).toSorted(soonestFirst);
  const [first] = referrals;
  const said = ({ agency, kind, at, isFinished }: ReferralNow) =>
    [
      listedName(agency, kind, school),
      `told ${saidDate(school, localDateTime(school, at).date, now)}`,
      ...(isFinished ? ['finished'] : []),
    ].join(' · ');
  return oneScreen('Update a referral', 'Record it', [
    {
      kind: 'choice',
      id: 'number',
      label: 'Which referral?',
      required: true,
      choices: referrals.map((referral) => ({ value: String(referral.number), label: said(referral) })),
      ...(first === undefined ? {} : { initially: String(first.number) }),
    },
    { kind: 'text', id: 'agencyReference', label: 'Their reference, if it is new' },
    { kind: 'long-text', id: 'outcome', label: 'What came of it', atMost: REMARK },
    {
      kind: 'choice',
      id: 'isFinished',
      label: 'Is more expected of them?',
      required: true,
      choices: [
        { value: 'no', label: 'Yes: it is checked again' },
        { value: 'yes', label: 'No: this referral is finished' },
      ],
      initially: 'no',
    },
    nextCheck('Where more is expected. Left empty, a day is set as for a new referral.'),
  ]);
}

/** The name of an agency of the school file; one that somebody wrote stands in no choice, only what it is. */
function listedName(name: string, kind: AgencyKind, { agencies }: School): string {
  return agencies.some((agency) => agency.name === name) ? name : agencyWords[kind];
}

/** What is not finished first, and of those whose check comes first. */
function soonestFirst(one: ReferralNow, other: ReferralNow): number {
  const key = ({ isFinished, nextCheck: day, number }: ReferralNow) =>
    `${isFinished ? 1 : 0} ${day === '' ? '9999' : day} ${String(number).padStart(6, '0')}`;
  return key(one) < key(other) ? -1 : 1;
}

/**
 * The LADO test: three questions, then what follows from them. What was answered with yes before stays: the words say
 * so, and nothing else can be chosen (R098).
 */
export function ladoTestForm(state: ConcernState, of: FormContext): Form {
  const concern = caseFor(state, of);
  const { answers } = of;
  const before = concern?.file.agencies.lado ?? undefined;
  const questions = ladoQuestions.map(({ answer, words, source }): Question => {
    const stands = before?.[answer] === 'yes';
    return {
      kind: 'choice',
      id: answer,
      label: words,
      required: true,
      choices: stands ? [{ value: 'yes', label: 'Yes, as was answered before' }] : yesNo,
      ...(before === undefined ? {} : { initially: before[answer] }),
      source,
    };
  });
  return {
    title: 'LADO test',
    intro: 'Three questions. One yes, also a "perhaps", and the LADO has to be told.',
    send: 'Record the test',
    steps: [
      { id: 'test', items: questions },
      {
        id: 'then',
        items: [
          { kind: 'note', tone: 'warning', text: ladoCalled(of), when: anyYes },
          noteOf(questions.some(({ id }) => answers?.[id] === 'yes')),
        ],
      },
    ],
  };
}

/** Where all are no, the LADO's advice is considered all the same, and the answer is written down (R099). */
function noteOf(isAnyYes: boolean): Question {
  const rest = { atMost: REMARK, source: '000 sections 4.4 and 5.2' };
  if (isAnyYes) return { kind: 'long-text', id: 'note', label: 'What the answers rest on', ...rest };
  const help = 'Was it considered all the same, and what came of it? If not, why not?';
  return { ...longText('note', 'The LADO’s advice', help), ...rest };
}

/** Whom to ring where the test calls for the LADO. */
function ladoCalled({ school, now }: FormContext): string {
  const lado = agencyOf(school, 'lado');
  const whom = saidAgency(school, 'lado');
  if (lado === undefined)
    return `This calls for the LADO. Ring ${whom}. The school file names no LADO: have the number put there. Then record it with "Refer".`;
  return `This calls for the LADO. Ring ${whom} (${saidChecked(lado, school, now)}). Then record it with "Refer".`;
}

const anyYes: Condition = {
  question: 'harmed',
  is: ['yes'],
  or: { question: 'offence', is: ['yes'], or: { question: 'risk', is: ['yes'] } },
};

function agencyItems(fitting: readonly AgencyKind[], { school, now }: FormContext): readonly Item[] {
  const of = { school, at: now };
  return [
    { kind: 'note', tone: 'plain', text: contactLines(fitting, of).join('\n') },
    {
      kind: 'choice',
      id: 'agency',
      label: 'Agency',
      required: true,
      choices: agencyChoices(fitting, of),
      source: '000 sections 2.3.6 and 4.1; 003 section 3.3',
    },
    {
      kind: 'text',
      id: 'agencyName',
      label: 'Which agency?',
      required: true,
      when: { question: 'agency', is: [unlisted('other')] },
    },
  ];
}

function nextCheck(help: string): Question {
  return { kind: 'date', id: 'nextCheck', label: 'Check again on', help, notInPast: true };
}

/** The case, for those who may read it: a form that anybody else calls for says nothing of it. */
function caseFor(state: ConcernState, { by, school }: FormContext): Concern | undefined {
  return state.status !== 'none' && mayRead(state, by, school) ? state : undefined;
}

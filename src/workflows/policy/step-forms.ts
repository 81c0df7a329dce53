import type { FormContext } from '../../domain/decider.ts';
import type { Form, Item, Question } from '../../domain/form.ts';
import { USUAL_REVIEW_MONTHS } from '../../domain/policies.ts';
import { findPerson } from '../../domain/school.ts';
import { knownChoices, periods } from './choices.ts';
import { NAME, REMARK } from './command-data.ts';
import { monthsAfter, today } from './dates.ts';
import { inForce, inTheMaking, type PolicyState } from './state.ts';
import { draftTitle } from './words.ts';

type FormOf = (state: PolicyState, of: FormContext) => Form;

/** The forms of the steps on a policy. */
export const stepForms = {
  /** The head or the chair signs (R165, R170). */
  sign: (state, of) => {
    const me = findPerson(of.school, of.by);
    return single('Sign', 'Half a minute. Your name stands on the record of this version.', 'Sign', [
      ...ofDraft(state),
      words('name', 'Full name', me?.name, NAME),
      words('jobTitle', 'Job title or role', me?.jobTitle, NAME),
    ]);
  },

  sendBack: (state) =>
    single('Send back', 'A minute. Those who publish policies read this, and can change the draft.', 'Send back', [
      ...ofDraft(state),
      reason('What should be changed?'),
    ]),

  withdraw: () =>
    single('Withdraw', 'Nobody is asked for it any more. What was signed is kept.', 'Withdraw', [
      reason('Why is it withdrawn?'),
    ]),

  reviewed: (state, of) => {
    const before = inForce(state)?.review.months ?? USUAL_REVIEW_MONTHS;
    const put = Number(of.answers?.reviewMonths);
    const months = periods.some(({ value }) => value === String(put)) ? put : before;
    return single('Reviewed, no change', 'A minute. If it has to change, make a new version instead.', 'Record it', [
      {
        kind: 'choice',
        id: 'reviewMonths',
        label: 'How often is it reviewed?',
        required: true,
        choices: periods,
        initially: String(before),
        source: '003 section 4.1',
      },
      {
        kind: 'date',
        id: 'nextReview',
        label: 'When is the next review?',
        required: true,
        notInPast: true,
        initially: monthsAfter(today({ school: of.school, at: of.now }), months),
        source: '003 section 4.1',
      },
      {
        kind: 'long-text',
        id: 'note',
        label: 'Who reviewed it, and what was found?',
        help: 'Governors, the head and the safeguarding leads read it. No names of pupils.',
        atMost: REMARK,
      },
    ]);
  },

  /** Communicated to pupils and parents, and posted on the website (R169). */
  madeKnown: (state) => {
    const known = inForce(state)?.known ?? undefined;
    return single('Made known', 'Half a minute. You are reminded once, after a week.', 'Record it', [
      ...knownItems('website', 'Posted on the website?', known?.website),
      ...knownItems('families', 'Told to pupils and parents?', known?.families),
    ]);
  },
} as const satisfies Record<string, FormOf>;

function single(title: string, intro: string, send: string, items: readonly Item[]): Form {
  return { title, intro, send, steps: [{ id: 'all', items }] };
}

/** Which version it is about stands above the questions. */
function ofDraft(state: PolicyState): readonly Item[] {
  if (state.status === 'none' || inTheMaking(state) === undefined) return [];
  return [
    { kind: 'note', tone: 'plain', text: `${draftTitle(state)}. Read it before you go on: "Read it" on its card.` },
  ];
}

function words(id: string, label: string, initially: string | undefined, atMost: number): Question {
  const filled = initially === undefined ? {} : { initially };
  return { kind: 'text', id, label, required: true, atMost, ...filled, source: '003 front page and appendix 1' };
}

function reason(label: string): Question {
  return { kind: 'long-text', id: 'reason', label, required: true, atMost: REMARK };
}

function knownItems(
  id: string,
  label: string,
  before: { readonly is: string; readonly on: string | null } | undefined,
): readonly Question[] {
  const day = before?.on ?? 'today';
  return [
    {
      kind: 'choice',
      id,
      label,
      required: true,
      choices: knownChoices,
      ...(before === undefined || before.is === 'not-yet' ? {} : { initially: before.is }),
      source: '000 section 1.1',
    },
    { kind: 'date', id: `${id}On`, label: 'If so, on which day?', notInFuture: true, initially: day },
  ];
}

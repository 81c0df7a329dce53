import type { FormContext } from '../../domain/decider.ts';
import type { CheckKind } from '../../domain/filtering.ts';
import type { Choice, Form, Note, Question, Step } from '../../domain/form.ts';
import type { PersonId } from '../../domain/people.ts';
import { MOST_LISTED, saidAsNamed } from '../../domain/person-named.ts';
import { findPerson, holdersOf, personName, roleLabel, type School } from '../../domain/school.ts';
import { localDateTime } from '../../domain/school-time.ts';
import { checks, reviewers } from './checks.ts';
import { ACCOUNT, NAME, REMARK } from './command-data.ts';
import { usualNext } from './dates.ts';
import { results, standards, standings } from './standards.ts';
import { type CheckState, latestAs } from './state.ts';

type FormOf = (state: CheckState, of: FormContext) => Form;

const readBy = 'Kept for governors, the head, the safeguarding leads and IT to read. Leave names of pupils out.';

/**
 * The forms that record a check. The day on which it was made is asked first, as the next date depends on it; which
 * questions there are depends on nothing.
 */
export const recordingForms = {
  review: (_state, of) => ({
    title: 'Review of filtering and monitoring',
    intro: `About ten minutes. ${readBy}`,
    send: 'Record it',
    steps: [
      {
        id: 'who',
        items: [
          doneOn('filtering-review', 'On which day was it reviewed?'),
          {
            kind: 'choices',
            id: 'tookPart',
            label: 'Who took part?',
            help: 'Governors review it together with IT: at least one of each.',
            required: true,
            choices: reviewerChoices(of.school),
            source: checks['filtering-review'].source,
          },
        ],
      },
      {
        id: 'what',
        items: [
          { ...account('findings', 'What was found?'), required: true },
          { kind: 'long-text', id: 'actions', label: 'What will be done, by whom and by when?', atMost: REMARK },
          nextOn('filtering-review', of),
        ],
      },
    ],
  }),

  standards: (state, of) => ({
    title: 'DfE filtering and monitoring standards',
    intro: `About ten minutes: four standards, filled in as they were last recorded. ${readBy}`,
    send: 'Record it',
    steps: [
      { id: 'when', items: [doneOn('filtering-standards', 'On which day was this looked at?')] },
      ...standards.map((standard) => standardStep(standard, state, of.school)),
      { id: 'next', items: [nextOn('filtering-standards', of)] },
    ],
  }),

  security: (_state, of) => ({
    title: 'Full security check',
    intro: `About five minutes. ${readBy}`,
    send: 'Record it',
    steps: [
      {
        id: 'what',
        items: [
          doneOn('security-check', 'On which day was it done?'),
          { kind: 'text', id: 'doneBy', label: 'Who did it?', help: 'The person or the company.', required: true },
          { kind: 'choice', id: 'result', label: 'What came of it?', required: true, choices: results },
        ],
      },
      {
        id: 'more',
        items: [conduct, account('found', 'What was checked, and what was found?'), nextOn('security-check', of)],
      },
    ],
  }),
} as const satisfies Record<string, FormOf>;

/** What somebody did is a case, with a pupil's or a colleague's right to be handled as one (R136). */
const conduct: Note = {
  kind: 'note',
  tone: 'warning',
  text: 'If somebody has broken the rules, write nothing of it here. Use "Report a concern": it then goes to those who handle it.',
};

function doneOn(kind: CheckKind, label: string): Question {
  const { source } = checks[kind];
  return { kind: 'date', id: 'date', label, required: true, initially: 'today', notInFuture: true, source };
}

/** Put forward for as many months later as the school makes it. */
function nextOn(kind: CheckKind, { school, now, answers }: FormContext): Question {
  const put = answers?.['date'];
  const isDay = typeof put === 'string' && /^\d{4}-\d\d-\d\d$/.test(put) && !Number.isNaN(Date.parse(put));
  const date = isDay ? put : localDateTime(school, now).date;
  return {
    kind: 'date',
    id: 'next',
    label: 'When is the next one?',
    help: `At most ${checks[kind].atMostMonths} months after this one.`,
    required: true,
    initially: usualNext(kind, date, school),
    source: checks[kind].source,
  };
}

function account(id: string, label: string): Question {
  return { kind: 'long-text', id, label, atMost: ACCOUNT };
}

/** Each person once, with the first of the roles for which they are asked. */
function reviewerChoices(school: School): readonly Choice[] {
  return holdersOf(school, reviewers).map((person) => {
    const role = reviewers.find((one) => school.roles[one].people.includes(person));
    const name = personName(school, person);
    return { value: person, label: role === undefined ? name : `${name}, ${roleLabel(school, role)}` };
  });
}

/** One standard, as it was last recorded. Who has left the school has to be named anew. */
function standardStep({ id, title, asks }: (typeof standards)[number], state: CheckState, school: School): Step {
  const before = latestAs(state, 'filtering-standards')?.standards.find((one) => one.id === id);
  const who = before !== undefined && findPerson(school, before.who) !== undefined ? before.who : undefined;
  return {
    id,
    items: [
      { kind: 'note', tone: 'plain', text: `${title}. ${asks}` },
      {
        kind: 'choice',
        id: `standing-${id}`,
        label: 'Is it met?',
        said: title,
        required: true,
        choices: standings,
        ...initially(before?.standing),
        source: checks['filtering-standards'].source,
      },
      responsibleQuestion(`who-${id}`, who, school),
      {
        kind: 'long-text',
        id: `how-${id}`,
        label: 'How is it met, or what is missing?',
        required: true,
        atMost: REMARK,
        ...initially(before?.how),
      },
    ],
  };
}

function responsibleQuestion(id: string, before: PersonId | undefined, school: School): Question {
  const asked = { id, required: true, source: '003 section 3.13' } as const;
  if (school.people.length > MOST_LISTED) {
    const label = 'Who is responsible? Name or email address';
    const named = before === undefined ? undefined : saidAsNamed(before, school);
    return { ...asked, kind: 'text', label, atMost: NAME, ...initially(named) };
  }
  const choices = school.people.map(({ email, name, jobTitle }) => ({ value: email, label: `${name}, ${jobTitle}` }));
  return { ...asked, kind: 'choice', label: 'Who is responsible?', choices, ...initially(before) };
}

function initially(value: string | undefined): Pick<Question, 'initially'> {
  return value === undefined ? {} : { initially: value };
}

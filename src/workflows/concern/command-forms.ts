import type { FormContext } from '../../domain/decider.ts';
import type { Form, Item, Note, Question } from '../../domain/form.ts';
import { personName } from '../../domain/school.ts';
import { capacities, methods, outcomes, personKinds } from './choices.ts';
import { REMARK } from './data-parts.ts';
import { handOverTo } from './offers.ts';
import type { ConcernState } from './state.ts';

type FormOf = (state: ConcernState, of: FormContext) => Form;

/** The forms of a case's commands; each is one screen. The report has its own file. */
export const caseForms = {
  note: () => oneScreen('Add a note', 'Add the note', [longText('text', 'Note')]),

  ask: () =>
    oneScreen('Ask the reporter', 'Ask', [
      {
        ...longText(
          'text',
          'Your question',
          'It goes to the reporter alone. Leave names out; they know what they reported.',
        ),
        // It stands in a message, which holds less than a case does.
        atMost: REMARK,
      },
    ]),

  answer: (state, { by, given }) =>
    oneScreen('Your answer', 'Send the answer', [
      ...askedItems(state, by, given.number),
      longText('text', 'Your answer'),
    ]),

  refer: (_state, { school }) =>
    oneScreen('Refer to an outside agency', 'Record the referral', [
      {
        kind: 'choice',
        id: 'agency',
        label: 'Agency',
        required: true,
        choices: school.agencies.map((agency) => ({ value: agency.id, label: agency.name })),
        source: '000 sections 2.3.6 and 4.1; 003 section 3.3',
      },
      { kind: 'text', id: 'contact', label: 'Person you spoke to' },
      ...dayAndTime,
      how,
      { kind: 'text', id: 'agencyReference', label: 'Their reference' },
      { kind: 'long-text', id: 'outcome', label: 'Outcome so far', atMost: REMARK },
      { kind: 'date', id: 'nextCheck', label: 'Check again on', notInPast: true },
    ]),

  recordAction: () =>
    oneScreen('Record an action', 'Record the action', [
      longText('action', 'What was done?'),
      longText('reason', 'Why was it done?'),
    ]),

  informParents: () =>
    oneScreen('Parents or carers informed', 'Record they were told', [
      noImages,
      ...dayAndTime,
      how,
      { kind: 'long-text', id: 'said', label: 'What was said', atMost: REMARK },
    ]),

  withholdFromParents: () =>
    oneScreen('Withhold from parents or carers', 'Record the decision', [
      longText('reason', 'Why are they not told now?', 'Only where telling them would put a child at risk.'),
      {
        kind: 'date',
        id: 'reviewOn',
        label: 'Review the decision on',
        required: true,
        notInPast: true,
        source: '003 section 3.32',
      },
    ]),

  addPerson: () =>
    oneScreen('Add a person', 'Add', [
      { kind: 'text', id: 'name', label: 'Name', required: true },
      { kind: 'choice', id: 'kind', label: 'Who is it?', required: true, choices: personKinds },
      {
        kind: 'choice',
        id: 'capacity',
        label: 'What part did they have?',
        help: 'A member of staff who is more than a witness can see nothing of this case from then on.',
        required: true,
        choices: capacities,
        source: '003 appendix 4; 003 section 3.11',
      },
      { kind: 'text', id: 'detail', label: 'Class, job or other detail' },
    ]),

  handOver: (state, { school, by }) =>
    oneScreen('Hand over', 'Hand over', [
      {
        kind: 'choice',
        id: 'to',
        label: 'To whom?',
        required: true,
        choices: handOverTo(state, by, school).map((person) => ({ value: person, label: personName(school, person) })),
      },
      { kind: 'long-text', id: 'reason', label: 'What they should know first', atMost: REMARK },
    ]),

  close: () =>
    oneScreen('Close this concern', 'Close', [
      { kind: 'choice', id: 'outcome', label: 'Outcome', required: true, choices: outcomes },
      longText('reason', 'Why is it closed?'),
    ]),

  reopen: () => oneScreen('Reopen this concern', 'Reopen', [longText('reason', 'Why is it reopened?')]),
} as const satisfies Record<string, FormOf>;

const dayAndTime: readonly Question[] = [
  { kind: 'date', id: 'date', label: 'Day', required: true, initially: 'today', notInFuture: true },
  { kind: 'time', id: 'time', label: 'Time', required: true, initially: 'now', notInFuture: true },
];

const how: Question = {
  kind: 'choice',
  id: 'method',
  label: 'How',
  required: true,
  choices: methods,
  initially: 'telephone',
};

const noImages: Note = {
  kind: 'note',
  tone: 'warning',
  text: 'Never send parents an image. If there may be one of a child, they are directed to the police.',
};

function oneScreen(title: string, send: string, items: readonly Item[]): Form {
  return { title, send, steps: [{ id: 'all', items }] };
}

function longText(id: string, label: string, help?: string): Question {
  const question = { kind: 'long-text', id, label, required: true } as const;
  return help === undefined ? question : { ...question, help };
}

/** The question that the pressed card names stands above its answer. */
function askedItems(state: ConcernState, by: string, number: string | readonly string[] | undefined): readonly Item[] {
  if (state.status === 'none' || state.file.reportedBy !== by) return [];
  const question = state.file.questions.find((candidate) => String(candidate.number) === number);
  return question === undefined ? [] : [{ kind: 'note', tone: 'plain', text: question.text }];
}

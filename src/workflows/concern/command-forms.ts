import type { FormContext } from '../../domain/decider.ts';
import type { Form, Item, Note } from '../../domain/form.ts';
import { personName } from '../../domain/school.ts';
import { capacities, personKinds } from './choices.ts';
import { REMARK } from './data-parts.ts';
import { heldNotes } from './devices/held.ts';
import { dayAndTime, how, longText, oneScreen } from './form-parts.ts';
import { whatParentsAreTold, whoseQuestions } from './guidance/parents.ts';
import { handOverTo } from './offers.ts';
import { outcomesFor } from './police/outcomes.ts';
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

  recordAction: () =>
    oneScreen('Record an action', 'Record the action', [
      longText('action', 'What was done?'),
      longText('reason', 'Why was it done?'),
    ]),

  informParents: (state, of) =>
    oneScreen('Parents or carers informed', 'Record they were told', [
      noImages,
      ...whatParentsAreTold(state, of),
      ...whoseQuestions(state, of),
      ...dayAndTime,
      how,
      { kind: 'long-text', id: 'said', label: 'What was said', atMost: REMARK },
    ]),

  withholdFromParents: (state, of) =>
    oneScreen('Withhold from parents or carers', 'Record the decision', [
      ...whoseQuestions(state, of),
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

  close: (state, of) =>
    oneScreen('Close this concern', 'Close', [
      ...heldNotes(state, of),
      {
        kind: 'choice',
        id: 'outcome',
        label: 'Outcome',
        required: true,
        choices: state.status === 'none' ? [] : outcomesFor(state),
      },
      longText('reason', 'Why is it closed?'),
    ]),

  reopen: () => oneScreen('Reopen this concern', 'Reopen', [longText('reason', 'Why is it reopened?')]),
} as const satisfies Record<string, FormOf>;

const noImages: Note = {
  kind: 'note',
  tone: 'warning',
  text: 'Never send parents an image. If there may be one of a child, they are directed to the police.',
};

/** The question that the pressed card names stands above its answer. */
function askedItems(state: ConcernState, by: string, number: string | readonly string[] | undefined): readonly Item[] {
  if (state.status === 'none' || state.file.reportedBy !== by) return [];
  const question = state.file.questions.find((candidate) => String(candidate.number) === number);
  return question === undefined ? [] : [{ kind: 'note', tone: 'plain', text: question.text }];
}

import type { FormContext } from '../../../domain/decider.ts';
import type { Choice, Form, Note, Question } from '../../../domain/form.ts';
import { mayRead } from '../access.ts';
import { isStaffCase } from '../agencies/staff-case.ts';
import { longText, oneScreen } from '../form-parts.ts';
import { isStaffVictim } from '../guidance/case-answers.ts';
import { breachesOf, categoryWords, type SchoolBreach, sanctionsOf } from '../rules/conduct.ts';
import type { Concern, ConcernState } from '../state.ts';
import { breachesFor, type Pending, pendingIn } from './breaches.ts';

/** The form in which a handler recommends a sanction to whoever may set one. */
export function recommendForm(state: ConcernState, of: FormContext): Form {
  const concern = theirs(state, of);
  return {
    title: 'Recommend a sanction',
    intro: 'A minute. Whoever may set a sanction decides; you are told when they have.',
    send: 'Recommend',
    steps: [
      { id: 'breach', items: [whom(firstName(concern)), breachQuestion(concern, of)] },
      { id: 'sanction', items: [...categoryNote(of), sanctionQuestion(of), longText('reason', 'Why?', whoReads)] },
    ],
  };
}

/** The form in which whoever leads sets a sanction; what was recommended stands in it. */
export function setForm(state: ConcernState, of: FormContext): Form {
  const concern = theirs(state, of);
  const pending = concern === undefined ? [] : pendingIn(concern);
  const [first] = pending;
  return {
    title: 'Set a sanction',
    intro: 'A minute. Whoever recommended it is told that you have decided.',
    send: 'Set the sanction',
    steps: [
      {
        id: 'breach',
        items: [
          ...recommendedNotes(pending),
          answersQuestion(pending),
          whom(first?.whom ?? firstName(concern)),
          breachQuestion(concern, of, first?.breach),
        ],
      },
      {
        id: 'sanction',
        items: [
          ...categoryNote(of),
          sanctionQuestion(of, first?.sanction),
          { ...longText('reason', 'Why?', whoReads), source: '000 sections 2.3.1 and 5' },
        ],
      },
    ],
  };
}

/** The form in which whoever leads does not set what was recommended. */
export function declineForm(state: ConcernState, of: FormContext): Form {
  const concern = theirs(state, of);
  const pending = concern === undefined ? [] : pendingIn(concern);
  return oneScreen('No sanction', 'Decide', [
    ...recommendedNotes(pending),
    {
      kind: 'choice',
      id: 'number',
      label: 'Which recommendation?',
      required: true,
      choices: pendingChoices(pending),
      ...(pending[0] === undefined ? {} : { initially: String(pending[0].number) }),
    },
    longText('reason', 'Why is no sanction set?', whoReads),
  ]);
}

const whoReads = 'Those who handle this case read it.';

function whom(initially: string): Question {
  return {
    kind: 'text',
    id: 'whom',
    label: 'For whom?',
    required: true,
    ...(initially === '' ? {} : { initially }),
  };
}

function breachQuestion(concern: Concern | undefined, { school }: FormContext, initially?: string): Question {
  const fitting = concern === undefined ? breachesOf(school) : breachesFor(concern, school);
  const isThere = fitting.some(({ id }) => id === initially);
  return {
    kind: 'choice',
    id: 'breach',
    label: 'Which rule was broken?',
    required: true,
    choices: fitting.map(saidBreach),
    ...(initially !== undefined && isThere ? { initially } : {}),
    source: '000 section 5; the school’s own list',
  };
}

function saidBreach({ id, words, category, whose }: SchoolBreach): Choice {
  return { value: id, label: whose === 'pupils' ? words : `${category}: ${words}` };
}

/** What a breach of that category leads to. */
function categoryNote(of: FormContext): readonly Note[] {
  const breach = chosen(of);
  if (breach === undefined || breach.whose === 'pupils') return [];
  return [{ kind: 'note', tone: 'plain', text: categoryWords[breach.category] }];
}

function sanctionQuestion(of: FormContext, initially?: string): Question {
  const breach = chosen(of) ?? { category: 'B' };
  const fitting = sanctionsOf(of.school, breach);
  return {
    kind: 'choice',
    id: 'sanction',
    label: 'Which sanction?',
    required: true,
    choices: fitting.map(({ id, words }) => ({ value: id, label: words })),
    ...(fitting.some(({ id }) => id === initially) ? { initially: initially ?? '' } : {}),
    source: '000 section 5; the school’s own list',
  };
}

function chosen({ school, answers }: FormContext): SchoolBreach | undefined {
  return breachesOf(school).find(({ id }) => id === answers?.breach);
}

/** What waits for a decision: how each reason begins, for the whole of it stands in the case. */
function recommendedNotes(pending: readonly Pending[]): readonly Note[] {
  return pending.slice(0, RECOMMENDATIONS_SHOWN).map(({ number, whom: person, sanctionWords, sanction, reason }) => ({
    kind: 'note',
    tone: 'plain',
    text: `${number}. Recommended: ${sanctionWords ?? sanction} · ${person}\n${beginning(reason)}`,
  }));
}

const RECOMMENDATIONS_SHOWN = 5;
const REASON_SHOWN = 300;

function beginning(reason: string): string {
  const characters = [...reason];
  return characters.length <= REASON_SHOWN ? reason : `${characters.slice(0, REASON_SHOWN).join('')}…`;
}

/** Which recommendation it answers; not asked where none waits. */
function answersQuestion(pending: readonly Pending[]): Question {
  const [first] = pending;
  return {
    kind: 'choice',
    id: 'number',
    label: 'Is it what was recommended?',
    choices: [...pendingChoices(pending), { value: 'none', label: 'No, it is another' }],
    ...(first === undefined ? { when: { question: 'whom', is: [] } } : { initially: String(first.number) }),
  };
}

/** By number, without whom they are for: a choice holds no words that somebody wrote. */
function pendingChoices(pending: readonly Pending[]): readonly Choice[] {
  return pending.map(({ number, sanctionWords, sanction }) => ({
    value: String(number),
    label: `${number}. ${sanctionWords ?? sanction}`.slice(0, 75),
  }));
}

/** The first who is said to have done it; empty where nobody is. */
function firstName(concern: Concern | undefined): string {
  if (concern === undefined) return '';
  const { names, adultNames, instigatorNames, capacity } = concern.file.answers;
  // Only who is said to have done it: a child whom it happened to is nobody for a sanction.
  const all = [
    instigatorNames,
    isStaffCase(concern) && !isStaffVictim(concern) ? adultNames : undefined,
    capacity === 'instigator' ? names : undefined,
  ].flatMap((given) => given ?? []);
  const added = concern.file.steps.flatMap(({ event }) =>
    event.type === 'PersonAdded' && event.capacity === 'instigator' ? [event.name] : [],
  );
  return [...added, ...all][0]?.split('\n')[0] ?? '';
}

/** The case, for whoever may read it: a form is drawn before anything is refused. */
export function theirs(state: ConcernState, { by, school }: FormContext): Concern | undefined {
  return state.status !== 'none' && mayRead(state, by, school) ? state : undefined;
}

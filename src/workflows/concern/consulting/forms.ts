import type { FormContext } from '../../../domain/decider.ts';
import type { Choice, Form, Item } from '../../../domain/form.ts';
import { capital } from '../../../domain/said-by-role.ts';
import { roleLabel, type School } from '../../../domain/school.ts';
import { mayRead } from '../access.ts';
import { REMARK } from '../data-parts.ts';
import { longText, oneScreen } from '../form-parts.ts';
import type { ConcernState } from '../state.ts';
import { consultableBy, questionFor } from './consulted.ts';
import { consultedRoles, type safeguards } from './events.ts';
import type { Consultation } from './state.ts';

type FormOf = (state: ConcernState, of: FormContext) => Form;

/** What the SENCO may say of the ordinary safeguards (000 section 2.4). */
export const safeguardChoices = [
  { value: 'enough', label: 'Yes, they are enough' },
  { value: 'more', label: 'No, more is needed' },
] as const satisfies readonly { readonly value: (typeof safeguards)[number]; readonly label: string }[];

/** The forms of the commands about consulting somebody. */
export const consultingForms = {
  consult: (state, { school, by }) => {
    const isTheirs = state.status !== 'none' && mayRead(state, by, school);
    const roles = isTheirs ? consultableBy(by, state, school) : consultedRoles;
    const [first] = roles;
    return oneScreen('Consult', 'Ask', [
      {
        kind: 'choice',
        id: 'role',
        label: 'Whom do you consult?',
        required: true,
        choices: roles.map((role): Choice => ({ value: role, label: saidRole(role, school) })),
        ...(first === undefined ? {} : { initially: first }),
        source: '000 sections 2.3.4, 2.3.7 and 2.4',
      },
      {
        ...longText(
          'text',
          'Your question',
          'They read this and nothing else of the case. Say what they need to know to answer, and no more.',
        ),
        atMost: REMARK,
      },
    ]);
  },

  answer: (state, of) => {
    const question = askedHere(state, of);
    return oneScreen('Your answer', 'Send the answer', [
      ...(question === undefined ? [] : [{ kind: 'note', tone: 'plain', text: question.text } as const]),
      ...safeguardItems(question),
      longText('text', 'Your answer', 'It joins the case. Those who asked are told.'),
    ]);
  },
} as const satisfies Record<string, FormOf>;

/** Whether the ordinary safeguards are enough is for the SENCO to say. */
function safeguardItems(question: Consultation | undefined): readonly Item[] {
  if (question !== undefined && question.role !== 'senco') return [];
  return [
    {
      kind: 'choice',
      id: 'safeguards',
      label: 'Are the ordinary safeguards enough for this pupil?',
      required: true,
      choices: safeguardChoices,
      source: '000 section 2.4',
    },
  ];
}

/** The question that the pressed card names, for somebody who is asked it. */
function askedHere(state: ConcernState, { by, given, school }: FormContext): Consultation | undefined {
  const number = Number(given.number);
  return state.status === 'none' || !Number.isInteger(number) ? undefined : questionFor(by, number, state, school);
}

function saidRole(role: (typeof consultedRoles)[number], school: School): string {
  const label = capital(roleLabel(school, role));
  return role === 'senco' ? `${label}: a pupil's needs` : `${label}: technology`;
}

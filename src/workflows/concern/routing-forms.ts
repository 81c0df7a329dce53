import type { FormContext } from '../../domain/decider.ts';
import type { Form } from '../../domain/form.ts';
import { personName, roleLabel } from '../../domain/school.ts';
import { longText, oneScreen } from './form-parts.ts';
import { contactsFor } from './routing-why-not.ts';
import type { ConcernState } from './state.ts';

/** The co-ordinator gives a case to the DSL, with the reason. */
export function handToSafeguardingForm(_state: ConcernState, { school }: FormContext): Form {
  const dsl = roleLabel(school, 'dsl');
  return oneScreen('Hand to the DSL', 'Hand it over', [
    {
      kind: 'note',
      tone: 'plain',
      text: `The ${dsl} and the deputies have it from then on, and decide on outside help together with the ${roleLabel(school, 'head')}.`,
    },
    { ...longText('reason', 'Why is it a matter of safeguarding?'), source: '000 sections 2.3.3, 2.3.6 and 4.1' },
  ]);
}

/** Who is the one to turn to for a member of staff to whom something happened. */
export function nominateContactForm(state: ConcernState, { school }: FormContext): Form {
  const contacts = state.status === 'none' ? [] : contactsFor(state, school);
  return oneScreen('Name a contact', 'Name them', [
    {
      kind: 'note',
      tone: 'warning',
      text: 'They can read the whole case from then on. Ask the member of staff first.',
    },
    {
      kind: 'choice',
      id: 'person',
      label: 'Who is the one to turn to?',
      required: true,
      choices: contacts.map((person) => ({ value: person, label: personName(school, person) })),
      source: '003 appendix 4',
    },
  ]);
}

import type { Choice, Condition, Question } from '../../../domain/form.ts';

/** How somebody who cannot report here themselves told the school. */
export const loggedHows = [
  { value: 'telephone', label: 'By telephone' },
  { value: 'in-person', label: 'In person' },
  { value: 'email', label: 'By email' },
  { value: 'paper', label: 'On paper' },
  { value: 'alert', label: 'A monitoring alert' },
] as const satisfies readonly Choice[];

/** Who told the school (R022, R023). */
export const loggedFroms = [
  { value: 'parent', label: 'A parent or carer' },
  { value: 'pupil', label: 'A pupil' },
  { value: 'colleague', label: 'A colleague' },
  { value: 'company', label: 'The company that monitors for us' },
  { value: 'other', label: 'Somebody else' },
] as const satisfies readonly Choice[];

const how = (...is: readonly (typeof loggedHows)[number]['value'][]): Condition => ({ question: 'loggedHow', is });
const bySomebody = how('telephone', 'in-person', 'email', 'paper');

/** Who or what it came from: asked before the report itself. When it came is kept apart from when it happened (R028). */
export const logQuestions: readonly Question[] = [
  {
    kind: 'choice',
    id: 'loggedHow',
    label: 'How did it come to you?',
    said: 'How it came',
    required: true,
    choices: loggedHows,
    source: '000 section 2.5; 003 sections 3.6, 3.11 and 3.13',
  },
  {
    kind: 'choice',
    id: 'loggedFrom',
    label: 'Who told you?',
    choices: loggedFroms,
    when: bySomebody,
    source: '000 section 2.5; 003 section 3.7',
  },
  {
    kind: 'text',
    id: 'loggedFor',
    label: 'Their name',
    help: 'And how to reach them, if they want to hear from you.',
    atMost: 100,
    when: bySomebody,
    source: '003 appendix 3',
  },
  {
    kind: 'text',
    id: 'loggedAlert',
    label: 'The reference of the alert',
    when: how('alert'),
    source: '003 section 3.13',
  },
  {
    kind: 'date',
    id: 'loggedDate',
    label: 'Day it came to you',
    initially: 'today',
    notInFuture: true,
    source: '003 appendix 3',
  },
  {
    kind: 'time',
    id: 'loggedTime',
    label: 'Time it came to you',
    notInFuture: true,
    source: '003 appendix 3',
  },
];

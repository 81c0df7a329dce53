import type { Condition, Question } from '../../domain/form.ts';
import {
  abouts,
  audiences,
  bullyingForms,
  capacities,
  harassments,
  intents,
  kinds,
  outsideHarms,
  places,
  platforms,
  risks,
  sources,
  yesNo,
  yesNoUnknown,
} from './choices.ts';

type Kind = (typeof kinds)[number]['value'];

/** Holds for a report of one of these kinds. */
export function onKinds(...is: readonly Kind[]): Condition {
  return { question: 'kind', is };
}

function everyKindBut(...these: readonly Kind[]): Condition {
  return onKinds(...kinds.map((kind) => kind.value).filter((kind) => !these.includes(kind)));
}

const about = (...is: readonly (typeof abouts)[number]['value'][]): Condition => ({ question: 'about', is });

// Misuse by a member of staff is about that person, also where "pupils" was chosen because some are involved.
export const isAboutHead: Condition = about('head');
export const isAboutStaff: Condition = {
  ...about('staff'),
  or: { ...about('pupil', 'adult'), also: onKinds('staff-misuse') },
};
export const isAboutPupils: Condition = { ...about('pupil'), also: everyKindBut('staff-misuse') };
export const isAboutAdult: Condition = { ...about('adult'), also: everyKindBut('staff-misuse') };
const isAboutAnAdult: Condition = { ...about('adult'), or: isAboutStaff };

const withPlatform = onKinds(
  'bullying-pupil',
  'bullying-staff',
  'sexual-harassment',
  'contact-by-adult',
  'fraud',
  'extremism',
  'parent-conduct',
);

export const dangerQuestion: Question = {
  kind: 'press',
  id: 'danger',
  label: 'Is a child in immediate danger?',
  said: 'Immediate danger',
  required: true,
  choices: yesNo,
  source: '000 section 4.7',
};

/** What it is, whom it is about and how the reporter knows: what decides what is asked next, and who hears of it. */
export const whatQuestions: readonly Question[] = [
  {
    kind: 'choice',
    id: 'kind',
    label: 'What kind of concern is it?',
    said: 'Kind',
    required: true,
    choices: kinds,
    source: '000 sections 4.2 to 4.9',
  },
  {
    kind: 'choice',
    id: 'about',
    label: 'Who is it about?',
    said: 'About',
    help: 'This decides who sees it. If an adult may have done wrong, choose the adult, not the pupil.',
    required: true,
    choices: abouts,
    source: '003 appendix 4',
  },
  {
    kind: 'choice',
    id: 'source',
    label: 'How do you know?',
    said: 'How it is known',
    choices: sources,
    initially: 'saw',
    source: '000 section 2.5; 003 section 3.11',
  },
];

/** The questions that come once it is known what it is and whom it is about. */
export const detailQuestions: readonly Question[] = [
  {
    kind: 'names',
    id: 'names',
    label: 'Which pupils? One name on each line',
    said: 'Pupils',
    required: true,
    when: isAboutPupils,
    source: '003 appendix 3',
  },
  {
    kind: 'names',
    id: 'adultNames',
    label: 'Who is it? Name and job, or how they are known',
    said: 'Who it is about',
    required: true,
    when: isAboutAnAdult,
    source: '003 appendix 3',
  },
  {
    kind: 'long-text',
    id: 'narrative',
    label: 'What happened?',
    said: 'What happened',
    help: 'What you saw or heard, in their words where you can.',
    required: true,
    source: '003 appendix 3',
  },
  {
    kind: 'date',
    id: 'date',
    label: 'Day it happened',
    said: 'Day',
    initially: 'today',
    notInFuture: true,
    source: '003 appendix 3',
  },
  {
    kind: 'time',
    id: 'time',
    label: 'Time it happened',
    said: 'Time',
    initially: 'now',
    notInFuture: true,
    source: '003 appendix 3',
  },
  {
    kind: 'web-address',
    id: 'website',
    label: 'Web address. Do not open it again',
    said: 'Web address',
    when: onKinds('accidental-access', 'deliberate-access', 'extremism', 'self-harm', 'filter-bypass'),
    source: '000 sections 4.2 and 4.3',
  },
  {
    kind: 'choice',
    id: 'platform',
    label: 'Where online?',
    said: 'Where online',
    choices: platforms,
    when: withPlatform,
    source: '003 section 3.31',
  },
  {
    kind: 'choice',
    id: 'audience',
    label: 'Who could see it?',
    said: 'Who could see it',
    choices: audiences,
    when: withPlatform,
    source: '003 section 3.31',
  },
  {
    kind: 'choices',
    id: 'bullying',
    label: 'What fits? Choose all that do',
    said: 'What fits',
    choices: bullyingForms,
    when: onKinds('bullying-pupil', 'bullying-staff'),
    source: '003 section 3.10; 000 section 4.5.1',
  },
  {
    kind: 'choices',
    id: 'harassment',
    label: 'What fits? Choose all that do',
    said: 'What fits',
    choices: harassments,
    when: onKinds('sexual-harassment'),
    source: '000 section 4.6; 003 section 3.31',
  },
  {
    kind: 'choice',
    id: 'capacity',
    label: 'What part did these pupils have?',
    said: 'Their part',
    choices: [...capacities, { value: 'mixed', label: 'Different for each: I say so above' }],
    when: isAboutPupils,
    more: true,
    source: '003 appendix 4',
  },
  {
    kind: 'names',
    id: 'others',
    label: 'Other pupils involved, one on each line',
    said: 'Other pupils',
    help: 'After each name: victim, instigator or witness.',
    more: true,
    source: '003 appendix 4',
  },
  {
    kind: 'choice',
    id: 'toldAs',
    label: 'The pupil who told you is',
    said: 'Told by',
    choices: [
      { value: 'victim', label: 'The victim' },
      { value: 'witness', label: 'A witness' },
    ],
    when: { question: 'source', is: ['pupil'] },
    more: true,
    source: '003 section 3.11',
  },
  { kind: 'text', id: 'room', label: 'Room', more: true, source: '003 appendix 3' },
  { kind: 'text', id: 'device', label: 'Computer or device number', more: true, source: '003 appendix 3' },
  {
    kind: 'choice',
    id: 'intent',
    label: 'Was it accidental or deliberate?',
    said: 'Accidental or deliberate',
    choices: intents,
    when: everyKindBut('accidental-access', 'deliberate-access'),
    more: true,
    source: '003 appendix 4',
  },
  {
    kind: 'choice',
    id: 'inSchool',
    label: 'Did it happen in or out of school?',
    said: 'In or out of school',
    choices: places,
    more: true,
    source: '000 section 4.5.2',
  },
  {
    kind: 'choice',
    id: 'schoolEquipment',
    label: 'Was school equipment or the school network used?',
    said: 'School equipment or network',
    choices: yesNoUnknown,
    more: true,
    source: '000 section 4.7',
  },
  {
    kind: 'choices',
    id: 'risks',
    label: 'Which kinds of risk?',
    said: 'Kinds of risk',
    choices: risks,
    more: true,
    source: '000 sections 1.2.1 to 1.2.4',
  },
  {
    kind: 'choice',
    id: 'under13',
    label: 'Is a child under 13 involved?',
    said: 'Child under 13',
    choices: yesNoUnknown,
    more: true,
    source: '003 section 3.32',
  },
  {
    kind: 'choice',
    id: 'send',
    label: 'Does a child involved have special educational needs or mental-health needs?',
    said: 'Special educational or mental-health needs',
    choices: yesNoUnknown,
    more: true,
    source: '000 sections 2.3.7, 2.4 and 3.4.1',
  },
  {
    kind: 'choice',
    id: 'knownVulnerable',
    label: 'Is a child involved known to social care or the police as vulnerable?',
    said: 'Known to social care or police',
    choices: yesNoUnknown,
    more: true,
    source: '003 section 3.32',
  },
  {
    kind: 'choices',
    id: 'outsideHarm',
    label: 'Are there signs of harm from outside the family?',
    said: 'Harm from outside the family',
    choices: outsideHarms,
    more: true,
    source: '000 section 4.6',
  },
  {
    kind: 'long-text',
    id: 'evidence',
    label: 'Evidence: what is there?',
    said: 'Evidence',
    help: 'Describe it. Never send, copy or keep the thing itself.',
    atMost: 1_000,
    more: true,
    source: '000 section 4.5.2; 003 appendix 4',
  },
  {
    kind: 'text',
    id: 'evidenceHolder',
    label: 'Evidence: who holds it?',
    said: 'Evidence held by',
    more: true,
    source: '003 appendix 4',
  },
  {
    kind: 'text',
    id: 'evidencePlace',
    label: 'Evidence: where is it kept?',
    said: 'Evidence kept at',
    more: true,
    source: '003 appendix 4',
  },
  {
    kind: 'date',
    id: 'evidenceSince',
    label: 'Evidence: held since',
    said: 'Evidence held since',
    notInFuture: true,
    more: true,
    source: '003 appendix 4',
  },
  {
    kind: 'long-text',
    id: 'done',
    label: 'What have you done so far, and why?',
    said: 'Done so far, and why',
    atMost: 2_000,
    more: true,
    source: '003 appendix 3',
  },
];

/** All questions of a report, in the order in which they are asked. */
export const reportQuestions: readonly Question[] = [dangerQuestion, ...whatQuestions, ...detailQuestions];

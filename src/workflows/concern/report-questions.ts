import type { Question } from '../../domain/form.ts';
import { abouts, audiences, bullyingForms, harassments, kinds, platforms, sources, yesNo } from './choices.ts';
import { moreQuestions } from './more-questions.ts';
import { isAboutAnAdult, isAboutPupils, onKinds } from './report-conditions.ts';

const withPlatform = onKinds(
  'bullying-pupil',
  'bullying-staff',
  'sexual-harassment',
  'contact-by-adult',
  'fraud',
  'extremism',
  'parent-conduct',
);

/** The first question: what to do at once depends on it. */
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
    kind: 'names',
    id: 'contactAdult',
    label: 'Which adult, if you know?',
    said: 'The adult',
    help: 'Name and job, if they work here. They will not hear of this.',
    when: { ...onKinds('contact-by-adult'), also: isAboutPupils },
    source: '000 section 4.7',
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
  ...moreQuestions,
];

/** All questions of a report, in the order in which they are asked. */
export const reportQuestions: readonly Question[] = [dangerQuestion, ...whatQuestions, ...detailQuestions];

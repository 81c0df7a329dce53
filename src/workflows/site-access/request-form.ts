import { answerLimits } from '../../domain/check-answers.ts';
import type { FormContext } from '../../domain/decider.ts';
import { type SiteCategory, siteCategories } from '../../domain/filtering.ts';
import type { Answers, Form, Item, Note, Question } from '../../domain/form.ts';
import { MOST_LISTED, saidAsNamed } from '../../domain/person-named.ts';
import { roleLabel } from '../../domain/school.ts';
import { mayBeWhole, readSite, type Site, saidHost, saidMarks, saidSite } from '../../domain/site-address.ts';
import { NAME, PURPOSE } from './command-data.ts';
import { nextSchoolDay } from './period.ts';
import { rulingFor } from './ruling.ts';
import { categoryChoices } from './site-rules.ts';
import { periodChoices, useChoices } from './words.ts';

/** The form that a blocked site is asked for with: first what and for how long, then the rest. */
export function requestForm(of: FormContext): Form {
  return {
    title: 'Ask for a blocked site',
    intro: `About a minute. It goes to the ${roleLabel(of.school, 'online-safety-coordinator')} and the safeguarding team. IT sees only the site and the times.`,
    send: 'Send the request',
    steps: [
      { id: 'what', items: whatQuestions },
      { id: 'details', items: [...siteItems(of), ...timeQuestions(of), ...whyQuestions(of)] },
    ],
  };
}

const whatQuestions: readonly Question[] = [
  {
    kind: 'web-address',
    id: 'address',
    label: 'Web address',
    help: 'Paste it from the browser. Put the page you need rather than the whole site, where that is enough.',
    required: true,
    site: 'open',
    source: '003 section 1.1',
  },
  {
    kind: 'choice',
    id: 'category',
    label: 'What kind of site is it?',
    required: true,
    choices: categoryChoices,
    source: '003 section 3.23',
  },
  {
    kind: 'choice',
    id: 'period',
    label: 'For how long is it needed?',
    required: true,
    choices: periodChoices,
    initially: 'lesson',
    source: '003 section 1.1',
  },
];

function timeQuestions({ school, now }: FormContext): readonly Question[] {
  const next = nextSchoolDay(school, now) ?? 'today';
  const isLesson = { question: 'period', is: ['lesson'] };
  const isStudy = { question: 'period', is: ['study'] };
  return [
    day('date', 'Which day?', next, { question: 'period', is: ['lesson', 'day'] }),
    { kind: 'time', id: 'from', label: 'From', required: true, initially: 'now', when: isLesson },
    { kind: 'time', id: 'until', label: 'Until', required: true, when: isLesson },
    day('fromDate', 'First day', next, isStudy),
    day('untilDate', 'Last day', '', isStudy),
  ];
}

function day(id: string, label: string, initially: string, when: NonNullable<Question['when']>): Question {
  return { kind: 'date', id, label, required: true, initially, notInPast: true, when };
}

/** What would be opened, exactly, from what has been put in; and how much of it, where that is a page. */
function siteItems({ answers = {}, school }: FormContext): readonly Item[] {
  const site = siteIn(answers);
  if (site === undefined) return [scopeQuestion(undefined)];
  const kind = siteCategories.find((category) => category === answers.category);
  return [
    { kind: 'note', tone: 'plain', text: `This asks for: ${saidSite(site)}` },
    ...saidMarks(site).map((text): Note => ({ kind: 'note', tone: 'warning', text })),
    ...(kind === undefined ? [] : ruleNotes(site, kind, answers, school)),
    scopeQuestion(site),
  ];
}

function siteIn({ address }: Answers): Site | undefined {
  const read = typeof address === 'string' ? readSite(address, 'open') : undefined;
  return read?.kind === 'site' ? read.site : undefined;
}

function ruleNotes(site: Site, kind: SiteCategory, answers: Answers, school: FormContext['school']): readonly Note[] {
  const { opening, rule } = rulingFor({ site, kind, use: answers.use === 'write' ? 'write' : 'look' }, school);
  if (opening === 'one-approval') return [];
  const text =
    opening === 'never' ? `This will be refused at once. ${rule.why}` : `Two people have to agree to this. ${rule.why}`;
  return [{ kind: 'note', tone: opening === 'never' ? 'warning' : 'plain', text }];
}

/** Always there, as the questions of a form may not change with the answers; asked only of a page. */
function scopeQuestion(site: Site | undefined): Question {
  const whole = site === undefined ? 'The whole site' : `The whole site ${saidHost(site)}`;
  const question: Question = {
    kind: 'choice',
    id: 'scope',
    label: 'How much of it?',
    required: true,
    choices: [
      { value: 'page', label: 'This page alone' },
      ...(site === undefined || mayBeWhole(site, 'open') ? [{ value: 'site', label: whole }] : []),
    ],
    initially: 'page',
  };
  return site === undefined || site.path === '' ? { ...question, when: { question: 'address', is: [] } } : question;
}

function supervisorQuestion({ school, by }: FormContext): Question {
  const asked = { id: 'supervisor', required: true, source: '000 section 3.6.4' } as const;
  if (school.people.length > MOST_LISTED) {
    const label = 'Who supervises? Name or email address';
    return { ...asked, kind: 'text', label, atMost: NAME, initially: saidAsNamed(by, school) };
  }
  const others = school.people.filter(({ email }) => email !== by);
  const me = school.people.filter(({ email }) => email === by);
  return {
    ...asked,
    kind: 'choice',
    label: 'Who supervises?',
    choices: [
      ...me.map(({ email, name }) => ({ value: email, label: `${name} (you)` })),
      ...others.map(({ email, name }) => ({ value: email, label: name })),
    ],
    initially: by,
  };
}

function whyQuestions(of: FormContext): readonly Question[] {
  return [
    {
      kind: 'long-text',
      id: 'purpose',
      label: 'What will pupils learn with it?',
      help: 'A sentence or two, without any pupil’s name.',
      required: true,
      atMost: PURPOSE,
      source: '003 section 1.1',
    },
    {
      kind: 'text',
      id: 'group',
      label: 'Class or group',
      help: 'Without any pupil’s name.',
      required: true,
      atMost: answerLimits.text,
      source: '000 section 3.6.1',
    },
    supervisorQuestion(of),
    {
      kind: 'choice',
      id: 'use',
      label: 'What will pupils do there?',
      help: 'Where they write, whoever supervises is responsible for it, and two people have to agree.',
      required: true,
      choices: useChoices,
      initially: 'look',
      source: '000 section 3.6.4',
    },
    {
      kind: 'choices',
      id: 'checked',
      label: 'Before a lesson every site is looked at',
      required: true,
      choices: [{ value: 'yes', label: 'I have looked at the site myself' }],
      source: '003 section 3.23; 000 section 3.6.1',
    },
  ];
}

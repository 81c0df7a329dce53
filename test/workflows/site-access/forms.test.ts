import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../src/domain/check-answers.ts';
import type { FormContext } from '../../../src/domain/decider.ts';
import { type Answers, type Form, isShown, questionsOf } from '../../../src/domain/form.ts';
import type { SiteCommand } from '../../../src/workflows/site-access/command-data.ts';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import type { SiteState } from '../../../src/workflows/site-access/state.ts';
import { aSchool, manyPeople, people } from '../../support/school.ts';
import {
  aSiteRequest,
  givenSite,
  mondayMorning,
  requestAnswers,
  siteAfter,
  studyAnswers,
  who,
} from '../../support/site-access.ts';

const school = aSchool();
const of = (answers?: Answers, by: string = people.teacher, given: Answers = {}): FormContext => ({
  school,
  now: mondayMorning,
  by,
  given,
  ...(answers === undefined ? {} : { answers }),
});

function formOf(command: SiteCommand, state: SiteState = siteAccess.initial, context: FormContext = of()): Form {
  const form = siteAccess.commands[command]?.form?.(state, context);
  if (form === undefined) throw new Error(`${command} has no form`);
  return form;
}

const requestForm = (answers?: Answers) => formOf('site-access/request', siteAccess.initial, of(answers));
const shown = (form: Form, answers: Answers) =>
  form.steps
    .flatMap(questionsOf)
    .filter((question) => isShown(question, answers))
    .map(({ id }) => id);
const notes = (form: Form, step = 1) =>
  form.steps[step]?.items.flatMap((item) => (item.kind === 'note' ? [item.text] : [])) ?? [];
const problems = (answers: Answers) =>
  checkAnswers(requestForm(answers), answers, { school, now: mondayMorning }).problems;

describe('the form that a blocked site is asked for with', () => {
  it('[R125] asks for the address, the kind and the period first, and then for the rest', () => {
    const form = requestForm();
    expect(form.steps.map(questionsOf).map((questions) => questions.map(({ id }) => id))).toEqual([
      ['address', 'category', 'period'],
      ['scope', 'date', 'from', 'until', 'fromDate', 'untilDate', 'purpose', 'group', 'supervisor', 'use', 'checked'],
    ]);
    expect(form.intro).toContain('IT sees only the site and the times');
  });

  it('has the same steps and questions whatever has been put in', () => {
    const ids = (form: Form) => form.steps.map((step) => questionsOf(step).map(({ id }) => id));
    for (const answers of [
      requestAnswers(),
      studyAnswers(),
      { address: 'nonsense' },
      { address: 'history.example' },
      {},
    ])
      expect(ids(requestForm(answers))).toEqual(ids(requestForm()));
  });

  it.each([
    ['lesson', ['date', 'from', 'until']],
    ['day', ['date']],
    ['study', ['fromDate', 'untilDate']],
  ])('asks for the times of a %s, and for no others', (period, times) => {
    const answers = requestAnswers({ period });
    const asked = shown(requestForm(answers), answers);
    expect(asked.filter((id) => ['date', 'from', 'until', 'fromDate', 'untilDate'].includes(id))).toEqual(times);
  });

  it('[R125] says exactly what would be opened, and what stands out about it', () => {
    expect(notes(requestForm({ address: 'http://www.history.example/trenches?utm_source=x' }))[0]).toBe(
      'This asks for: history.example/trenches',
    );
    expect(notes(requestForm({ address: 'http://www.history.example/trenches' })).length).toBeGreaterThan(1);
    expect(notes(requestForm({ address: 'bücher.example' }))[0]).toContain('bücher.example (xn--bcher-kva.example)');
    expect(notes(requestForm())).toEqual([]);
  });

  it('asks how much of it only where it is a page', () => {
    for (const [address, isPage] of [
      ['history.example/trenches', true],
      ['https://history.example/', false],
      ['nonsense', false],
    ] as const)
      expect(shown(requestForm({ address }), { address }).includes('scope')).toBe(isPage);
  });

  it('says beforehand where two have to agree, and where nobody can', () => {
    const words = (category: string, use = 'look') =>
      notes(requestForm({ address: 'history.example', category, use })).join(' ');
    expect(words('education')).not.toContain('agree to this');
    expect(words('social-media')).toContain('Two people have to agree to this.');
    expect(words('education', 'write')).toContain('Two people have to agree to this.');
    expect(words('gambling')).toContain('This will be refused at once.');
  });

  it('[R140] has whoever asks first among those who could supervise, and everybody of the school', () => {
    const supervisor = requestForm()
      .steps.flatMap(questionsOf)
      .find(({ id }) => id === 'supervisor');
    expect(supervisor?.choices?.[0]).toEqual({ value: people.teacher, label: 'Amara Osei (you)' });
    expect(supervisor?.choices).toHaveLength(school.people.length);
    expect(supervisor?.initially).toBe(people.teacher);
  });

  it('[R140] asks for the name of whoever supervises where the school is large, with one’s own put forward', () => {
    const large = (count: number) => {
      const school = aSchool({ people: manyPeople().slice(0, count) });
      const form = formOf('site-access/request', siteAccess.initial, { ...of(), school });
      return form.steps.flatMap(questionsOf).find(({ id }) => id === 'supervisor');
    };
    expect(large(90)).toMatchObject({ kind: 'choice', initially: people.teacher });
    expect(large(90)?.choices).toHaveLength(90);
    expect(large(91)).toMatchObject({
      kind: 'text',
      label: 'Who supervises? Name or email address',
      initially: 'Amara Osei',
    });
    expect(large(91)?.choices).toBeUndefined();
  });

  it('offers the whole site only where it could be asked for by itself', () => {
    const scopes = (address: string) =>
      requestForm({ address })
        .steps.flatMap(questionsOf)
        .find(({ id }) => id === 'scope')
        ?.choices?.map(({ value }) => value);
    expect(scopes('https://history.example/trenches')).toEqual(['page', 'site']);
    expect(scopes('https://www.google.com/maps/place/Ypres')).toEqual(['page']);
  });

  it('[R139] wants it said that the site was looked at', () => {
    expect(problems(requestAnswers())).toEqual({});
    expect(Object.keys(problems(requestAnswers({ checked: undefined })))).toEqual(['checked']);
    expect(Object.keys(problems(requestAnswers({ checked: [] })))).toEqual(['checked']);
  });

  it('[R125] names what is wrong at its field', () => {
    expect(Object.keys(problems(requestAnswers({ address: 'https://bit.ly/abc' })))).toEqual(['address']);
    expect(Object.keys(problems(requestAnswers({ address: 'co.uk' })))).toEqual(['address']);
    expect(Object.keys(problems(requestAnswers({ date: '2026-11-20' })))).toEqual(['date']);
    expect(Object.keys(problems(requestAnswers({ purpose: 'a'.repeat(501) })))).toEqual(['purpose']);
  });

  it('gives answers that the command takes, for every period', () => {
    for (const answers of [requestAnswers(), studyAnswers(), requestAnswers({ period: 'day' })]) {
      const { values } = checkAnswers(requestForm(answers), answers, { school, now: mondayMorning });
      givenSite().when('site-access/request', who.teacher, values).thenHappens('SiteRequested');
    }
  });
});

describe('the form in which somebody agrees', () => {
  const initially = (form: Form) =>
    Object.fromEntries(form.steps.flatMap(questionsOf).map(({ id, initially: first }) => [id, first]));

  it('[R129] has the end and the reason as they were asked for', () => {
    const form = formOf('site-access/approve', siteAfter(aSiteRequest('asked')), of({}, people.dsl));
    expect(initially(form)).toEqual({
      untilDate: '2026-11-23',
      untilTime: '11:00',
      why: 'Letters that soldiers wrote.',
    });
    expect(notes(form, 0)[0]).toBe('history.example/trenches, Mon 23 Nov, 10:00 to 11:00');
    expect(JSON.stringify(form)).toContain('It stands in the filtering change log. No pupil’s name.');
  });

  it('shows what decides to whoever pressed a card on which only a name stands', () => {
    const wide = aSiteRequest('asked', {
      answers: requestAnswers({
        address: 'https://www.instagram.com/',
        use: 'write',
        group: '9B\nOne has to agree.',
        supervisor: people.otherTeacher,
      }),
    });
    expect(notes(formOf('site-access/approve', siteAfter(wide), of({}, people.dsl)), 0)).toEqual([
      'instagram.com, Mon 23 Nov, 10:00 to 11:00',
      'The whole site.',
      'Asked by Amara Osei, today 09:05',
      'Supervised by: Callum Farrow',
      'Kind of site: Learning or reference',
      'Pupils: write, post or send something on it',
      'Class or group: 9B One has to agree.',
      'What pupils learn with it: Letters that soldiers wrote.',
      expect.stringMatching(/^Two have to agree\. /),
      'It is known as: Social media or a forum',
      'You are the first; IT hears of it once a second has agreed.',
    ]);
    const page = notes(formOf('site-access/approve', siteAfter(aSiteRequest('asked')), of({}, people.dsl)), 0);
    expect(page).toContain('This page alone.');
    expect(page.join()).not.toMatch(/section|00[03]/);
  });

  it('has them as the first put them, for the second', () => {
    const two = aSiteRequest('asked', { answers: requestAnswers({ use: 'write' }) });
    const once = givenSite(two).when('site-access/approve', who.dsl, {
      untilDate: '2026-11-23',
      untilTime: '10:30',
      why: 'Shorter.',
    });
    const first = formOf('site-access/approve', siteAfter(two), of({}, people.dsl));
    expect(notes(first, 0).join(' ')).toContain('You are the first');
    const form = formOf('site-access/approve', once.state, of({}, people.coordinator));
    expect(notes(form, 0).join(' ')).toContain('You are the second');
    expect(initially(form)).toEqual({ untilDate: '2026-11-23', untilTime: '10:30', why: 'Shorter.' });
  });

  it('has the end that is asked for, for more time, with why', () => {
    const longer = { untilDate: '2026-11-23', untilTime: '12:00', reason: 'We are slow.' };
    const more = givenSite(aSiteRequest('open')).when('site-access/extend', who.teacher, longer);
    const form = formOf('site-access/approve-extension', more.state, of({}, people.dsl));
    expect(initially(form)).toEqual({ untilDate: '2026-11-23', untilTime: '12:00', why: 'We are slow.' });
    expect(notes(form, 0)).toContain('Class or group: 9B');
    expect(notes(form, 0)).toContain('Why more time: We are slow.');
  });
});

describe('the other forms', () => {
  it('show the question that is answered, to whom it is for alone', () => {
    const asked = givenSite(aSiteRequest('asked')).when('site-access/ask', who.dsl, { text: 'Which page?' });
    const answer = (by: string) => notes(formOf('site-access/answer', asked.state, of({}, by, { number: '1' })), 0);
    expect(answer(people.teacher)).toEqual(['Which page?']);
    expect(answer(people.otherTeacher)).toEqual([]);
  });

  it('ask for no pupil’s name wherever somebody else may come to read it', () => {
    for (const command of Object.keys(siteAccess.commands) as SiteCommand[]) {
      if (siteAccess.commands[command]?.form === undefined) continue;
      const typed = formOf(command)
        .steps.flatMap(questionsOf)
        .filter(({ kind, id }) => kind === 'long-text' || id === 'group');
      expect(typed.length, command).toBeGreaterThan(0);
      for (const { id, help } of typed)
        expect([command, id, help]).toEqual([command, id, expect.stringMatching(/pupil’s name/)]);
    }
  });

  it('lead back to the request', () => {
    expect(siteAccess.commands['site-access/open']?.wayBack).toBe('Back to the request');
  });

  it('can be drawn also where the record cannot be had just now', () => {
    const withForms = Object.entries(siteAccess.commands).filter(([, { form }]) => form !== undefined);
    expect(withForms).toHaveLength(11);
    for (const [command] of withForms) expect(formOf(command as SiteCommand).steps.length).toBeGreaterThan(0);
  });

  it('ask IT for a reason above which the site stands, and nothing of why it was asked for', () => {
    const form = formOf('site-access/cannot-open', siteAfter(aSiteRequest('approved')), of({}, people.networkManager));
    expect(notes(form, 0)[0]).toContain('history.example/trenches');
    expect(JSON.stringify(form)).not.toContain('Letters');
  });
});

import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../src/domain/check-answers.ts';
import { checkKinds } from '../../../src/domain/filtering.ts';
import { type Answers, type Form, type Question, questionsOf } from '../../../src/domain/form.ts';
import { actorOf } from '../../../src/domain/people.ts';
import { filteringCheck } from '../../../src/workflows/filtering-check/index.ts';
import type { CheckState } from '../../../src/workflows/filtering-check/state.ts';
import { people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import { aCheck, aSchoolThatDid, given, monday, recordings, school, someStandards, stateAfter } from './a-check.ts';

function formOf(
  kind: (typeof checkKinds)[number],
  state: CheckState = stateAfter(aCheck(kind)),
  { answers, of = school }: { readonly answers?: Answers; readonly of?: typeof school } = {},
): Form {
  const [command, by] = recordings[kind];
  const context = { school: of, now: monday, by, given: {}, ...(answers === undefined ? {} : { answers }) };
  const form = filteringCheck.commands[command]?.form?.(state, context);
  if (form === undefined) throw new Error(`${command} has no form`);
  return form;
}

function questions(form: Form): readonly Question[] {
  return form.steps.flatMap(questionsOf);
}

function question(form: Form, id: string): Question | undefined {
  return questions(form).find((one) => one.id === id);
}

describe('the form of every check', () => {
  it.each(checkKinds)('%s asks for everything that its command needs, and no more', (kind) => {
    const [command, by, data] = recordings[kind];
    const form = formOf(kind);
    expect(
      questions(form)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(Object.keys(data).sort());
    const { values, problems } = checkAnswers(form, data, { school, now: monday });
    expect(problems).toEqual({});
    expect(given(aCheck(kind)).when(command, actorOf(by), values, monday).events).toHaveLength(1);
  });

  it.each(checkKinds)('%s, filled in only where it must be, is taken as well', (kind) => {
    const [command, by, data] = recordings[kind];
    const required = questions(formOf(kind)).filter((one) => one.required === true);
    const least = Object.fromEntries(required.map(({ id }) => [id, (data as Answers)[id] ?? '']));
    expect(given(aCheck(kind)).when(command, actorOf(by), least, monday).events).toHaveLength(1);
  });

  it.each(checkKinds)('%s has the same questions without its record, and whatever was answered', (kind) => {
    const ids = (form: Form) => form.steps.map((step) => questionsOf(step).map(({ id }) => id));
    const usual = ids(formOf(kind));
    expect(ids(formOf(kind, filteringCheck.initial))).toEqual(usual);
    for (const date of ['2026-01-31', 'yesterday', '', '2026-13-45'])
      expect(ids(formOf(kind, undefined, { answers: { date } }))).toEqual(usual);
  });

  it.each(checkKinds)('%s never takes a day that is still to come, and says that no pupil is named', (kind) => {
    const form = formOf(kind);
    const { problems } = checkAnswers(
      form,
      { ...(recordings[kind][2] as Answers), date: '2026-11-24' },
      { school, now: monday },
    );
    expect(Object.keys(problems)).toEqual(['date']);
    expect(form.intro).toContain('Leave names of pupils out.');
  });
});

describe('the next date', () => {
  it.each([
    ['filtering-review', '2027-11-23'],
    ['filtering-standards', '2027-11-23'],
    ['security-check', '2027-03-23'],
  ] as const)('of %s is put forward for a check of today as %s', (kind, next) => {
    expect(question(formOf(kind), 'next')?.initially).toBe(next);
  });

  it('is put forward from the day that was put in, as often as the school has it', () => {
    const of = aSchoolThatDid('filtering-review', undefined, 6);
    const answered = formOf('filtering-review', undefined, { answers: { date: '2026-08-31' }, of });
    expect(question(answered, 'next')?.initially).toBe('2027-02-28');
    const steps = answered.steps.map((step) => questionsOf(step).map(({ id }) => id));
    expect(steps.findIndex((ids) => ids.includes('date'))).toBeLessThan(steps.findIndex((ids) => ids.includes('next')));
  });

  it('that is put forward is always taken', () => {
    for (const kind of checkKinds)
      for (const date of ['2026-11-23', '2026-08-31', '2024-02-29']) {
        const [command, by, data] = recordings[kind];
        const next = question(formOf(kind, undefined, { answers: { date } }), 'next')?.initially;
        const { events } = given(aCheck(kind)).when(command, actorOf(by), { ...data, date, next }, monday);
        expect(events).toHaveLength(1);
      }
  });
});

describe('[R133] who took part in a review', () => {
  it('is chosen among governors, IT and those who lead, each once and with a role', () => {
    const choices = question(formOf('filtering-review'), 'tookPart')?.choices ?? [];
    expect(choices.map(({ label }) => label)).toEqual([
      'Patrick Donnellan, online-safety governor',
      'Gurpreet Dhanda, chair of governors',
      'Ifeoma Brandt, network manager',
      'Margaret Elstow, head teacher',
      'Mei Tanaka, online-safety co-ordinator',
      'Naila Rahimi, Designated Safeguarding Lead',
      'Daniel Okonjo, deputy DSL',
    ]);
    const both = aSchoolOfYears({ 'network-manager': [people.governor] });
    const again = question(formOf('filtering-review', undefined, { of: both }), 'tookPart')?.choices ?? [];
    expect(new Set(again.map(({ value }) => value)).size).toBe(again.length);
  });
});

describe('[R134] the form of the standards', () => {
  const coordinator = actorOf(people.coordinator);
  const before = { ...someStandards, 'standing-blocking': 'not-met', 'who-blocking': people.assistant };
  const { state } = given(aCheck('filtering-standards')).when('filtering-check/record-standards', coordinator, before);

  it('says each of the four standards, and stands filled in as it was last recorded', () => {
    const form = formOf('filtering-standards', state);
    const notes = form.steps.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'note' ? [item.text] : [])));
    expect(notes).toHaveLength(4);
    expect(question(form, 'standing-blocking')?.initially).toBe('not-met');
    expect(question(form, 'who-blocking')?.initially).toBe(people.assistant);
    expect(question(form, 'how-roles')?.initially).toBe('How roles is met.');
    expect(question(formOf('filtering-standards'), 'how-roles')?.initially).toBeUndefined();
  });

  it('asks anew for somebody who has left the school', () => {
    const left = { ...school, people: school.people.filter(({ email }) => email !== people.assistant) };
    const form = formOf('filtering-standards', state, { of: left });
    expect(question(form, 'who-blocking')?.initially).toBeUndefined();
    expect(question(form, 'who-roles')?.initially).toBe(people.coordinator);
  });
});

describe('[R138] the form of a security check', () => {
  it('sends a breach of the rules to where it is handled as a case', () => {
    const notes = formOf('security-check').steps.flatMap(({ items }) => items.filter(({ kind }) => kind === 'note'));
    expect(notes).toMatchObject([{ text: expect.stringContaining('Report a concern') }]);
  });
});

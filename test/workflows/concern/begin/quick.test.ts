import { describe, expect, it } from 'vitest';
import { theClock } from '../../../../src/domain/people.ts';
import { breachKinds } from '../../../../src/workflows/concern/begin/quick-data.ts';
import { breachForm, callForm } from '../../../../src/workflows/concern/begin/quick-forms.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { given, monday, reference, textsOf } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const school = aSchool();

describe('content on a pupil’s device', () => {
  const called = given().when('concern/call-team', by.teacher, { room: 'Library', names: 'Robin Ash, 9B' });

  it('[R019] calls the safeguarding team at once, with nothing that has to be filled in', () => {
    const questions = callForm(school).steps.flatMap(({ items }) => items.filter(({ kind }) => kind !== 'note'));
    expect(questions.every((question) => !('required' in question))).toBe(true);
    const bare = given().when('concern/call-team', by.teacher, {});
    expect(bare.messages).toMatchObject([
      {
        slot: 'case',
        to: { kind: 'channel', channel: 'safeguarding' },
        mentions: [people.dsl, people.deputy],
        data: { title: `Concern ${reference} · new · urgent` },
      },
    ]);
    expect(bare.messages[0]).not.toHaveProperty('notBefore');
    expect(bare.state).toMatchObject({
      file: { answers: { kind: 'device-content', about: 'pupil' }, urgency: 'urgent', reportedBy: people.teacher },
    });
  });

  it('[R019] keeps where it is and which pupil for those who open it, and out of the channel', () => {
    expect(JSON.stringify(called.messages)).not.toMatch(/Library|Robin/);
    const opened = textsOf(given(called.history).when('concern/open', by.dsl).reply?.data).join('\n');
    expect(opened).toContain('Room: Library');
    expect(opened).toContain('Robin Ash, 9B');
  });

  it('[R019] [R052] says before and after what to do with the device: not look, not copy, not send, and stay with it', () => {
    const [note] = callForm(school).steps[0]?.items ?? [];
    expect(note).toMatchObject({
      kind: 'note',
      tone: 'warning',
      text: expect.stringContaining('Do not view, copy or send'),
    });
    expect(called.reply?.data.lines).toEqual([
      'It is saved and on its way to the safeguarding team. You will be told when it is seen.',
      'Keep the device with you and the pupil in sight. Do not view, copy or send what is on it. The team comes to you.',
      'If nobody has come in five minutes, ring 01632 960101.',
    ]);
  });

  it('shows the receipt again to whoever called twice, and nothing to anybody else', () => {
    const ask = { type: 'concern/call-team', data: {} };
    const of = { at: monday, school, reference };
    expect(concern.again(called.state, ask, { ...of, by: by.teacher })?.slot).toBe('receipt');
    expect(concern.again(called.state, ask, { ...of, by: by.otherTeacher })).toBeUndefined();
    expect(given().when('concern/call-team', theClock, {}).outcome.kind).toBe('refusal');
  });
});

describe('a broken rule', () => {
  const breach = { who: 'pupil', names: 'Robin Ash, 9B', breach: 'filter-bypass', narrative: 'A proxy site.' };
  const report = (changes: object) => given().when('concern/report-breach', by.teacher, { ...breach, ...changes });

  it('[R020] is passed on in one screen', () => {
    expect(breachForm(school).steps).toHaveLength(1);
    expect(breachKinds.map(({ value }) => value)).toContain('filter-bypass');
  });

  it('[R011] [R020] by a pupil comes to the co-ordinator and the safeguarding team', () => {
    const reported = report({});
    expect(reported.messages.map(({ slot }) => slot)).toEqual(['case', `case:${people.coordinator}`]);
    expect(reported.state).toMatchObject({
      file: {
        urgency: 'routine',
        route: { rule: 'routing/breach', source: '000 section 4.1; 003 appendix 2a' },
        answers: { kind: 'filter-bypass', about: 'pupil', names: 'Robin Ash, 9B', narrative: 'A proxy site.' },
      },
    });
    expect(reported.reply?.card).toBe('receipt');
  });

  it('[R020] says nothing that nobody was asked: whether a child is in danger is not known', () => {
    expect(report({}).state).not.toHaveProperty(['file', 'answers', 'danger']);
    const opened = textsOf(given(report({}).history).when('concern/open', by.dsl).reply?.data).join('\n');
    expect(opened).not.toContain('Immediate danger');
  });

  it('[R013] [R020] by a colleague comes to the head and the co-ordinator, round whoever is named', () => {
    const byStaff = report({ who: 'staff', names: 'Callum Farrow', breach: 'data-breach' });
    expect(byStaff.messages.map(({ slot }) => slot)).toEqual([`case:${people.head}`, `case:${people.coordinator}`]);
    expect(byStaff.state).toMatchObject({ file: { subjects: [people.otherTeacher] } });
    const byCoordinator = report({ who: 'staff', names: 'Mei Tanaka' });
    expect(byCoordinator.messages.map(({ slot }) => slot)).toEqual([`case:${people.head}`]);
  });

  it('[R014] [R020] by the head comes to the chair', () => {
    const byHead = report({ who: 'staff', names: 'the head teacher' });
    expect(byHead.messages.map(({ slot }) => slot)).toEqual([`case:${people.chair}`]);
  });

  it('is none of those that are more than a broken rule', () => {
    expect(report({ breach: 'sexual-harassment' }).outcome.kind).toBe('malformed');
    expect(report({ names: ' ' }).outcome.kind).toBe('malformed');
  });
});

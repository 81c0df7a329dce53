import { describe, expect, it } from 'vitest';
import { isShown } from '../../../src/domain/form.ts';
import { commandData } from '../../../src/workflows/concern/command-data.ts';
import { reportQuestions } from '../../../src/workflows/concern/report-questions.ts';
import { aboutHead, aboutStaff, aConcern, given, someAnswers } from '../../support/concern.ts';
import { by, people } from '../../support/school.ts';

const reportData = commandData['concern/report'];

describe('a forged or malformed report', () => {
  it.each([
    ['nothing', {}],
    ['no answer about danger', someAnswers({ danger: undefined })],
    ['another answer about danger', someAnswers({ danger: 'maybe' })],
    ['no kind', someAnswers({ kind: undefined })],
    ['a kind that there is not', someAnswers({ kind: 'constructor' })],
    ['two kinds', someAnswers({ kind: ['fraud', 'other'] })],
    ['nobody it is about', someAnswers({ about: undefined })],
    ['somebody else it is about', someAnswers({ about: 'the caretaker' })],
    ['no account', someAnswers({ narrative: undefined })],
    ['an account of spaces', someAnswers({ narrative: ' \n ' })],
    ['an account of 10,001 characters', someAnswers({ narrative: 'x'.repeat(10_001) })],
    ['no pupil, about a pupil', someAnswers({ names: undefined })],
    ['no name, about a member of staff', aboutStaff('')],
    ['a day that there is not', someAnswers({ date: '2026-02-30' })],
    ['a list that is none', someAnswers({ risks: ['content', 'nonsense'] })],
    ['a text', 'danger=no'],
    ['null', null],
    ['an object for an answer', { ...someAnswers(), narrative: { text: 'x' } }],
  ])('with %s is refused as malformed', (_what, data) => {
    expect(given().when('concern/report', by.teacher, data).outcome.kind).toBe('malformed');
  });

  it('keeps only what the form asks, under its own names', () => {
    const forged = {
      ...someAnswers(),
      picture: 'data:image/png;base64,AAAA',
      urgency: 'routine',
      subjects: people.head,
      constructor: 'x',
    };
    const reported = given().when('concern/report', by.teacher, forged);
    expect(reported.events).toMatchObject([{ answers: someAnswers() }]);
    expect(JSON.stringify(reported.events)).not.toContain('base64');
  });

  it('drops an answer to a question that these answers do not call for', () => {
    const mixed = someAnswers({ adultNames: 'Margaret Elstow', harassment: ['comments'], toldAs: 'victim' });
    expect(reportData.parse(mixed)).toEqual(someAnswers());
    expect(reportData.parse(aboutHead({ names: 'Robin', adultNames: 'Elstow' }))).toEqual(aboutHead());
  });

  it('is the same when it is read twice', () => {
    const once = reportData.parse(someAnswers({ risks: 'content,contact', room: '  4 ' }));
    expect(once).toEqual(someAnswers({ risks: ['content', 'contact'], room: '4' }));
    expect(reportData.parse(once)).toEqual(once);
  });

  it('with every question answered is taken whole', () => {
    const all = Object.fromEntries(
      reportQuestions.map((question) => {
        const [first] = question.choices ?? [];
        const text = { date: '2026-11-20', time: '10:00' }[question.kind as 'date'] ?? 'Some words';
        return [question.id, question.kind === 'choices' ? [first?.value ?? ''] : (first?.value ?? text)];
      }),
    );
    const kept = reportData.parse(all);
    const shown = reportQuestions.filter((question) => isShown(question, all)).map(({ id }) => id);
    expect(Object.keys(kept).sort()).toEqual(shown.sort());
  });
});

describe('a forged or malformed step', () => {
  const long = 'x'.repeat(10_001);

  it.each([
    ['concern/note', {}],
    ['concern/note', { text: '' }],
    ['concern/note', { text: '   ' }],
    ['concern/note', { text: long }],
    ['concern/note', { text: ['a'] }],
    ['concern/ask', { text: '' }],
    ['concern/refer', { agency: 'police', date: 'yesterday', time: '10:00', method: 'telephone' }],
    ['concern/refer', { agency: 'police', date: '2026-11-23', time: '25:00', method: 'telephone' }],
    ['concern/refer', { agency: 'police', date: '2026-11-23', time: '10:00', method: 'pigeon' }],
    ['concern/refer', { agency: 'police', date: '2026-11-23', time: '10:00', method: 'letter', nextCheck: 'soon' }],
    ['concern/inform-parents', { date: '2026-13-01', time: '10:00', method: 'letter' }],
    ['concern/add-person', { name: '', kind: 'pupil', capacity: 'victim' }],
    ['concern/add-person', { name: 'x'.repeat(201), kind: 'pupil', capacity: 'victim' }],
    ['concern/add-person', { name: 'Kit', kind: 'robot', capacity: 'victim' }],
    ['concern/close', { outcome: 'supported', reason: long }],
    ['concern/hand-over', { to: '' }],
    ['concern/hand-over', { to: people.dsl, reason: 'x'.repeat(2_001) }],
    ['concern/block-site', { address: 'google.com/maps/place/oakfield', scope: 'site' }],
  ] as const)('%s with %j is refused as malformed', (command, data) => {
    expect(given(aConcern('handled')).when(command, by.deputy, data).outcome.kind).toBe('malformed');
  });

  it.each([
    { number: 'x', text: 'a' },
    { number: '', text: 'a' },
    { number: '0', text: 'a' },
    { number: '1.5', text: 'a' },
    { number: '1' },
  ])('an answer with %j is refused as malformed', (data) => {
    expect(given(aConcern('handled')).when('concern/answer', by.teacher, data).outcome.kind).toBe('malformed');
  });

  it('counts characters as people do: 10,000 emoji are 10,000', () => {
    expect(given(aConcern('handled')).when('concern/note', by.dsl, { text: '🙂'.repeat(10_000) }).outcome.kind).toBe(
      'decision',
    );
    expect(given(aConcern('handled')).when('concern/note', by.dsl, { text: '🙂'.repeat(10_001) }).outcome.kind).toBe(
      'malformed',
    );
  });

  it('keeps nothing that was not asked for', () => {
    const noted = given(aConcern('handled')).when('concern/note', by.dsl, {
      text: 'Mine.',
      by: people.head,
      at: '1999',
    });
    expect(noted.events).toEqual([{ type: 'NoteAdded', text: 'Mine.' }]);
  });
});

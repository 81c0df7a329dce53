import { describe, expect, it } from 'vitest';
import { concern } from '../../../src/workflows/concern/index.ts';
import { aboutStaff, aConcern, asked, buttonsOf, given, monday, reference, textsOf } from '../../support/concern.ts';
import { aSchool, aSchoolWhere, by, people } from '../../support/school.ts';

const withQuestion = aConcern('handled', { followedBy: [asked] });

describe('asking the reporter', () => {
  it('sends the reporter a card of their own with the question and a button to answer it', () => {
    const ask = given(aConcern('handled')).when('concern/ask', by.dsl, { text: 'Was anybody else there?' });
    ask.thenHappens({ type: 'ReporterAsked', number: 1, text: 'Was anybody else there?' });
    expect(ask.message('question:1')).toEqual({
      slot: 'question:1',
      to: { kind: 'person', person: people.teacher },
      card: 'notice',
      preview: `A question about ${reference}`,
      data: {
        title: `There is a question about your report ${reference}`,
        lines: ['Was anybody else there?'],
        buttons: [
          expect.objectContaining({
            label: 'Answer',
            primary: true,
            opens: true,
            press: { do: 'concern/answer', ref: reference, with: { number: '1' } },
          }),
        ],
      },
    });
    expect(ask.lines).toEqual(['The Designated Safeguarding Lead asked the reporter, 14:08.']);
  });

  it('can be done again: each question has its own card', () => {
    const second = given(withQuestion).when('concern/ask', by.deputy, { text: 'And where?' });
    expect(second.message('question:2')?.data.lines).toEqual(['And where?']);
    expect(second.message('question:1')).toBeUndefined();
  });

  it('[R197] warns who asks to leave names out, since it is read in a chat', () => {
    const form = concern.commands['concern/ask']?.form?.(given(aConcern('handled')).state, {
      school: aSchool(),
      now: monday,
      by: people.dsl,
      given: {},
    });
    expect(form?.steps[0]?.items[0]).toMatchObject({ help: expect.stringContaining('Leave names out') });
  });
});

describe('the reporter’s answer', () => {
  it('joins the case, and the question leaves the chat', () => {
    const answered = given(withQuestion).when('concern/answer', by.teacher, { number: '1', text: 'Two others.' });
    answered.thenHappens({ type: 'ReporterAnswered', number: 1, text: 'Two others.' });
    expect(answered.reply).toMatchObject({
      slot: 'question:1',
      data: {
        title: `Your answer about ${reference} has joined the case`,
        lines: ['Sent Mon 23 Nov, 14:09.'],
        buttons: [],
      },
    });
    expect(textsOf(answered.reply?.data).join()).not.toContain('anybody else');
    const opened = given(answered.history).when('concern/open', by.dsl);
    expect(opened.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:09 · Amara Osei (the reporter) answered',
      text: 'Two others.',
    });
  });

  it('is told in the thread to who asked, without its words', () => {
    const answered = given(withQuestion).when('concern/answer', by.teacher, { number: 1, text: 'Two others.' });
    expect(answered.lines).toEqual(['The reporter answered, 14:09. Open the case to read it.']);
    expect(answered.messages.find(({ to }) => to.kind === 'thread')?.mentions).toEqual([people.dsl]);
  });

  it('is told to each handler in their own chat where there is no thread', () => {
    const school = aSchoolWhere({ head: [people.head, people.senco] });
    const history = aConcern('handled', {
      answers: aboutStaff('Callum Farrow'),
      handler: people.head,
      school,
      followedBy: [[{ type: 'ReporterAsked', number: 1, text: 'When?' }, by.head]],
    });
    const answered = given(history, school).when('concern/answer', by.teacher, { number: 1, text: 'At noon.' });
    const lines = answered.messages.filter(({ card }) => card === 'line');
    expect(lines.map(({ to }) => to)).toEqual([
      { kind: 'person', person: people.head },
      { kind: 'person', person: people.senco },
      { kind: 'person', person: people.coordinator },
    ]);
    for (const { preview } of lines)
      expect(preview).toBe(`${reference}: The reporter answered, 14:09. Open the case to read it.`);
  });

  it('can be given once', () => {
    const first = given(withQuestion).when('concern/answer', by.teacher, { number: 1, text: 'Two others.' });
    const second = given(first.history).when('concern/answer', by.teacher, { number: 1, text: 'No, three.' });
    second.thenRefused('already-answered');
    expect(second.sentence).toContain('report a concern and name this one');
  });

  it('to one question leaves the others open', () => {
    const second = given(withQuestion).when('concern/ask', by.deputy, { text: 'And where?' });
    const answered = given(second.history).when('concern/answer', by.teacher, { number: 2, text: 'In the hall.' });
    expect(answered.message('case')).toBeDefined();
    const first = given(answered.history).when('concern/question', by.teacher, { number: 1 });
    expect(first.reply?.data.lines).toEqual(['Was anybody else there?']);
    expect(given(answered.history).when('concern/answer', by.teacher, { number: 1, text: 'No.' }).outcome.kind).toBe(
      'decision',
    );
  });

  it('is refused where there is no such question', () => {
    given(withQuestion)
      .when('concern/answer', by.teacher, { number: 2, text: 'What?' })
      .thenRefused('no-such-question');
    given(withQuestion).when('concern/question', by.teacher, { number: 2 }).thenRefused('no-such-question');
  });

  it('is refused to anybody but the reporter', () => {
    for (const actor of [by.dsl, by.otherTeacher, by.head])
      given(withQuestion).when('concern/answer', actor, { number: 1, text: 'Me.' }).thenRefused('not-yours');
  });

  it('still joins the case when that was closed meanwhile', () => {
    const history = given(withQuestion).when('concern/close', by.dsl, { outcome: 'resolved', reason: 'Done.' }).history;
    const answered = given(history).when('concern/answer', by.teacher, { number: 1, text: 'Two others.' });
    expect(answered.state).toMatchObject({
      status: 'closed',
      file: { questions: [{ answeredAt: '2026-11-23T14:10:00.000Z' }] },
    });
  });
});

describe('looking at a question again', () => {
  it('shows the reporter the question they were asked, and changes nothing', () => {
    const looked = given(withQuestion).when('concern/question', by.teacher, { number: '1' });
    looked.thenHappens();
    expect(looked.messages).toEqual([]);
    expect(looked.reply).toMatchObject({ slot: 'question:1', data: { lines: ['Was anybody else there?'] } });
    expect(buttonsOf(looked.reply?.data)).toEqual(['concern/answer']);
  });
});

import { describe, expect, it } from 'vitest';
import type { DecisionContext } from '../../../src/domain/decider.ts';
import type { Actor } from '../../../src/domain/people.ts';
import type { ConcernCommand } from '../../../src/workflows/concern/command-data.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import {
  aboutStaff,
  aConcern,
  asked,
  buttonsOf,
  given,
  reference,
  sampleData,
  someAnswers,
  stateAfter,
} from '../../support/concern.ts';
import { aSchool, by, people } from '../../support/school.ts';

const school = aSchool();

describe('a command that comes again', () => {
  const again = (
    history: ReturnType<typeof aConcern>,
    command: ConcernCommand,
    actor: Actor,
    data: unknown = sampleData[command],
  ) => {
    const context: DecisionContext = { at: '2026-11-23T14:30:00.000Z', by: actor, school, reference };
    const parsed = concern.commands[command]?.data.parse(data) as Record<string, string>;
    return concern.again(stateAfter(history), { type: command, data: parsed }, context);
  };

  it('shows the reporter the receipt as it is now', () => {
    expect(again(aConcern('acknowledged'), 'concern/report', by.teacher)).toMatchObject({
      slot: 'receipt',
      data: { title: 'Your report is seen' },
    });
  });

  it('shows the reporter that their answer has joined the case', () => {
    const answered = given(aConcern('handled', { followedBy: [asked] })).when(
      'concern/answer',
      by.teacher,
      sampleData['concern/answer'],
    );
    expect(again(answered.history, 'concern/answer', by.teacher)).toMatchObject({
      slot: 'question:1',
      data: { title: `Your answer about ${reference} has joined the case` },
    });
  });

  it('shows a handler the page that was opened', () => {
    const long = aConcern('new', { answers: someAnswers({ narrative: 'x'.repeat(9_000) }) });
    expect(again(long, 'concern/open', by.dsl, { page: 2 })).toMatchObject({
      data: { page: expect.stringMatching(/^Page 2/) },
    });
  });

  it('shows a handler the case after their own step', () => {
    const noted = given(aConcern('handled')).when('concern/note', by.dsl, { text: 'Mine.' });
    expect(again(noted.history, 'concern/note', by.dsl)).toMatchObject({ card: 'case-file' });
    expect(again(aConcern('acknowledged'), 'concern/acknowledge', by.deputy)).toMatchObject({ card: 'case-file' });
  });

  it('[R198] shows nothing new to who has not opened it since: others have added to the case', () => {
    const noted = given(aConcern('handled')).when('concern/note', by.dsl, { text: 'Mine.' });
    const theirs = given(noted.history).when('concern/note', by.deputy, { text: 'Theirs.' });
    const shown = again(theirs.history, 'concern/note', by.dsl);
    expect(shown).toMatchObject({ slot: `view:${people.dsl}`, card: 'notice' });
    expect(JSON.stringify(shown)).not.toContain('Theirs');
    expect(buttonsOf(shown?.data)).toEqual(['concern/open']);
    expect(again(aConcern('acknowledged'), 'concern/acknowledge', by.dsl)).toMatchObject({ card: 'notice' });
  });

  it('shows nothing to anybody else, nor to the clock, nor of what is not there', () => {
    for (const actor of [by.head, by.otherTeacher, { kind: 'clock' } as const])
      for (const command of ['concern/open', 'concern/report', 'concern/note', 'concern/answer'] as const)
        expect(again(aConcern('handled', { followedBy: [asked] }), command, actor)).toBeUndefined();
    expect(again([], 'concern/open', by.dsl)).toBeUndefined();
    const about = aConcern('new', { answers: aboutStaff('Margaret Elstow') });
    expect(again(about, 'concern/open', by.head)).toBeUndefined();
  });
});

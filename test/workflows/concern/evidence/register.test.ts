import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../../src/domain/check-answers.ts';
import { questionsOf } from '../../../../src/domain/form.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { offered } from '../../../../src/workflows/concern/offers.ts';
import { aConcern, given, type History, monday, someAnswers, stateAfter } from '../../../support/concern.ts';
import { choicesIn, formOf, notesIn, questionIn } from '../../../support/concern-form.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const school = aSchool();
const plain = aConcern('handled');
const reported = aConcern('handled', {
  answers: someAnswers({
    evidence: 'Texts on the pupil’s own telephone',
    evidenceHolder: 'Robin Ash',
    evidencePlace: 'At home',
    evidenceSince: '2026-11-20',
  }),
});
const letter = { description: 'A letter', holder: 'Naila Rahimi', place: 'The safe', since: '2026-11-23' };
const added = (history: History) => given(history).when('concern/add-evidence', by.dsl, letter);
const moved = (history: History, number: number) =>
  given(history).when('concern/move-evidence', by.deputy, {
    number,
    holder: 'The police',
    place: 'The station',
    since: '2026-11-23',
    why: 'They asked for it.',
  });
const blocksOf = (history: History) => {
  const blocks = given(history).when('concern/open', by.dsl).reply?.data.blocks;
  return Array.isArray(blocks) ? (blocks as { heading: string; text: string }[]) : [];
};
const register = (history: History) => blocksOf(history).find(({ heading }) => heading === 'Evidence')?.text;
const stays =
  'The thing itself stays with the young person or in a sealed place. Nothing of it is sent, copied or kept here.';

describe('the register of evidence', () => {
  it('[R054] begins with what the report says, and shows what, who, where and since when', () => {
    expect(register(reported)).toBe(
      ['1. Texts on the pupil’s own telephone', 'Held by Robin Ash, kept at At home, since Fri 20 Nov.', stays].join(
        '\n',
      ),
    );
    expect(register(plain)).toBeUndefined();
  });

  it('[R054] says what nobody noted, rather than nothing', () => {
    const history = aConcern('new', { answers: someAnswers({ evidenceHolder: 'Robin Ash' }) });
    expect(register(history)).toBe(
      [
        '1. The report names it without describing it',
        'Held by Robin Ash, kept at a place not named, since a day that nobody noted.',
        stays,
      ].join('\n'),
    );
  });

  it('[R054] takes more, each with a number of its own that it keeps', () => {
    const { history } = added(plain).thenHappens({ type: 'EvidenceAdded', number: 2, ...letter });
    expect(register(history)).toContain('2. A letter\nHeld by Naila Rahimi, kept at The safe, since Mon 23 Nov.');
    const two = given(history).when('concern/add-evidence', by.dsl, { ...letter, description: 'A print' });
    expect(two.events).toMatchObject([{ number: 3 }]);
    expect(added(reported).events).toMatchObject([{ number: 2 }]);
  });

  it('[R054] shows where a thing is now; where it was, and why it was moved, stands in the history', () => {
    const { history } = moved(added(reported).history, 2);
    expect(register(history)).toContain('2. A letter\nHeld by The police, kept at The station, since Mon 23 Nov.');
    const steps = blocksOf(history).map(({ heading, text }) => `${heading}: ${text}`);
    expect(steps).toContain(
      'Today 14:08 · Naila Rahimi added evidence 2: A letter\nHeld by Naila Rahimi, kept at The safe, since Mon 23 Nov.',
    );
    expect(steps).toContain(
      'Today 14:09 · Daniel Okonjo recorded that evidence 2 was moved: Held by The police, kept at The station, since Mon 23 Nov.\nWhy: They asked for it.',
    );
  });

  it('[R054] of the report can be moved too, and the report stays as it was written', () => {
    const { history } = moved(reported, 1);
    expect(register(history)).toContain('telephone\nHeld by The police, kept at The station, since Mon 23 Nov.');
    expect(blocksOf(history).find(({ heading }) => heading === 'Details')?.text).toContain(
      'Evidence held by: Robin Ash',
    );
  });

  it('[R054] a move needs a reason, and a thing that is there', () => {
    moved(plain, 1).thenRefused('no-evidence');
    moved(reported, 2).thenRefused('no-such-evidence');
    const data = { number: 1, holder: 'The police', place: 'The station', since: '', why: ' ' };
    expect(given(reported).when('concern/move-evidence', by.dsl, data).outcome).toEqual({ kind: 'malformed' });
    expect(offered(stateAfter(plain), people.dsl, school)).not.toContain('concern/move-evidence');
    expect(offered(stateAfter(reported), people.dsl, school)).toContain('concern/move-evidence');
  });

  it('[R054] can be moved after the case was closed, such as when the police give it back', () => {
    const closed: ConcernEvent = { type: 'ConcernClosed', outcome: 'supported', reason: 'Done.' };
    const history = [...reported, { event: closed, at: '2026-11-23T15:00:00.000Z', by: by.dsl }];
    expect(moved(history, 1).outcome.kind).toBe('decision');
    given(history).when('concern/add-evidence', by.dsl, letter).thenRefused('closed');
  });

  it('is said in the thread without a word of what it is', () => {
    expect(added(plain).lines).toEqual(['The Designated Safeguarding Lead added to the register of evidence, 14:08.']);
    expect(moved(reported, 1).lines).toEqual(['The deputy DSL recorded that evidence was moved, 14:08.']);
  });
});

describe('the forms of the register', () => {
  it('[R050] [R054] ask to describe it, and say that the thing itself never comes here', () => {
    const form = formOf(plain, 'concern/add-evidence');
    expect(notesIn(form)).toEqual([stays]);
    expect(checkAnswers(form, letter, { school, now: monday })).toEqual({ values: letter, problems: {} });
  });

  it('[R050] no form of a case has a place for a file or a picture', () => {
    const kinds = Object.entries(concern.commands).flatMap(([, { form }]) => {
      const of = { school, now: monday, by: people.dsl, given: { number: '1' } };
      const shown = form?.(stateAfter(reported), of);
      return (shown?.steps ?? []).flatMap(questionsOf).map(({ kind }) => kind);
    });
    expect(kinds.length).toBeGreaterThan(60);
    const words = ['press', 'text', 'long-text', 'names', 'choice', 'choices', 'date', 'time', 'web-address'];
    expect(kinds.filter((kind) => !words.includes(kind))).toEqual([]);
  });

  it('name each thing by its number in the register', () => {
    const { history } = added(reported);
    const labels = (of: History) =>
      questionIn(formOf(of, 'concern/move-evidence'), 'number')?.choices?.map(({ label }) => label);
    expect(choicesIn(formOf(history, 'concern/move-evidence'), 'number')).toEqual(['1', '2']);
    expect(labels(history)).toEqual(['Evidence 1', 'Evidence 2']);
    expect(questionIn(formOf(reported, 'concern/move-evidence'), 'number')?.initially).toBe('1');
    expect(choicesIn(formOf(history, 'concern/move-evidence', { by: people.otherTeacher }), 'number')).toEqual([]);
  });
});

describe('where school equipment or the network was used', () => {
  const used = aConcern('handled', { answers: someAnswers({ schoolEquipment: 'yes' }) });
  const asked = (job: 'keep-evidence' | 'secure-device' | 'audit-use', number: number): ConcernEvent => ({
    type: 'ItAsked',
    number,
    job,
    about: 'Laptop 14',
  });
  const withEvents = (...events: readonly ConcernEvent[]) =>
    register([...used, ...events.map((event) => ({ event, at: '2026-11-23T14:30:00.000Z', by: by.dsl }))]);
  const said = 'School equipment or the school network was used.';

  it('[R041] the case says to keep the evidence and to audit the use, until IT was asked for both', () => {
    expect(withEvents()).toBe(`${said} Ask IT to keep what is on it and to audit its use.`);
    expect(withEvents(asked('keep-evidence', 1))).toBe(`${said} Ask IT to look through how it was used.`);
    expect(withEvents(asked('secure-device', 1), asked('audit-use', 2))).toBeUndefined();
  });

  it.each(['no', 'not-known', undefined])('[R041] and not where it was not: %s', (schoolEquipment) => {
    expect(register(aConcern('handled', { answers: someAnswers({ schoolEquipment }) }))).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { Button } from '../../../../src/domain/message.ts';
import { theClock } from '../../../../src/domain/people.ts';
import { stepsOf } from '../../../../src/workflows/concern/guidance/steps-of.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import type { Concern, ConcernState } from '../../../../src/workflows/concern/state.ts';
import { aConcern, given, monday, sampleData, someAnswers, stateAfter, textsOf } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const school = aSchool();
const close = { outcome: 'supported', reason: 'The family has support.' };
const handled = aConcern('handled');
const withhold = { reason: 'The child fears the father.', reviewOn: '2026-11-24' };

/** The form on which it is recorded that parents were told, as it is for somebody. */
function formOf(state: ConcernState, person: string = people.dsl): string {
  const of = { school, now: monday, by: person, given: {} };
  return JSON.stringify(concern.commands['concern/inform-parents']?.form?.(state, of));
}

describe('telling parents or carers', () => {
  it('[R075] they are told, or it is withheld with a reason and a day of review', () => {
    const { commands } = concern;
    const data = commands['concern/withhold-from-parents']?.data;
    expect(data?.safeParse(withhold).success).toBe(true);
    expect(data?.safeParse({ reason: withhold.reason }).success).toBe(false);
    expect(data?.safeParse({ ...withhold, reason: ' ' }).success).toBe(false);
  });

  it('[R075] a case cannot be closed once the day of review has come, until it is decided again', () => {
    const withheld = given(handled).when('concern/withhold-from-parents', by.dsl, withhold);
    given(withheld.history)
      .when('concern/close', by.dsl, close)
      .thenHappens({ type: 'ConcernClosed', ...close });
    const [review] = concern.deadlines(withheld.state).filter(({ command }) => command === 'concern/parents-review');
    const came = given(withheld.history).when('concern/parents-review', theClock, {}, review?.at);
    expect(came.events.map(({ type }) => type)).toContain('ParentsReviewCame');
    const later = '2026-11-25T10:00:00.000Z';
    const refused = given(came.history).when('concern/close', by.dsl, close, later);
    refused.thenRefused('still-owed');
    expect(refused.sentence).toContain('the day of review has come');
    const opened = given(came.history).when('concern/open', by.dsl, {}, later);
    expect(textsOf(opened.reply?.data).join('\n')).toContain('Parents: withheld. The decision was to be reviewed on');
    const again = given(came.history).when(
      'concern/withhold-from-parents',
      by.dsl,
      { ...withhold, reviewOn: '2026-12-04' },
      later,
    );
    given(again.history)
      .when('concern/close', by.dsl, close, '2026-11-25T10:05:00.000Z')
      .thenHappens({ type: 'ConcernClosed', ...close });
    const told = given(came.history).when(
      'concern/inform-parents',
      by.dsl,
      sampleData['concern/inform-parents'],
      later,
    );
    given(told.history)
      .when('concern/close', by.dsl, close, '2026-11-25T10:05:00.000Z')
      .thenHappens({ type: 'ConcernClosed', ...close });
  });

  it.each([
    ['[R076]', 'deliberate-access', 'what is going to be done'],
    ['[R077]', 'contact-by-adult', 'offer them a meeting'],
    ['[R078]', 'bullying-pupil', 'how messages can be blocked at home'],
  ])('%s the form says what they are to be told of %s', (_row, kind, words) => {
    expect(formOf(stateAfter(aConcern('handled', { answers: someAnswers({ kind }) })))).toContain(words);
    expect(formOf(stateAfter(handled))).not.toContain(words);
    // Somebody who may not read the case does not learn its kind from a form.
    expect(formOf(stateAfter(aConcern('handled', { answers: someAnswers({ kind }) })), people.teacher)).not.toContain(
      words,
    );
  });

  it('[R053] never with an image', () => {
    expect(formOf(stateAfter(handled))).toContain('Never send parents an image');
  });

  it('[R079] is of one side alone where pupils were on both: the others are not ticked off with them', () => {
    const victim = aConcern('handled', { answers: someAnswers({ kind: 'bullying-pupil', capacity: 'victim' }) });
    const told = sampleData['concern/inform-parents'] as object;
    const add = { name: 'Kit Marsh', kind: 'pupil', capacity: 'instigator', detail: '9B' };
    const both = given(victim).when('concern/add-person', by.dsl, add);
    const stateOf = (state: ConcernState, id: string) =>
      stepsOf(state as Concern, school).find(({ rule }) => rule.id === `step/parents-${id}`)?.state;
    expect(formOf(stateAfter(victim))).not.toContain('Whose parents');
    expect(formOf(both.state)).toContain('Whose parents');
    const asked = given(both.history).when('concern/inform-parents', by.dsl, { ...told, whose: 'victim' });
    // Told while there was one side alone: of nobody who is added later.
    const before = given(victim).when('concern/inform-parents', by.dsl, told);
    const then = given(before.history).when('concern/add-person', by.dsl, add);
    for (const { state } of [asked, then])
      expect([stateOf(state, 'victim'), stateOf(state, 'instigator')]).toEqual(['done', 'to-do']);
    const all = given(both.history).when('concern/inform-parents', by.dsl, { ...told, whose: 'all' });
    expect(stateOf(all.state, 'instigator')).toBe('done');
  });

  it('is not asked for of a colleague who broke a rule', () => {
    const answers = someAnswers({
      kind: 'deliberate-access',
      about: 'staff',
      names: undefined,
      adultNames: 'C. Farrow',
    });
    const ids = stepsOf(stateAfter(aConcern('handled', { answers })) as Concern, school).map(({ rule }) => rule.id);
    expect(ids).not.toContain('step/parents-access');
    const opened = given(aConcern('handled', { answers, handler: people.head })).when('concern/open', by.head);
    expect(textsOf(opened.reply?.data).join()).not.toContain('Parents: not informed');
  });

  it('is the button in front where it is owed', () => {
    const opened = given(aConcern('handled', { answers: someAnswers({ kind: 'deliberate-access' }) })).when(
      'concern/open',
      by.dsl,
    );
    const [first, second, ...others] = (opened.reply?.data.buttons ?? []) as unknown as readonly Button[];
    expect(first).toMatchObject({ label: 'Parents informed', primary: true });
    expect(second).toMatchObject({ label: 'Next steps', primary: false });
    expect(others.some(({ primary }) => primary)).toBe(false);
  });
});

describe('[R075] the day of review of a decision to withhold', () => {
  it('is in the next year', () => {
    const history = aConcern('handled');
    const on = (reviewOn: string) =>
      given(history).when('concern/withhold-from-parents', by.dsl, { reason: 'x', reviewOn });
    on('2099-01-01').thenRefused('review-too-late');
    expect(on('2027-11-23').outcome.kind).toBe('decision');
  });
});

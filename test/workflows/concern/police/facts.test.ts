import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import { factIds } from '../../../../src/workflows/concern/police/events.ts';
import { factsOf } from '../../../../src/workflows/concern/police/facts.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aConcern, given, someAnswers, stateAfter } from '../../../support/concern.ts';
import { by } from '../../../support/school.ts';

function factsWith(overrides: Parameters<typeof someAnswers>[0], ...events: readonly ConcernEvent[]) {
  const followedBy = events.map((event) => [event, by.dsl] as const);
  return factsOf(stateAfter(aConcern('handled', { answers: someAnswers(overrides), followedBy })) as Concern);
}

const added = (name: string, more: Partial<Extract<ConcernEvent, { type: 'PersonAdded' }>> = {}): ConcernEvent => ({
  type: 'PersonAdded',
  name,
  kind: 'pupil',
  capacity: 'victim',
  detail: '',
  subjects: [],
  ...more,
});

describe('what is known of a case', () => {
  it.each([
    ['immediate-risk', { danger: 'yes' }, 'yes'],
    ['immediate-risk', { danger: 'no' }, 'no'],
    ['under-13', { under13: 'yes' }, 'yes'],
    ['under-13', { under13: 'no' }, 'no'],
    ['under-13', { under13: 'not-known' }, 'not-known'],
    ['under-13', {}, 'not-known'],
    ['known-vulnerable', { knownVulnerable: 'yes' }, 'yes'],
    ['known-vulnerable', { knownVulnerable: 'no' }, 'no'],
    ['coercion', { harassment: ['coercion'] }, 'yes'],
    ['coercion', { harassment: ['coercing-others'] }, 'yes'],
    ['coercion', { outsideHarm: ['sexual'] }, 'yes'],
    ['coercion', { outsideHarm: ['criminal'] }, 'yes'],
    ['coercion', { signs: ['coercion'] }, 'yes'],
    ['coercion', {}, 'not-known'],
    ['violent', { signs: ['violent'] }, 'yes'],
    ['crime-recorded', { signs: ['crime-recorded'] }, 'yes'],
    ['sexual-image', { signs: ['sexual-image'] }, 'yes'],
    ['sexual-image', { harassment: ['image-consent'] }, 'yes'],
    ['sexual-image', { harassment: ['image-no-consent'] }, 'yes'],
    ['sexual-image', { harassment: ['upskirting'] }, 'yes'],
    ['sexual-image', { harassment: ['comments'] }, 'not-known'],
    ['sexual-harassment', { kind: 'sexual-harassment' }, 'yes'],
    ['illegal-material', { signs: ['illegal-material'] }, 'yes'],
    ['spreading', { signs: ['spreading'] }, 'yes'],
    ['threat-to-life', { signs: ['threat-to-life'] }, 'yes'],
  ] as const)('[R045, R046] comes from the report: %s from %j is %s', (fact, answers, known) => {
    expect(factsWith(answers as Parameters<typeof someAnswers>[0])[fact]).toBe(known);
  });

  it.each([
    ['one pupil', { names: 'Robin Ash, 9B' }, [], 'not-known'],
    ['two pupils', { names: 'Robin Ash, 9B\nKit Marsh, 9B' }, [], 'yes'],
    ['two on a line', { names: 'Robin Ash; Kit Marsh' }, [], 'yes'],
    ['the same pupil twice', { names: 'Robin Ash, 9B\nrobin ash' }, [], 'not-known'],
    ['two of one name in two classes', { names: 'Robin Ash, 9B\nRobin Ash, 7C' }, [], 'yes'],
    ['another who was involved', { others: 'Kit Marsh, instigator' }, [], 'yes'],
    ['another who saw it', { others: 'Kit Marsh: witness' }, [], 'not-known'],
    ['witnesses alone', { names: 'Robin Ash\nKit Marsh', capacity: 'witness' }, [], 'not-known'],
    ['one who was added', {}, [added('Kit Marsh')], 'yes'],
    ['one who was added as a witness', {}, [added('Kit Marsh', { capacity: 'witness' })], 'not-known'],
    ['an adult who was added', {}, [added('Kit Marsh', { kind: 'adult' })], 'not-known'],
    ['the same pupil, added again', {}, [added('Robin Ash', { detail: '9B' })], 'not-known'],
  ] as const)('[R070] counts the children who are more than witnesses: %s', (_name, answers, events, known) => {
    expect(factsWith(answers as Parameters<typeof someAnswers>[0], ...events)['several-children']).toBe(known);
  });

  it('[R071] is not taken back by one person: not by another answer, whoever gives it', () => {
    const answers = someAnswers({ kind: 'sexual-harassment', under13: 'yes' });
    for (const said of ['no', 'not-known'])
      for (const who of [by.dsl, by.deputy])
        given(aConcern('handled', { answers }))
          .when('concern/assess', who, { 'under-13': said })
          .thenRefused('fact-stands');
  });

  it('[R071] is taken back by two, and comes back when it is found again', () => {
    const asked: ConcernEvent = {
      type: 'AgreementAsked',
      number: 1,
      what: 'fact-wrong',
      fact: 'under-13',
      reason: 'x',
    };
    const agreed: ConcernEvent = { type: 'AgreementGiven', number: 1, note: '' };
    const so: ConcernEvent = { type: 'FactsAssessed', facts: { 'under-13': 'yes' }, note: '' };
    expect(factsWith({ under13: 'yes' }, asked)['under-13']).toBe('yes');
    expect(factsWith({ under13: 'yes' }, asked, agreed)['under-13']).toBe('no');
    expect(factsWith({ under13: 'yes' }, asked, agreed, so)['under-13']).toBe('yes');
  });

  it('holds whatever is written over it: a yes stays, in any order of answers', () => {
    const fact = fc.constantFrom(...factIds);
    const said = fc.constantFrom('yes', 'no', 'not-known');
    fc.assert(
      fc.property(fc.array(fc.tuple(fact, said), { maxLength: 12 }), (answers) => {
        const events = answers.map(
          ([id, answer]): ConcernEvent => ({
            type: 'FactsAssessed',
            facts: { [id]: answer },
            note: '',
          }),
        );
        const known = factsWith({}, ...events);
        for (const [id, answer] of answers) if (answer === 'yes') expect(known[id]).toBe('yes');
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { kinds } from '../../../../src/workflows/concern/choices.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import type { FactId } from '../../../../src/workflows/concern/police/events.ts';
import { outcomesFor } from '../../../../src/workflows/concern/police/outcomes.ts';
import { isToldToPolice, standingTriggers } from '../../../../src/workflows/concern/police/triggers.ts';
import { firstRules } from '../../../../src/workflows/concern/rules/packs.ts';
import { triggers } from '../../../../src/workflows/concern/rules/triggers.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  given,
  type History,
  someAnswers,
  stateAfter,
} from '../../../support/concern.ts';
import { by } from '../../../support/school.ts';
import { onlyThePolice } from './only-the-police.ts';

const known = (...facts: readonly FactId[]): ConcernEvent => ({
  type: 'FactsAssessed',
  facts: Object.fromEntries(facts.map((fact) => [fact, 'yes'])),
  note: '',
});

function aCase(kind: string, ...events: readonly ConcernEvent[]): Concern {
  const followedBy = events.map((event) => [event, by.dsl] as const);
  return stateAfter(aConcern('handled', { answers: someAnswers({ kind }), followedBy })) as Concern;
}

const told: ConcernEvent = {
  type: 'PoliceTold',
  at: '2026-11-23T14:10:00.000Z',
  method: 'telephone',
  contact: '',
  agencyReference: '',
  advice: '',
};
const inAnyCase = [
  ['[R063]', 'immediate-risk'],
  ['[R064]', 'coercion'],
  ['[R065]', 'violent'],
  ['[R067]', 'significant-risk'],
  ['[R069]', 'crime-recorded'],
] as const;
const inSexualCases = [
  ['[R066]', 'under-13'],
  ['[R068]', 'known-vulnerable'],
  ['[R070]', 'several-children'],
] as const;

describe('what calls for the police', () => {
  it.each(inAnyCase)('%s does in every kind of case: %s', (_row, fact) => {
    for (const { value } of kinds)
      expect(standingTriggers(aCase(value, known(fact))).map(({ id }) => id)).toEqual([`trigger/${fact}`]);
  });

  it.each(inSexualCases)('%s does in a case of harassment, contact or content on a device: %s', (_row, fact) => {
    for (const { value } of kinds) {
      const isSexual = ['sexual-harassment', 'contact-by-adult', 'device-content'].includes(value);
      expect(standingTriggers(aCase(value, known(fact))).map(({ id }) => id)).toEqual(
        isSexual ? [`trigger/${fact}`] : [],
      );
    }
  });

  it.each(inSexualCases)(
    '%s does in any case with a sexual image, or that is harassment after all: %s',
    (_row, fact) => {
      for (const scope of ['sexual-image', 'sexual-harassment'] as const)
        expect(standingTriggers(aCase('phone-misuse', known(fact, scope))).map(({ id }) => id)).toEqual([
          `trigger/${fact}`,
        ]);
    },
  );

  it('[R104] is illegal material in a case about a member of staff or the head, and not in others', () => {
    const followedBy = [[known('illegal-material'), by.head] as const];
    for (const answers of [aboutStaff('Callum Farrow'), aboutHead()]) {
      const state = stateAfter(aConcern('handled', { answers, handler: 'm.elstow@oakfield.example', followedBy }));
      expect(standingTriggers(state as Concern).map(({ id }) => id)).toEqual(['trigger/illegal-by-staff']);
    }
    expect(standingTriggers(aCase('deliberate-access', known('illegal-material')))).toEqual([]);
  });

  it('is what the case was decided under: a school that turns a rule off changes no case of before, and never the fixed one', () => {
    const off = ['trigger/immediate-risk', 'trigger/coercion'].map((rule) => ({ rule, change: 'off' as const }));
    const ruled = (history: History): History =>
      history.map((one) =>
        one.event.type === 'ConcernReported'
          ? { ...one, event: { ...one.event, rules: { ...firstRules, changes: off } } }
          : one,
      );
    const followedBy = [[known('immediate-risk', 'coercion'), by.dsl] as const];
    const history = aConcern('handled', { followedBy });
    const ids = (of: History) => standingTriggers(stateAfter(of) as Concern).map(({ id }) => id);
    expect(ids(ruled(history))).toEqual(['trigger/immediate-risk']);
    expect(ids(history)).toEqual(['trigger/immediate-risk', 'trigger/coercion']);
  });

  it('says of each rule what it is in words, and where it comes from', () => {
    for (const { id, words, source, since } of triggers) {
      expect(id).toMatch(/^trigger\/[a-z0-9-]+$/);
      expect(words).toMatch(/\.$/);
      expect(source).toMatch(/^(000|003) section/);
      expect(since).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
    expect(triggers.filter(({ isFixed }) => isFixed).map(({ id }) => id)).toEqual(['trigger/immediate-risk']);
  });
});

describe('[R071] while a rule calls for the police', () => {
  const called = onlyThePolice(
    aConcern('handled', { answers: someAnswers({ kind: 'sexual-harassment', under13: 'yes' }) }),
  );

  it('"no further action" is not among the outcomes, also when the police have been told', () => {
    const values = (concern: Concern) => outcomesFor(concern).map(({ value }) => value);
    expect(values(stateAfter(called) as Concern)).not.toContain('no-further-action');
    expect(values(aCase('contact-by-adult', known('violent'), told))).not.toContain('no-further-action');
    expect(values(aCase('contact-by-adult'))).toContain('no-further-action');
  });

  it('a forced "no further action" is refused', () => {
    const at = { date: '2026-11-23', time: '14:08', method: 'telephone' };
    const afterwards = given(called).when('concern/tell-police', by.deputy, at);
    given(afterwards.history)
      .when('concern/close', by.deputy, { outcome: 'no-further-action', reason: 'x' })
      .thenRefused('no-such-outcome');
  });

  it('it is not closed, and the refusal says what to do first', () => {
    const { sentence } = given(called)
      .when('concern/close', by.deputy, { outcome: 'supported', reason: 'x' })
      .thenRefused('police-first');
    expect(sentence).toBe('The police have to be told before this can be closed. Tell the police.');
  });

  it('it is not proposed to leave them out', () => {
    given(called)
      .when('concern/propose-no-police', by.dsl, { reason: 'The parents do not want it.' })
      .thenRefused('police-must-be-told');
  });
});

describe('whether the police know', () => {
  const closed: ConcernEvent = { type: 'ConcernClosed', outcome: 'referred', reason: 'x' };
  const reopened: ConcernEvent = { type: 'ConcernReopened', reason: 'x' };

  it('is so once they were told, also of what comes to light afterwards', () => {
    expect(isToldToPolice(aCase('contact-by-adult', known('violent')))).toBe(false);
    expect(isToldToPolice(aCase('contact-by-adult', known('violent'), told))).toBe(true);
    expect(isToldToPolice(aCase('contact-by-adult', told, known('violent')))).toBe(true);
  });

  it('is not so for what came up after the case was reopened: they are told again', () => {
    const again = aCase('contact-by-adult', known('violent'), told, closed, reopened);
    expect(isToldToPolice(again)).toBe(true);
    const worse = aCase('contact-by-adult', known('violent'), told, closed, reopened, known('under-13'));
    expect(isToldToPolice(worse)).toBe(false);
    const toldAgain = aCase('contact-by-adult', known('violent'), told, closed, reopened, known('under-13'), told);
    expect(isToldToPolice(toldAgain)).toBe(true);
  });

  it('is so where a record of the first version has a referral to them', () => {
    const referral = { number: 1, contact: '', at: told.at, method: 'telephone', agencyReference: '', outcome: '' };
    const referred = (agency: string): ConcernEvent => ({
      type: 'ConcernReferred',
      ...referral,
      agency,
      nextCheck: '',
      checkAt: null,
    });
    expect(isToldToPolice(aCase('contact-by-adult', referred('Police, non-emergency')))).toBe(true);
    expect(isToldToPolice(aCase('contact-by-adult', referred('Duty desk')))).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../../src/domain/people.ts';
import { owedBeforeClosing } from '../../../../src/workflows/concern/owed.ts';
import type { FactId } from '../../../../src/workflows/concern/police/events.ts';
import { factsOf } from '../../../../src/workflows/concern/police/facts.ts';
import { isAgreedNotToTell } from '../../../../src/workflows/concern/police/police-question.ts';
import { isToldToPolice } from '../../../../src/workflows/concern/police/triggers.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aboutStaff, aConcern, given, type History, someAnswers, textsOf } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';
import { onlyThePolice } from './only-the-police.ts';

const school = aSchool();
const call = { date: '2026-11-23', time: '14:08', method: 'telephone' };
const no = {
  'immediate-risk': 'no',
  'significant-risk': 'no',
  coercion: 'no',
  violent: 'no',
  'under-13': 'no',
  'several-children': 'no',
  'known-vulnerable': 'no',
  'crime-recorded': 'no',
};
const close = { outcome: 'supported', reason: 'Done.' };
const coordinator = actorOf(people.coordinator);

const aCase = (more: object = {}): History =>
  onlyThePolice(aConcern('handled', { answers: someAnswers({ kind: 'sexual-harassment', ...more }) }));
const adding = (name: string) => ({ name, kind: 'staff', capacity: 'instigator', detail: '' });
const add = (history: History, name: string, who = by.deputy) =>
  given(history).when('concern/add-person', who, adding(name));
const owed = (state: unknown) => owedBeforeClosing(state as Concern, school).map(({ rule }) => rule);
const fact = (state: unknown, id: FactId) => factsOf(state as Concern)[id];

const assessed = given(aCase()).when('concern/assess', by.dsl, no);
const proposed = given(assessed.history).when('concern/propose-no-police', by.dsl, { reason: 'Nobody is at risk.' });
const agreed = given(proposed.history).when('concern/agree', by.head, { number: 1 });

describe('[R073] [R198] what somebody decided whom the case turns out to be about', () => {
  it('does not hold: an agreement of two that they asked for falls, and the police are a question again', () => {
    const added = add(agreed.history, 'Naila Rahimi');
    expect(added.events.map(({ type }) => type)).toContain('AgreementWithdrawn');
    expect(isAgreedNotToTell(added.state as Concern)).toBe(false);
    expect(owed(added.state)).toContain('police/decided-by-two');
    expect(textsOf(added.reply?.data).join(' ')).not.toContain('Not told: decided by');
  });

  it('nor does one that the head gave, and the chair leads then', () => {
    const added = add(agreed.history, 'Margaret Elstow');
    expect(owed(added.state)).toContain('police/decided-by-two');
    const said = textsOf(given(added.history).when('concern/open', by.chair).reply?.data).join(' ');
    expect(said).toContain('agree in writing with the online-safety governor');
    expect(said).not.toContain('with the head');
    given(added.history).when('concern/close', by.chair, close).thenRefused('police-first');
  });

  it('what they asked for is answered by nobody any more', () => {
    const added = add(proposed.history, 'Naila Rahimi');
    given(added.history).when('concern/agree', by.head, { number: 1 }).thenRefused('nothing-to-agree');
  });

  it('their "no" is none, so that nothing new rests on it, and their "yes" stays', () => {
    expect(fact(assessed.state, 'coercion')).toBe('no');
    const added = add(assessed.history, 'Naila Rahimi');
    expect(fact(added.state, 'coercion')).toBe('not-known');
    given(added.history).when('concern/propose-no-police', by.head, { reason: 'r' }).thenRefused('facts-not-known');
    const yes = given(aCase()).when('concern/assess', by.dsl, { coercion: 'yes' });
    expect(fact(add(yes.history, 'Naila Rahimi').state, 'coercion')).toBe('yes');
  });

  it('nor are the answers of a reporter whom it is about', () => {
    const reported = aCase({ knownVulnerable: 'no', danger: 'no' });
    const added = add(reported, 'Amara Osei', by.dsl);
    expect(fact(added.state, 'immediate-risk')).toBe('not-known');
    expect(fact(added.state, 'known-vulnerable')).toBe('not-known');
  });

  it.each([
    ['who asked for it', 'Naila Rahimi'],
    ['the head, who agreed', 'Margaret Elstow'],
  ])('a fact that was corrected is known again where it is about %s', (_who, name) => {
    const under13 = aCase({ under13: 'yes' });
    const asked = given(under13).when('concern/propose-correction', by.dsl, { fact: 'under-13', reason: 'She is 14.' });
    const corrected = given(asked.history).when('concern/agree', by.head, { number: 1 });
    expect(fact(corrected.state, 'under-13')).toBe('no');
    const added = add(corrected.history, name);
    expect(fact(added.state, 'under-13')).toBe('yes');
    expect(owed(added.state)).toContain('trigger/under-13');
    expect(JSON.stringify(added.messages)).toContain('A decision of two does not hold any more.');
  });
});

describe('[R071] [R098] what somebody says to have done outside whom the case turns out to be about', () => {
  it('"Police told" answers nothing: somebody else rings, and records it', () => {
    const told = given(aCase({ under13: 'yes' })).when('concern/tell-police', by.dsl, call);
    expect(owed(told.state)).toEqual([]);
    const added = add(told.history, 'Naila Rahimi');
    expect(isToldToPolice(added.state as Concern)).toBe(false);
    expect(owed(added.state)).toContain('trigger/under-13');
    const opened = given(added.history).when('concern/open', by.head);
    expect(textsOf(opened.reply?.data).join(' ')).toContain('recorded by somebody whom it is about');
    const again = given(added.history).when('concern/tell-police', by.head, call);
    expect(owed(again.state)).not.toContain('trigger/under-13');
  });

  it('nor does a referral to the LADO, nor a LADO test that came to no', () => {
    const answers = aboutStaff('Callum Farrow');
    const test = { harmed: 'yes', offence: 'no', risk: 'no', note: 'A child says so.' };
    const staffCase = aConcern('handled', { handler: people.coordinator, answers });
    const tested = given(staffCase).when('concern/lado-test', coordinator, test);
    const referred = given(tested.history).when('concern/refer', coordinator, { ...call, agency: 'lado' });
    expect(owed(referred.state)).not.toContain('step/lado-contact');
    expect(owed(add(referred.history, 'Mei Tanaka', by.head).state)).toContain('step/lado-contact');
    const none = given(staffCase).when('concern/lado-test', coordinator, { ...test, harmed: 'no' });
    expect(owed(none.state)).not.toContain('step/lado-test');
    expect(owed(add(none.history, 'Mei Tanaka', by.head).state)).toContain('step/lado-test');
  });

  it('nor do what they said is not needed, and that parents were told', () => {
    const whole = aConcern('handled', { answers: someAnswers({ kind: 'deliberate-access' }) });
    const informing = { ...call, whom: 'The mother', said: 'What happened.' };
    const told = given(whole).when('concern/not-needed', by.dsl, { step: 'step/parents-access', reason: 'r' });
    expect(owed(told.state)).not.toContain('step/parents-access');
    expect(owed(add(told.history, 'Naila Rahimi').state)).toContain('step/parents-access');
    const informed = given(whole).when('concern/inform-parents', by.dsl, informing);
    expect(owed(informed.state)).not.toContain('step/parents-access');
    expect(owed(add(informed.history, 'Naila Rahimi').state)).toContain('step/parents-access');
  });
});

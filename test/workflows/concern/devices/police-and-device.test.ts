import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../../src/domain/form.ts';
import { owedBeforeClosing } from '../../../../src/workflows/concern/owed.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aConcern, given, type History, someAnswers } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';
import { onlyThePolice } from '../police/only-the-police.ts';

const school = aSchool();
const day = '2026-11-23';
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
const search = {
  device: 'Phone',
  owner: 'Robin Ash',
  ground: 'rules',
  why: 'A pupil said so.',
  agreedWith: people.head,
  image: 'no',
  decision: 'police',
  decisionWhy: 'Drugs are offered on it.',
  date: day,
  time: '14:10',
};
const taken = { device: 'Phone', owner: 'Robin Ash', holder: 'Office', place: 'Safe', reason: 'Rules', refused: 'no' };
const take = { ...taken, date: day, time: '14:07' };
const back = { number: 1, to: 'The mother', date: day, time: '15:30' };
const close = { outcome: 'supported', reason: 'Done.' };
const call = (time: string) => ({ date: day, time, method: 'telephone' });

const aCase = (answers: Answers): History => onlyThePolice(aConcern('handled', { answers: someAnswers(answers) }));
const phone = aCase({ kind: 'phone-misuse' });
const owed = (state: unknown) => owedBeforeClosing(state as Concern, school).map(({ rule }) => rule);

describe('[R119] a device on which a sexual image may be', () => {
  it('is not given back before the police are told of it, also where they were told of something else before', () => {
    const told = given(phone).when('concern/tell-police', by.dsl, call('14:06'));
    const held = given(told.history).when('concern/take-device', by.dsl, take);
    const found = { ...search, image: 'yes', decision: 'keep-and-police' };
    const searched = given(held.history).when('concern/search-device', by.dsl, found);
    given(searched.history).when('concern/return-device', by.dsl, back).thenRefused('device-for-police');
    const again = given(searched.history).when('concern/tell-police', by.dsl, call('14:12'));
    expect(given(again.history).when('concern/return-device', by.dsl, back).outcome.kind).toBe('decision');
  });

  it('[R073] is given back once two have agreed that the police are not told', () => {
    const image = aCase({ kind: 'sexual-harassment', signs: ['sexual-image'] });
    const assessed = given(image).when('concern/assess', by.dsl, no);
    const held = given(assessed.history).when('concern/take-device', by.dsl, take);
    const asked = given(held.history).when('concern/propose-no-police', by.dsl, { reason: 'Her own image.' });
    given(asked.history).when('concern/return-device', by.dsl, back).thenRefused('device-for-police');
    const agreed = given(asked.history).when('concern/agree', by.head, { number: 1 });
    expect(given(agreed.history).when('concern/return-device', by.dsl, back).outcome.kind).toBe('decision');
  });
});

describe('[R071] [R073] a search after which the police were to be told', () => {
  const searched = given(phone).when('concern/search-device', by.dsl, search);

  it('is answered by telling them, or by two who agree not to', () => {
    given(searched.history).when('concern/close', by.dsl, close).thenRefused('police-first');
    const assessed = given(searched.history).when('concern/assess', by.dsl, no);
    const facts = { 'sexual-image': 'no', 'sexual-harassment': 'no', 'illegal-material': 'no' };
    const all = given(assessed.history).when('concern/assess', by.dsl, facts);
    const asked = given(all.history).when('concern/propose-no-police', by.dsl, { reason: 'It was a joke.' });
    const agreed = given(asked.history).when('concern/agree', by.head, { number: 1 });
    expect(given(agreed.history).when('concern/close', by.dsl, close).state.status).toBe('closed');
  });

  it('owes nothing more where two have corrected that there was an image', () => {
    const found = { ...search, image: 'yes', decision: 'keep-and-police' };
    const image = given(phone).when('concern/search-device', by.dsl, found);
    const asked = given(image.history).when('concern/propose-correction', by.dsl, {
      fact: 'sexual-image',
      reason: 'x',
    });
    const corrected = given(asked.history).when('concern/agree', by.head, { number: 1 });
    expect(owed(corrected.state)).not.toContain('search/police');
  });

  it('stays answered where an earlier call is recorded after the later one', () => {
    const told = given(searched.history).when('concern/tell-police', by.dsl, call('14:12'));
    expect(owed(told.state)).toEqual([]);
    expect(owed(given(told.history).when('concern/tell-police', by.dsl, call('14:00')).state)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../../src/domain/form.ts';
import { owedBeforeClosing } from '../../../../src/workflows/concern/owed.ts';
import { standingTriggers } from '../../../../src/workflows/concern/police/triggers.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aConcern, given, type History, someAnswers } from '../../../support/concern.ts';
import { aSchool, by } from '../../../support/school.ts';
import { onlyThePolice } from './only-the-police.ts';

const school = aSchool();
const aCase = (answers: Answers): History => onlyThePolice(aConcern('handled', { answers: someAnswers(answers) }));
const owed = (state: unknown) => owedBeforeClosing(state as Concern, school).map(({ rule }) => rule);
const call = (date: string, time: string) => ({ date, time, method: 'telephone' });
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

describe('[R071] when the police were told', () => {
  it('is a day before the report at most, whatever day it happened on', () => {
    const danger = aCase({ kind: 'sexual-harassment', danger: 'yes', date: '2024-01-10' });
    given(danger).when('concern/tell-police', by.dsl, call('2024-02-10', '10:00')).thenRefused('told-too-early');
    expect(owed(given(danger).when('concern/tell-police', by.dsl, call('2026-11-22', '19:00')).state)).toEqual([]);
  });

  it('before the report, it answers nothing that was found since', () => {
    const told = given(aCase({ kind: 'sexual-harassment' })).when(
      'concern/tell-police',
      by.dsl,
      call('2026-11-22', '19:00'),
    );
    const more = given(told.history).when('concern/assess', by.dsl, { coercion: 'yes' });
    expect(owed(more.state)).toContain('trigger/coercion');
  });
});

describe('[R073] a question that waits when a case is closed', () => {
  it('falls, and is not answered of what the case was opened again for', () => {
    const illegal = aCase({ kind: 'deliberate-access', signs: ['illegal-material'] });
    const assessed = given(illegal).when('concern/assess', by.dsl, {
      ...no,
      'sexual-image': 'no',
      'sexual-harassment': 'no',
    });
    const proposed = given(assessed.history).when('concern/propose-no-police', by.dsl, { reason: 'A cartoon.' });
    const fact = { fact: 'illegal-material', reason: 'A cartoon.' };
    const asked = given(proposed.history).when('concern/propose-correction', by.dsl, fact);
    const corrected = given(asked.history).when('concern/agree', by.head, { number: 2 });
    const closed = given(corrected.history).when('concern/close', by.dsl, { outcome: 'supported', reason: 'Done.' });
    expect(closed.events).toContainEqual({ type: 'AgreementWithdrawn', number: 1, reason: 'The case was closed.' });
    const reopened = given(closed.history).when('concern/reopen', by.dsl, { reason: 'There is more.' });
    given(reopened.history).when('concern/agree', by.head, { number: 1 }).thenRefused('nothing-to-agree');
  });
});

describe('[R104] illegal material, where a member of staff was added', () => {
  it('calls for the police, however the case began', () => {
    const found = aCase({ kind: 'deliberate-access', signs: ['illegal-material'] });
    const ids = (state: unknown) => standingTriggers(state as Concern).map(({ id }) => id);
    expect(ids(given(found).when('concern/open', by.dsl).state)).toEqual([]);
    const staff = { name: 'Callum Farrow', kind: 'staff', capacity: 'instigator', detail: '' };
    expect(ids(given(found).when('concern/add-person', by.dsl, staff).state)).toContain('trigger/illegal-by-staff');
  });
});

import { describe, expect, it } from 'vitest';
import { mayStillSendConcern } from '../../../src/workflows/concern/access.ts';
import { myReports } from '../../../src/workflows/concern/lists.ts';
import { aboutStaff, aConcern, given, reference, textsOf } from '../../support/concern.ts';
import { aSchool, by, people } from '../../support/school.ts';

const school = aSchool();
const add = (name: string, capacity = 'instigator') => ({ name, kind: 'staff', capacity, detail: '' });
const toDsl = ({ to }: { to: { kind: string; person?: string } }) => to.kind === 'person' && to.person === people.dsl;

describe('who reported a case and turns out to be whom it is about', () => {
  const added = given(aConcern('handled', { reporter: people.dsl })).when(
    'concern/add-person',
    by.deputy,
    add('Naila Rahimi'),
  );

  it('[R198] has a receipt that ends as that of a closed report, and nothing is posted to them', () => {
    const mine = added.messages.filter(toDsl);
    expect(mine.every(({ onlyEdits }) => onlyEdits === true)).toBe(true);
    expect(mine.find(({ slot }) => slot === 'receipt')?.data.title).toBe('Your report is closed');
    const row = myReports.row(added.state, {
      reference,
      person: people.dsl,
      school,
      now: '2026-11-23T15:00:00.000Z',
    } as never);
    expect(row?.title).toBe(`${reference} · closed`);
  });

  it('[R198] hears nothing of what follows, and is asked nothing', () => {
    const taken = given(added.history).when('concern/take', by.head);
    expect(taken.messages.filter(toDsl)).toEqual([]);
    given(taken.history).when('concern/ask', by.head, { text: 'What did you see?' }).thenRefused('about-the-reporter');
    const told = { slot: 'told:seen', to: { kind: 'person', person: people.dsl }, card: 'line', data: {}, preview: '' };
    expect(mayStillSendConcern(added.state, told as never, school)).toBe(false);
  });

  it('hears of it all along where it happened to them', () => {
    const victim = given(aConcern('acknowledged', { reporter: people.otherTeacher })).when(
      'concern/add-person',
      by.deputy,
      add('Callum Farrow', 'victim'),
    );
    const taken = given(victim.history).when('concern/take', by.dsl);
    expect(taken.message('receipt')?.data.title).toBe('Your report is being handled');
  });
});

describe('a report that everybody lost who could handle it', () => {
  it('[R015] is told to the reporter with the number of the LADO, also on the receipt', () => {
    const history = aConcern('handled', { answers: aboutStaff('Elstow, Dhanda'), handler: people.governor });
    const added = given(history).when('concern/add-person', by.governor, add('Mr Donnellan', 'not-known'));
    const told = added.messages.find(({ slot }) => slot.startsWith('told:nobody'));
    expect(told).toMatchObject({ to: { person: people.teacher } });
    for (const text of [told?.preview, textsOf(added.message('receipt')?.data).join()])
      expect(text).toContain('Ring the LADO now: Local authority designated officer (LADO), 01632 960203.');
    expect(added.message('receipt')?.data.title).toBe('Nobody at the school has your report');
  });
});

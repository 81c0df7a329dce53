import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/domain/people.ts';
import { policyRegister } from '../../../src/workflows/policy-register/index.ts';
import { refusalSentences } from '../../../src/workflows/policy-register/refusals.ts';
import { by, stranger } from '../../support/school.ts';
import { aStage } from '../../support/stage.ts';
import { aPolicy, aRegister, buttonsOf, clock, people, reference, school } from './a-register.ts';

const policy = (title: string, nextReview: string | null, status = 'published') =>
  aPolicy(`P-${title}`, { title, nextReview, status, kind: 'policy', isYearly: false });

describe('[R170] the policy register', () => {
  it('shows every policy with its version, its owner and its next review, the soonest first', () => {
    const register = aRegister(
      '2026-11-23',
      policy('Later', '2027-03-01'),
      policy('Gone', null, 'withdrawn'),
      policy('Overdue', '2026-11-02'),
    );
    const { said, reply } = register.give('policy-register/open', by.governor);
    const order = ['Overdue', 'Later', 'Gone'].map((title) => said.indexOf(`"heading":"${title}"`));
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(said).toContain('Policy, version 3 · published\\nOwner: Mei Tanaka. Next review: Mon 2 Nov, overdue.');
    expect(said).toContain('version 3 · withdrawn\\nOwner: Mei Tanaka. No review is to come.');
    expect(reply?.data['title']).toBe('Policies and agreements · 2 in force');
  });

  it('is read by governors and those who publish, and by nobody else', () => {
    const register = aRegister('2026-11-23', aPolicy('P-222222'));
    for (const reader of [by.head, by.dsl, by.deputy, by.chair, by.governor, actorOf(people.coordinator)])
      expect(register.give('policy-register/open', reader).kind).toBe('decision');
    for (const other of [by.teacher, actorOf(people.networkManager), actorOf(stranger)])
      expect(register.give('policy-register/open', other)).toMatchObject({ code: 'not-yours' });
    const owed = (person: string) =>
      ({ slot: `view:${person}`, to: { kind: 'person', person }, card: 'case-file', data: {}, preview: '' }) as const;
    const maySend = (person: string) => policyRegister.mayStillSend(register.state, owed(person), school);
    expect([people.chair, people.teacher].map(maySend)).toEqual([true, false]);
    expect(register.give('policy-register/enter', by.head, aPolicy('P-222222').data).code).toBe('not-yours');
  });

  it('is begun by the first policy too, where nobody was there to begin it, and is begun once', () => {
    const register = aStage(policyRegister, { school, reference, at: '2026-11-23T10:00:00.000Z' });
    expect(register.give('policy-register/enter', clock, aPolicy('P-222222').data).events).toHaveLength(2);
    expect(register.give('policy-register/begin', clock).events).toEqual([]);
    expect(policyRegister.keeps?.(school)).toEqual([{ key: 'policies', command: 'policy-register/begin', data: {} }]);
  });

  it('puts down nothing twice, and nothing that is told late', () => {
    const register = aRegister('2026-11-23', aPolicy('P-222222', { version: 4, round: 2 }));
    expect(
      register.give('policy-register/enter', clock, aPolicy('P-222222', { version: 4, round: 2 }).data).events,
    ).toEqual([]);
    expect(
      register.give('policy-register/enter', clock, aPolicy('P-222222', { version: 3, round: 2 }).data).events,
    ).toEqual([]);
    expect(
      register.give('policy-register/enter', clock, aPolicy('P-222222', { version: 5, round: 1 }).data).events,
    ).toEqual([]);
    expect(
      register.give('policy-register/enter', clock, aPolicy('P-222222', { version: 5, round: 2 }).data).events,
    ).toHaveLength(1);
  });

  it('leads to the new school year only while an agreement has to be started again', () => {
    const [schoolYear, list] = policyRegister.lists;
    const register = aRegister('2027-09-06', aPolicy('P-222222'));
    const row = (person: string, now: string) =>
      schoolYear?.row(register.state, { reference, person, school, now })?.title;
    expect(row(people.head, '2027-08-31T10:00:00.000Z')).toBeUndefined();
    expect(row(people.head, register.at)).toBe('School year 2027-28 · 1 agreement to start again');
    expect(row(people.chair, register.at)).toBeUndefined();
    const of = { reference, school, now: register.at };
    expect(list?.row(register.state, { ...of, person: people.chair })?.title).toBe('1 policy, 1 in force');
    expect(list?.row(register.state, { ...of, person: people.teacher })).toBeUndefined();
  });

  it('goes on to a second page where there are many policies', () => {
    const many = Array.from({ length: 60 }, (_, at) => policy(`Policy ${at}`, '2027-03-01'));
    const register = aRegister('2026-11-23', ...many);
    const { reply } = register.give('policy-register/open', by.head, { page: '2' });
    expect(reply?.data['page']).toMatch(/^Page 2 of [3-9]$/);
    expect(buttonsOf(reply)).toContain('policy-register/put-away');
  });

  it('has a sentence for every refusal', () => {
    for (const sentence of Object.values(refusalSentences))
      expect(sentence({ school, reference })).toMatch(/^[A-Z].+\.$/);
  });
});

import { describe, expect, it } from 'vitest';
import type { RowContext } from '../../../src/domain/decider.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import { acknowledgement } from '../../../src/workflows/acknowledgement/index.ts';
import { myPolicies, policiesOwed, policyQuestions } from '../../../src/workflows/acknowledgement/lists.ts';
import { by, people, stranger } from '../../support/school.ts';
import {
  acknowledgedBy,
  anAgreement,
  asked,
  delivered,
  given,
  monday,
  reference,
  school,
  stateAfter,
  unreachable,
} from './an-acknowledgement.ts';

const of: RowContext = { reference, person: people.teacher, school, now: monday };

describe('my policies', () => {
  it('is typed, and shows each person what is theirs', () => {
    expect(myPolicies.typed).toEqual(['my-policies', 'my policies']);
    expect(acknowledgement.lists).toContain(myPolicies);
    expect(myPolicies.findBy?.(people.teacher)).toBe(`person ${people.teacher}`);
    expect(myPolicies.isFor(people.assistant, school)).toBe(true);
    expect(myPolicies.isFor(stranger, school)).toBe(false);
    for (const history of [delivered(), acknowledgedBy(by.teacher)])
      expect(myPolicies.row(stateAfter(history), { ...of, person: people.head })).toBeUndefined();
  });

  it('has what is owed on top, what is due first before the rest, and says by when', () => {
    for (const history of [asked(), delivered(), unreachable()])
      expect(myPolicies.row(stateAfter(history), of)).toMatchObject({
        rank: 0,
        title: 'Online safety policy · please read by Fri 4 Dec',
        detail: 'Version 4',
        press: { command: 'acknowledgement/open' },
      });
    const late = { ...of, now: '2026-12-05T09:00:00.000Z' };
    expect(policiesOwed.row(stateAfter(delivered()), late)?.title).toBe(
      'Online safety policy · overdue: please read by Fri 4 Dec',
    );
    for (const history of [asked(anAgreement), delivered(anAgreement)])
      expect(myPolicies.row(stateAfter(history), of)?.title).toBe(
        'Staff acceptable-use agreement · please read and sign by Fri 4 Dec',
      );
    const sooner = { ...stateAfter(delivered()) };
    if (sooner.status !== 'delivered') throw new Error('it is delivered');
    const state = { ...sooner, file: { ...sooner.file, dueBy: '2026-11-27' } };
    const [first = '', second = ''] = [state, sooner].map((one) => myPolicies.row(one, of)?.since);
    expect(first < second).toBe(true);
  });

  it('then has what was acknowledged or signed, the newest first', () => {
    const [one, other] = [acknowledgedBy(by.teacher), acknowledgedBy(by.teacher, anAgreement)].map((history) =>
      myPolicies.row(stateAfter(history), of),
    );
    expect(one).toMatchObject({ title: 'Online safety policy, version 4', detail: 'Acknowledged today 14:08' });
    expect(other).toMatchObject({ title: 'Staff acceptable-use agreement, version 2', detail: 'Signed today 14:08' });
    const later = given(delivered()).when(
      'acknowledgement/acknowledge',
      by.teacher,
      { version: '4' },
      {
        at: '2026-11-30T09:00:00.000Z',
      },
    );
    const newest = myPolicies.row(later.state, of);
    expect(newest?.rank).toBeGreaterThan(0);
    expect(newest?.rank).toBeLessThan(one?.rank ?? 0);
  });

  it('has nothing of what was closed or left before it was acknowledged, and keeps what was signed before leaving', () => {
    for (const [command, data] of [
      ['acknowledgement/close', { reason: 'replaced' }],
      ['acknowledgement/leave', {}],
    ] as const)
      expect(myPolicies.row(given(delivered()).when(command, theClock, data).state, of)).toBeUndefined();
    const left = given(acknowledgedBy(by.teacher)).when('acknowledgement/leave', theClock).state;
    expect(myPolicies.row(left, of)).toMatchObject({ title: 'Online safety policy, version 4' });
    expect(myPolicies.statuses).toContain('left');
  });
});

describe('questions about policies', () => {
  it('are listed for whoever looks after the policy while they wait, without a name or words', () => {
    const asks = given(delivered()).when('acknowledgement/ask-question', by.teacher, { text: 'WORDS' });
    const owner = { ...of, person: people.coordinator };
    const row = policyQuestions.row(asks.state, owner);
    expect(row).toMatchObject({ title: 'A question about Online safety policy, version 4' });
    expect(JSON.stringify(row)).not.toMatch(/WORDS|Osei/);
    expect(policyQuestions.row(asks.state, of)).toBeUndefined();
    const answer = { number: '1', text: 'Yes.' };
    const done = asks.next().when('acknowledgement/answer', { kind: 'person', person: people.coordinator }, answer);
    expect(policyQuestions.row(done.state, owner)).toBeUndefined();
  });

  it('are for anybody of the school who looks after a policy, and opened from their line', () => {
    expect([people.teacher, people.assistant, stranger].map((one) => policyQuestions.isFor(one, school))).toEqual([
      true,
      true,
      false,
    ]);
    const asks = given(delivered()).when('acknowledgement/ask-question', by.teacher, { text: 'WORDS' });
    const row = policyQuestions.row(asks.state, { ...of, person: people.coordinator });
    expect(row?.press).toEqual({ label: 'Open', command: 'acknowledgement/open-question' });
    const opened = asks.next().when('acknowledgement/open-question', actorOf(people.coordinator), {});
    expect(JSON.stringify(opened.reply?.data)).toContain('WORDS');
    const other = asks.next().when('acknowledgement/open-question', by.head, {});
    expect([other.code, other.events]).toEqual(['not-yours', []]);
  });
});

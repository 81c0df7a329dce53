import { describe, expect, it } from 'vitest';
import type { Relay } from '../../../src/domain/decider.ts';
import { theClock } from '../../../src/domain/people.ts';
import { people } from '../../support/school.ts';
import { aDraft, anAgreement, aRevision, coordinator, dsl, given, head, published, reference } from './a-policy.ts';

/** The commands that tell a round who owns the policy now, by round. */
const told = (relays: readonly Relay[]) =>
  relays
    .filter(({ type }) => type === 'campaign/change-owner')
    .map(({ slot, key, data }) => [slot, key, data.owner, data.publisher]);
const inSlot = (relays: readonly Relay[], slot: string) =>
  relays.filter((one) => one.slot === slot).map(({ type }) => type);

/** A version that was published, with the number of the draft that its preview showed. */
function revised(history: Parameters<typeof given>[0], by: typeof head, data: object) {
  const drafted = given(history).when('policy/revise', by, data);
  if (drafted.state.status !== 'preview') throw new Error(`it is a draft: ${drafted.sentence}`);
  return given(drafted.history).when('policy/confirm', by, { draft: drafted.state.making.number });
}

describe('a policy that goes to another owner', () => {
  const round = (number: number) => [`campaign:${number}`, `campaign ${reference} ${number}`] as const;

  it('tells the round that runs, also where nobody is asked again [R173]', () => {
    const { relays } = revised(published(), head, aRevision(5, { isMaterial: 'no', owner: people.senco }));
    expect(told(relays)).toEqual([[...round(1), people.senco, people.head]]);
    expect(inSlot(relays, 'campaign:1')).toEqual(['campaign/revise', 'campaign/change-owner']);
  });

  it('tells every round that there was: a question may come from an old receipt [R173]', () => {
    const second = revised(published(), head, aRevision(5)).history;
    const { relays } = revised(second, head, aRevision(6, { owner: people.senco }));
    expect(told(relays)).toEqual([
      [...round(1), people.senco, people.head],
      [...round(2), people.senco, people.head],
    ]);
    expect(inSlot(relays, 'campaign:2')).toEqual(['campaign/close', 'campaign/change-owner']);
    expect(inSlot(relays, 'campaign:3')).toEqual(['campaign/begin']);
  });

  it('tells them who publishes it now', () => {
    const { relays } = revised(published(), coordinator, aRevision(5, { isMaterial: 'no', owner: people.head }));
    expect(told(relays)).toEqual([[...round(1), people.head, people.coordinator]]);
    const data = { year: '2027-28', by: people.dsl };
    const renewed = given(published(anAgreement)).when('policy/renew', theClock, data, '2027-09-02T10:00:00.000Z');
    expect(told(renewed.relays)).toEqual([[...round(1), people.head, people.dsl]]);
  });

  it('says nothing of it where both stay', () => {
    expect(told(revised(published(), head, aRevision(5, { isMaterial: 'no' })).relays)).toEqual([]);
    expect(told(revised(published(), head, aRevision(5)).relays)).toEqual([]);
    const data = { year: '2027-28', by: people.head };
    const renewed = given(published(anAgreement)).when('policy/renew', theClock, data, '2027-09-02T10:00:00.000Z');
    expect(told(renewed.relays)).toEqual([]);
  });
});

describe('a button of a draft that there is no more', () => {
  const other = { text: 'Other words, which nobody has opened.' };

  it('publishes no other draft that was made since', () => {
    const first = given(published()).when('policy/revise', dsl, aRevision(5));
    if (first.state.status !== 'preview') throw new Error('it is a draft');
    const shown = { draft: first.state.making.number };
    const discarded = given(first.history).when('policy/discard', dsl).history;
    const second = given(discarded).when('policy/revise', coordinator, aRevision(5, other));
    expect(given(second.history).when('policy/confirm', head, shown).code).toBe('draft-changed');
    const before = given(published().slice(0, 1)).when('policy/confirm', head, { draft: 1 });
    const drafted = given(before.history).when('policy/revise', dsl, aRevision(5, other));
    expect(given(drafted.history).when('policy/confirm', head, { draft: 1 }).code).toBe('draft-changed');
  });

  it('signs no other draft that was made since [R170]', () => {
    const signature = { name: 'Margaret Elstow', jobTitle: 'Head Teacher' };
    const sent = (history: Parameters<typeof given>[0], draft: object) => {
      const drafted = given(history).when('policy/revise', dsl, draft);
      if (drafted.state.status !== 'preview') throw new Error('it is a draft');
      const { number } = drafted.state.making;
      return { number, history: given(drafted.history).when('policy/confirm', dsl, { draft: number }).history };
    };
    const first = sent(published(aDraft), aRevision(5, { approval: 'head' }));
    const discarded = given(first.history).when('policy/discard', dsl).history;
    const second = sent(discarded, aRevision(5, { approval: 'head', ...other }));
    const old = given(second.history).when('policy/sign', head, { ...signature, draft: first.number });
    expect([old.code, old.state.status]).toEqual(['draft-changed', 'awaiting-signature']);
    const now = given(second.history).when('policy/sign', head, { ...signature, draft: second.number });
    expect(now.state.status).toBe('published');
  });
});

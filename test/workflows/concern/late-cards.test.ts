import { describe, expect, it } from 'vitest';
import { theClock } from '../../../src/domain/people.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { aboutStaff, aConcern, given, monday, reference } from '../../support/concern.ts';
import { aSchool, by, people } from '../../support/school.ts';

const late = (slot: string) => ({ slot, outcome: 'delayed', code: 'teams-503' });
const came = (slot: string) => ({ slot, outcome: 'came', code: 'delivered' });
const whom = (messages: readonly { readonly to: unknown }[]) => messages.map(({ to }) => to);

describe('a card that does not come', () => {
  it('into the channel: everybody who handles the concern is told in their own chat', () => {
    const noted = given(aConcern('new')).when('concern/delivery-note', theClock, late('case'));
    noted.thenHappens({ type: 'MessageDelayed', slot: 'case', code: 'teams-503' });
    expect(whom(noted.messages)).toEqual([
      { kind: 'person', person: people.dsl },
      { kind: 'person', person: people.deputy },
    ]);
    for (const { preview } of noted.messages) {
      expect(preview).toContain(reference);
      expect(preview).toContain('could not be delivered yet');
    }
  });

  it('to the head alone: the reporter is told to ring', () => {
    const history = aConcern('new', { answers: aboutStaff('Callum Farrow and Mei Tanaka') });
    const noted = given(history).when('concern/delivery-note', theClock, late(`case:${people.head}`));
    expect(noted.message('told:unreached')?.preview).toContain('Ring 01632');
  });

  it('and comes after all is on the record, and is no more said not to have come', () => {
    const noted = given(aConcern('new')).when('concern/delivery-note', theClock, late('case'));
    const arrived = given(noted.history).when('concern/delivery-note', theClock, came('case'));
    arrived.thenHappens({ type: 'MessageCame', slot: 'case' });
    expect(arrived.messages).toEqual([]);
    const later = new Date(Date.parse(monday) + 3 * 3_600_000).toISOString();
    const reminded = given(arrived.history).when('concern/remind', theClock, {}, later);
    expect(reminded.lines).toHaveLength(1);
  });

  it('leaves reminders to the own chats of those who are called, one that comes again rather than a heap', () => {
    const noted = given(aConcern('new')).when('concern/delivery-note', theClock, late('case'));
    const hours = (count: number) => new Date(Date.parse(monday) + count * 3_600_000).toISOString();
    const waiting = (person: string) => [
      { slot: `line:waiting:${person}`, to: { kind: 'person', person }, fresh: true },
    ];
    const linesOf = ({ messages }: ReturnType<ReturnType<typeof given>['when']>) =>
      messages
        .filter(({ slot }) => slot.startsWith('line:waiting'))
        .map(({ slot, to, fresh }) => ({ slot, to, fresh }));
    // The DSL first, then the deputy, then the head.
    const first = given(noted.history).when('concern/remind', theClock, {}, hours(1));
    expect(linesOf(first)).toEqual(waiting(people.dsl));
    const second = given(first.history).when('concern/remind', theClock, {}, hours(24));
    expect(linesOf(second)).toEqual(waiting(people.deputy));
    const third = given(second.history).when('concern/remind', theClock, {}, hours(48));
    third.thenHappens(expect.objectContaining({ type: 'ConcernEscalated' }));
    const again = given(third.history).when('concern/remind', theClock, {}, hours(72));
    expect(linesOf(again)).toEqual([people.dsl, people.deputy, people.head].flatMap(waiting));
  });

  it('matters to nobody where it is a line or news for the reporter', () => {
    for (const slot of ['told:seen', 'receipt', 'line:step:x']) {
      const noted = given(aConcern('acknowledged')).when('concern/delivery-note', theClock, late(slot));
      expect([noted.events, noted.messages]).toEqual([[], []]);
    }
  });
});

describe('a concern that goes round somebody who handled it', () => {
  const added = given(aConcern('handled')).when('concern/add-person', by.dsl, {
    name: 'Daniel Okonjo',
    kind: 'staff',
    capacity: 'instigator',
  });

  it('is reminded of until one of those to whom it came takes it', () => {
    const [first] = concern.deadlines(added.state);
    expect(first?.command).toBe('concern/remind');
    const reminded = given(added.history).when('concern/remind', theClock, {}, first?.at);
    expect(reminded.messages.map(({ preview }) => preview)).toContain(`${reference}: Nobody has taken this yet.`);
    const taken = given(reminded.history).when('concern/take', by.head);
    expect(concern.deadlines(taken.state)).toEqual([]);
  });

  it('tells those to whom it came', () => {
    expect(added.message(`line:came:${people.head}`)?.preview).toBe(
      `${reference}: this has come to you, and nobody has it yet.`,
    );
  });

  it('[R198] sends nothing that was still owed to whom it went round', () => {
    const school = aSchool();
    const to = { kind: 'person', person: people.deputy } as const;
    const owed = { to, card: 'case-file', data: {}, preview: '', slot: `view:${people.deputy}` } as const;
    expect(concern.mayStillSend(given(aConcern('handled')).state, owed, school)).toBe(true);
    expect(concern.mayStillSend(added.state, owed, school)).toBe(false);
    expect(concern.mayStillSend(added.state, { ...owed, card: 'notice' }, school)).toBe(true);
  });
});

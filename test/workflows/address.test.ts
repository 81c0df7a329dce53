import { describe, expect, it } from 'vitest';
import type { Decision, DecisionContext } from '../../src/domain/decider.ts';
import { theClock } from '../../src/domain/people.ts';
import { type AddressState, address } from '../../src/workflows/address/index.ts';
import { monday } from '../support/concern.ts';
import { aSchool } from '../support/school.ts';

const context: DecisionContext = { at: monday, by: theClock, school: aSchool(), reference: 'A-234567' };
const teams = { conversation: 'a:1', service: 'https://teams.example' };

/** What a command does to an address, and the state after it. */
function give(
  state: AddressState,
  type: 'address/remember' | 'address/forget' | 'address/delivery-note',
  data: object,
) {
  const ask = { type, data: data as Record<string, string> };
  const { events } = address.decide(state, ask, context) as Decision<never>;
  const after = events.reduce((before, event) => address.evolve(before, { event, at: monday, by: theClock }), state);
  return { events, after };
}

const known = give(address.initial, 'address/remember', { who: 'person:a@b', channel: 'teams', reach: teams }).after;

describe('an address', () => {
  it('is learnt from a chat', () => {
    expect(known).toEqual({ status: 'known', who: 'person:a@b', reaches: { teams } });
    expect(address.state.parse(JSON.parse(JSON.stringify(known)))).toEqual(known);
  });

  it('is not written again when the chat says the same', () => {
    const again = { who: 'person:a@b', channel: 'teams', reach: { ...teams } };
    expect(give(known, 'address/remember', again).events).toEqual([]);
    const moved = { ...again, reach: { ...teams, conversation: 'a:2' } };
    expect(give(known, 'address/remember', moved).after.reaches.teams).toEqual(moved.reach);
    expect(give(known, 'address/remember', { ...again, reach: { conversation: 'a:1' } }).events).toHaveLength(1);
  });

  it('is kept for each chat apart, and forgotten where the bot was removed', () => {
    const slack = { who: 'person:a@b', channel: 'slack', reach: { channel: 'D1' } };
    const both = give(known, 'address/remember', slack).after;
    expect(Object.keys(both.reaches)).toEqual(['teams', 'slack']);
    const one = give(both, 'address/forget', { channel: 'teams' }).after;
    expect(one).toMatchObject({ status: 'known', reaches: { slack: { channel: 'D1' } } });
    expect(give(one, 'address/forget', { channel: 'slack' }).after).toMatchObject({ status: 'unknown', reaches: {} });
    expect(give(one, 'address/forget', { channel: 'teams' }).events).toEqual([]);
  });

  it('hears what became of its messages, and has none', () => {
    expect(give(known, 'address/delivery-note', {}).events).toEqual([]);
  });

  it('can be found by nobody and is on no list', () => {
    expect(address.findableBy(known)).toEqual([]);
    expect(address.lists).toEqual([]);
    expect(address.deadlines(known)).toEqual([]);
    expect(address.notThere('A-234567', aSchool())).not.toContain('a@b');
  });

  it('cannot be asked for by a person', () => {
    for (const command of Object.values(address.commands)) expect(command.internal).toBe(true);
  });
});

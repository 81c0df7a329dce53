import { describe, expect, it } from 'vitest';
import { theClock } from '../../../src/domain/people.ts';
import { sitesAsked } from '../../../src/workflows/concern/block-site.ts';
import type { Concern } from '../../../src/workflows/concern/state.ts';
import { aConcern, given, stateAfter } from '../../support/concern.ts';
import { by, people } from '../../support/school.ts';
import { aSite } from '../../support/site-block.ts';

const everyAnswer = { number: 1, outcome: 'blocked', record: 'B-2H4N8W' };

function caseAfter(history: Parameters<typeof stateAfter>[0]): Concern {
  const state = stateAfter(history);
  if (state.status === 'none') throw new Error('there is no concern');
  return state;
}

const asked = (address: string) => given(aConcern('handled')).when('concern/block-site', by.dsl, { address });

describe('what stands in the concern', () => {
  const everyAddress = [
    'bücher.example/x?y=1',
    '192.0.2.7',
    'unsuitable.example:8080/a;b,c',
    'http://unsuitable.example',
  ];

  it.each(everyAddress)('of %s is the address and no more, and it is found by that again', (address) => {
    const { history } = asked(address);
    const { host, path, domain, otherForm } = aSite(address);
    expect(sitesAsked(caseAfter(history))).toMatchObject([
      { number: 1, by: by.dsl, site: { host, path, domain, otherForm } },
    ]);
  });

  it('is what an action of version 0.1.0 has, and nothing that it would not keep', () => {
    const told = given(asked('unsuitable.example/fights?clip=7').history).when(
      'concern/site-blocked',
      theClock,
      everyAnswer,
    );
    for (const { event } of told.history.slice(-2))
      expect(Object.keys(event).toSorted()).toEqual(['action', 'reason', 'type']);
    expect(Object.keys(caseAfter(told.history).file)).toEqual(Object.keys(caseAfter(aConcern('handled')).file));
  });

  it('cannot be recorded by somebody as an action of theirs', () => {
    const action = 'Asked IT to block unsuitable.example';
    const written = given(aConcern('handled')).when('concern/record-action', by.dsl, { action, reason: 'x' });
    expect(sitesAsked(caseAfter(written.history))).toEqual([]);
    for (const reason of ['', ' '])
      expect(given(aConcern('handled')).when('concern/record-action', by.dsl, { action, reason }).outcome.kind).toBe(
        'malformed',
      );
  });

  it('[R198] of an address that is not taken any more is still kept from whom the concern is about', () => {
    const event = { type: 'ActionRecorded', action: 'Asked IT to block bit.ly/3abcdef', reason: '' } as const;
    const history = aConcern('handled', { followedBy: [[event, by.dsl]] });
    const person = { name: 'Ifeoma Brandt', kind: 'staff', capacity: 'instigator' };
    expect(given(history).when('concern/add-person', by.dsl, person).outcome).toMatchObject({
      relays: [{ data: { without: [people.networkManager], site: { host: 'bit.ly', path: '/3abcdef' } } }],
    });
  });
});

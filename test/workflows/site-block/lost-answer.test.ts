import { describe, expect, it } from 'vitest';
import { theClock } from '../../../src/domain/people.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import { aSchool, people } from '../../support/school.ts';
import { aBlock, actor, blockReference, givenBlock, itsConcern } from '../../support/site-block.ts';

describe('an answer of IT that does not come to the concern that asked', () => {
  const text = `${blockReference}: What became of this could not be put on the case that asked. If you handle that case, write it there.`;
  const forAsker = `${blockReference}: IT has answered about a site that you asked to have blocked, and the case does not say so. Ask IT.`;
  const lost = (command: 'site-block/blocked' | 'site-block/cannot-block', ask: object = {}) => {
    const told = givenBlock(aBlock('reported', { ask })).when(command, actor.it);
    const slot = told.relays[0]?.slot ?? '';
    return { slot, ...givenBlock(told.history).when('site-block/delivery-note', theClock, { slot, code: 'full' }) };
  };
  const saidTo = ({ messages }: Pick<ReturnType<typeof lost>, 'messages'>) =>
    messages.map(({ to, preview }) => [to.kind === 'person' ? to.person : to.kind, preview]);

  it('is told to whoever asked, and to all who look at the filter in the same words', () => {
    const parked = lost('site-block/blocked');
    expect(saidTo(parked)).toEqual([
      [people.dsl, forAsker],
      [people.coordinator, text],
      [people.deputy, text],
    ]);
    for (const message of parked.messages) expect(siteBlock.mayStillSend(parked.state, message, aSchool())).toBe(true);
  });

  it('[R198] and to nobody from whom it is kept, also where they asked for it', () => {
    const parked = lost('site-block/blocked', { without: [people.dsl], askedBy: people.head });
    expect(saidTo(parked).map(([person]) => person)).toEqual([people.head, people.coordinator, people.deputy]);
    const asker = lost('site-block/blocked', { without: [people.dsl] });
    expect(saidTo(asker).map(([person]) => person)).toEqual([people.coordinator, people.deputy]);
    const [own] = parked.messages;
    const person = { concern: itsConcern, number: 1, without: [people.head] };
    const later = givenBlock(parked.history).when('site-block/ask', theClock, person);
    if (own === undefined) throw new Error('nobody was told');
    expect(siteBlock.mayStillSend(later.state, own, aSchool())).toBe(false);
  });

  it('is given again with the next step, once', () => {
    const reviewed = givenBlock(lost('site-block/blocked').history).when('site-block/review', actor.coordinator);
    expect(reviewed.relays).toMatchObject([{ type: 'concern/site-blocked', data: { number: 1, outcome: 'blocked' } }]);
    const cannot = givenBlock(lost('site-block/cannot-block').history);
    const later = cannot.when('site-block/review', actor.coordinator);
    expect(later.relays).toMatchObject([{ data: { outcome: 'cannot' } }]);
    const blocked = givenBlock(later.history).when('site-block/blocked', actor.it);
    expect(blocked.relays).toMatchObject([{ data: { outcome: 'blocked' } }]);
    const twice = givenBlock(cannot.when('site-block/cannot-block', actor.it).history);
    expect(twice.when('site-block/review', actor.coordinator).relays).toEqual([]);
  });

  it('where it is only late is said to nobody', () => {
    const told = givenBlock(aBlock('blocked', { ask: {} }));
    const late = told.when('site-block/delivery-note', theClock, { slot: 'relay:concern:x', outcome: 'delayed' });
    expect([late.events, late.messages]).toEqual([[], []]);
  });
});

import { describe, expect, it } from 'vitest';
import { deliveryStep, deliveryStepSchemas, deliveryWords, personInSlot } from '../../src/domain/delivery-note.ts';
import { isAnybodyReached } from '../../src/domain/undelivered.ts';

const person = 'n.rahimi@oakfield.example';

describe('what became of a message', () => {
  it('stands in the history where it never came or may stand twice, whatever it was', () => {
    for (const slot of ['case', 'told:seen', 'relay:block:1']) {
      const note = { slot, code: 'blocked' };
      expect(deliveryStep({ ...note, outcome: 'parked' })).toEqual({ type: 'MessageParked', ...note });
      expect(deliveryStep({ ...note, outcome: 'may-be-repeated' })).toEqual({ type: 'MessageMayBeRepeated', slot });
    }
  });

  it('stands there late only of a card that somebody has to act on, with the chat where there are several', () => {
    for (const slot of ['case', `case:${person}`, `job:${person}`, `parked:case:${person}`]) {
      const late = deliveryStep({ slot, code: 'x', outcome: 'delayed', chat: 'slack' });
      expect(late).toEqual({ type: 'MessageDelayed', slot, code: 'x', chat: 'slack' });
      expect(deliveryStep({ slot, code: 'x', outcome: 'came' })).toEqual({ type: 'MessageCame', slot });
    }
    for (const slot of ['receipt', `parked:job:${person}`, 'relay:block:1', 'cases'])
      for (const outcome of ['delayed', 'came'] as const)
        expect(deliveryStep({ slot, code: 'x', outcome })).toBeUndefined();
  });

  it('has words for every step that is kept', () => {
    const types = deliveryStepSchemas.map((schema) => schema.shape.type.value);
    expect(Object.keys(deliveryWords)).toEqual(types);
  });

  it('names the person whose slot it is, last', () => {
    const slots = ['case', `case:${person}`, `parked:relay:concern:x:${person}`];
    expect(slots.map(personInSlot)).toEqual([undefined, person, person]);
  });
});

describe('whether anybody is reached', () => {
  const holders = { inChannel: [person], chats: 2, alone: ['m.tanaka@oakfield.example'] };
  const all = [
    { slot: 'case', chat: 'teams' },
    { slot: 'case', chat: 'slack' },
    { slot: `parked:case:${person}` },
    { slot: 'case:m.tanaka@oakfield.example' },
  ] as const;

  it('is so until nothing of all that could come may come', () => {
    expect(isAnybodyReached(all, holders)).toBe(false);
    for (const one of all) {
      const others = all.filter((other) => other !== one);
      expect(isAnybodyReached(others, holders)).toBe(true);
    }
  });

  it('is not so by a channel in which nobody is', () => {
    expect(isAnybodyReached([], { inChannel: [], chats: 1, alone: [] })).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { type Condition, conditionHolds, labelOf, questionsOf } from '../../src/domain/form.ts';

describe('a condition', () => {
  const red: Condition = { question: 'colour', is: ['red', 'pink'] };

  it('holds when the answer is one of those it names', () => {
    expect(conditionHolds(red, { colour: 'red' })).toBe(true);
    expect(conditionHolds(red, { colour: 'blue' })).toBe(false);
    expect(conditionHolds(red, {})).toBe(false);
  });

  it('holds when one of several answers is', () => {
    expect(conditionHolds(red, { colour: ['blue', 'pink'] })).toBe(true);
    expect(conditionHolds(red, { colour: ['blue'] })).toBe(false);
  });

  it('may ask for something else as well, or instead', () => {
    const both: Condition = { ...red, also: { question: 'size', is: ['big'] } };
    const either: Condition = { ...both, or: { question: 'shape', is: ['round'] } };
    expect(conditionHolds(both, { colour: 'red', size: 'big' })).toBe(true);
    expect(conditionHolds(both, { colour: 'red', size: 'small' })).toBe(false);
    expect(conditionHolds(either, { colour: 'red', size: 'small' })).toBe(false);
    expect(conditionHolds(either, { colour: 'blue', shape: 'round' })).toBe(true);
  });
});

describe('a form', () => {
  it('tells its questions from the words between them', () => {
    const room = { kind: 'text', id: 'room', label: 'Room' } as const;
    expect(questionsOf({ id: 'all', items: [{ kind: 'note', tone: 'plain', text: 'Hello' }, room] })).toEqual([room]);
  });

  it('shows the value of a choice that it no longer has', () => {
    expect(labelOf([{ value: 'a', label: 'The first' }], 'a')).toBe('The first');
    expect(labelOf([{ value: 'a', label: 'The first' }], 'b')).toBe('b');
  });
});

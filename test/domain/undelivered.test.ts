import { describe, expect, it } from 'vitest';
import { countParked, missingAfter, stepsKept } from '../../src/domain/undelivered.ts';

const parked = { type: 'MessageParked', slot: 'case' } as const;
const cameTo = (chat: 'teams' | 'slack') => ({ type: 'MessageCame', slot: 'case', chat }) as const;

describe('what is missing', () => {
  it('is each message once in each chat, until it comes', () => {
    const events = [
      parked,
      parked,
      { ...parked, chat: 'slack' },
      { type: 'MessageDelayed', slot: 'case', chat: 'teams' },
      cameTo('teams'),
    ] as const;
    const missing = events.reduce(missingAfter, [] as ReturnType<typeof missingAfter>);
    expect(missing).toEqual([{ slot: 'case' }, { slot: 'case', chat: 'slack' }]);
    expect(missingAfter(missing, cameTo('slack'))).toEqual([{ slot: 'case' }]);
    expect(missingAfter(missing, { type: 'MessageMayBeRepeated' })).toEqual(missing);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ ...parked, slot: `case:${index}` }));
    const missing = many.reduce(missingAfter, [] as ReturnType<typeof missingAfter>);
    expect(missing).toHaveLength(100);
    expect(missing.at(-1)).toEqual({ slot: 'case:299' });
  });
});

describe('the steps that are kept', () => {
  it('are never crowded out by what became of messages', () => {
    const decided = { event: { type: 'SiteApproved' } };
    const failed = Array.from({ length: 500 }, (_, number) => ({ event: { type: 'MessageParked', number } }));
    const kept = stepsKept([decided, ...failed, { event: { type: 'AccessEnded' } }]);
    expect(kept).toHaveLength(52);
    expect(kept[0]).toBe(decided);
    expect(kept.at(-1)).toEqual({ event: { type: 'AccessEnded' } });
    expect(kept[1]).toEqual({ event: { type: 'MessageParked', number: 450 } });
  });

  it('are the latest, in their order', () => {
    const many = Array.from({ length: 130 }, (_, number) => ({ event: { type: 'SiteNotBlocked', number } }));
    expect(stepsKept(many)).toEqual(many.slice(-100));
  });
});

describe('messages that can never be delivered', () => {
  it('are counted each once in each chat, unless one came after all or is tried again', () => {
    expect(countParked([])).toBe(0);
    expect(countParked([parked, parked, { ...parked, slot: 'line:1' }])).toBe(2);
    expect(countParked([{ ...parked, chat: 'teams' }, { ...parked, chat: 'slack' }, cameTo('slack')])).toBe(1);
    expect(countParked([parked, { type: 'MessageCame', slot: 'case' }])).toBe(0);
    expect(countParked([parked, { type: 'MessageDelayed', slot: 'case' }])).toBe(0);
    expect(countParked([{ type: 'MessageCame', slot: 'case' }, parked])).toBe(1);
  });

  it('are counted without the notices that they did not come, which could not be delivered either', () => {
    expect(countParked([parked, { ...parked, slot: 'parked:case:n.rahimi@oakfield.example' }])).toBe(1);
  });

  it('are none that are only late, and nothing else that happened counts', () => {
    expect(countParked([{ type: 'MessageDelayed', slot: 'case' }, { type: 'NoteAdded' }])).toBe(0);
  });
});

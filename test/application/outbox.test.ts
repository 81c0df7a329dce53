import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALL_MS, CLAIM_MS, LONGEST_ATTEMPT_MS, TAKE_OVER_MARGIN_MS } from '../../src/application/lease.ts';
import {
  claimed,
  type Deliveries,
  free,
  inOrder,
  isInFlight,
  nextAttempt,
  owe,
  patienceOf,
  takenBack,
} from '../../src/application/outbox.ts';
import type { Owed } from '../../src/application/sealed-record.ts';
import { HOUR, type Instant, later, MINUTE, SECOND } from '../../src/domain/instant.ts';
import type { Message, Place } from '../../src/domain/message.ts';

const now: Instant = '2026-11-23T14:05:00.000Z';
const channel: Place = { kind: 'channel', channel: 'safeguarding' };
const below = (slot: string): Place => ({ kind: 'thread', below: slot });
const post = { channel: 'teams', at: { id: '1' } };

function aMessage(slot: string, of: Partial<Message> = {}): Message {
  return { slot, to: channel, card: 'line', data: { text: slot }, preview: slot, ...of };
}

function anOwed(slot: string, of: Partial<Owed> = {}): Owed {
  const message = aMessage(slot);
  const base = { notBefore: now, attempts: 0, settled: 0, unsure: false, onlyEdits: false };
  return { id: `${slot} ${of.id ?? 1}`, ...base, message, ...of };
}

const inFlight = { attempts: 1, settled: 0, notBefore: later(now, CLAIM_MS) };
const failed = { attempts: 1, settled: 1, notBefore: later(now, 2 * SECOND) };

/** Owes messages one after the other, with ids that count. */
function owing(before: Deliveries, ...messages: readonly Message[]): readonly Owed[] {
  let count = 0;
  return owe(
    before,
    messages.map((message) => ({ message })),
    { at: now, freshId: () => `new ${++count}` },
  );
}

const idsOf = (outbox: readonly Owed[]) => outbox.map(({ id }) => id);

describe('the wait before another attempt', () => {
  it('grows with each failure, to hours, and ends after the eleventh', () => {
    const waits = Array.from({ length: 12 }, (_, index) => {
      const at = nextAttempt(index + 1, now, 0, 0);
      return at === undefined ? undefined : (Date.parse(at) - Date.parse(now)) / SECOND;
    });
    expect(waits).toEqual([2, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, undefined]);
  });

  it('is spread by chance, by a quarter at the most, so that a thousand messages do not come back at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
        const least = Date.parse(nextAttempt(attempts, now, 0, 0) ?? now) - Date.parse(now);
        const wait = Date.parse(nextAttempt(attempts, now, 0, chance) ?? now) - Date.parse(now);
        expect(wait).toBeGreaterThanOrEqual(least);
        expect(wait).toBeLessThanOrEqual(least * 1.25 + 1);
      }),
    );
  });

  it('is never shorter than the chat asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 24 * HOUR }), (attempts, asked) => {
        const at = nextAttempt(attempts, now, patienceOf(asked), 0) ?? now;
        expect(Date.parse(at) - Date.parse(now)).toBeGreaterThanOrEqual(asked);
      }),
    );
  });

  it.each<[unknown, number]>([
    [undefined, 0],
    [Number.NaN, 0],
    [-1, 0],
    [0, 0],
    [0.4, 1],
    [1_500, 1_500],
    [Number.POSITIVE_INFINITY, 24 * HOUR],
    [Number.MAX_SAFE_INTEGER, 24 * HOUR],
  ])('takes %j for what a chat may ask as %d milliseconds', (asked, patience) => {
    expect(patienceOf(asked as number | undefined)).toBe(patience);
  });
});

describe('a claim', () => {
  const elapsedMs = () => 0;
  const by = (owner: string) => ({ owner, elapsedMs, now });
  const taken = CLAIM_MS + TAKE_OVER_MARGIN_MS;

  it('lasts longer than any attempt, and what leaves last is answered before it ends', () => {
    expect(CLAIM_MS).toBeGreaterThan(LONGEST_ATTEMPT_MS);
    expect(LONGEST_ATTEMPT_MS).toBeGreaterThanOrEqual(CALL_MS);
  });

  it('keeps others from the message until it runs out and a margin is over', () => {
    const { outbox, claims } = claimed([anOwed('a')], [], by('one'));
    expect([idsOf(outbox), claims]).toEqual([['a 1'], []]);
    const [first] = outbox;
    const after = claimed(outbox, first === undefined ? [] : [first], by('one'));
    expect(after.claims).toEqual([{ id: 'a 1', attempts: 1, owner: 'one', isForChat: true, elapsedMs }]);
    expect(after.outbox).toMatchObject([{ attempts: 1, settled: 0, owner: 'one', notBefore: later(now, 50 * SECOND) }]);
    for (const passed of [0, CLAIM_MS, taken - 1])
      expect(free({ outbox: after.outbox, posts: {} }, later(now, passed)), String(passed)).toEqual([]);
    expect(idsOf(free({ outbox: after.outbox, posts: {} }, later(now, taken)))).toEqual(['a 1']);
  });

  it('after one that nobody ended leaves it unsure whether the message stands there', () => {
    const dead = anOwed('a', { ...inFlight, notBefore: now, owner: 'one' });
    const [again] = claimed([dead], [dead], by('other')).outbox;
    expect(again).toMatchObject({ attempts: 2, settled: 1, unsure: true, owner: 'other' });
    const known = anOwed('a', { ...failed, notBefore: now });
    expect(claimed([known], [known], by('one')).outbox[0]).toMatchObject({ attempts: 2, settled: 1, unsure: false });
  });

  it('that is taken back leaves nothing of itself but what was unsure before', () => {
    const before = anOwed('a', { ...failed, unsure: true, notBefore: now });
    const [begun] = claimed([before], [before], by('one')).outbox;
    const soon = later(now, SECOND);
    expect(begun && takenBack(begun, soon)).toEqual({ ...before, owner: undefined, notBefore: soon });
  });
});

describe('a newer message of a slot', () => {
  it('takes the place of an older one that nobody is delivering', () => {
    const outbox = [anOwed('a'), anOwed('b')];
    expect(idsOf(owing({ outbox, posts: {} }, aMessage('a')))).toEqual(['b 1', 'new 1']);
  });

  it('goes on where the older one stood that had failed: its patience, its attempts and its doubt', () => {
    const outbox = [anOwed('a', { ...failed, attempts: 3, settled: 3, unsure: true })];
    const [only] = owing({ outbox, posts: {} }, aMessage('a'));
    expect(only).toMatchObject({ id: 'new 1', attempts: 3, settled: 3, unsure: true, notBefore: failed.notBefore });
  });

  it('waits for an older one that is being delivered, and goes as soon as that has ended', () => {
    const before = { outbox: [anOwed('a', inFlight)], posts: {} };
    const outbox = owing(before, aMessage('a'));
    expect(idsOf(outbox)).toEqual(['a 1', 'new 1']);
    expect(outbox[1]?.notBefore).toBe(inFlight.notBefore);
    expect(free({ outbox, posts: {} }, now)).toEqual([]);
    const after = { outbox: outbox.slice(1), posts: { a: post } };
    const freed = inOrder({ outbox, posts: {} }, after, now);
    expect(idsOf(free({ outbox: freed, posts: after.posts }, now))).toEqual(['new 1']);
  });

  it('leaves one alone whose own time is still to come', () => {
    const fading = anOwed('a', {
      notBefore: later(now, HOUR),
      message: aMessage('a', { notBefore: later(now, HOUR) }),
    });
    const order = (at: Instant) =>
      idsOf(inOrder({ outbox: [], posts: {} }, { outbox: [anOwed('a', failed), fading], posts: {} }, at));
    expect(order(now)).toEqual(['a 1', 'a 1']);
    expect(order(later(now, HOUR))).toEqual(['a 1']);
  });

  it('that the chat shows already needs nothing of what was to be shown before', () => {
    const outbox = [anOwed('a', { ...failed, attempts: 9, settled: 9, notBefore: later(now, HOUR) })];
    const [only] = owe({ outbox, posts: { a: post } }, [{ message: aMessage('a'), isShown: true }], {
      at: now,
      freshId: () => 'new',
    });
    expect(only).toMatchObject({ id: 'new', attempts: 0, notBefore: now });
  });
});

describe('a line of a thread', () => {
  const line = aMessage('line', { to: below('case') });

  it('goes at once where its root stands', () => {
    const outbox = owing({ outbox: [anOwed('case', failed)], posts: { case: post } }, line);
    expect(idsOf(free({ outbox, posts: { case: post } }, now))).toEqual(['new 1']);
  });

  it('waits for as long as its root does, wherever that stands in the outbox', () => {
    const root = anOwed('case', { ...failed, notBefore: later(now, MINUTE) });
    for (const outbox of [
      owing({ outbox: [root], posts: {} }, line),
      inOrder({ outbox: [], posts: {} }, { outbox: [anOwed('line', { message: line }), root], posts: {} }, now),
    ]) {
      const waiting = outbox.find(({ message }) => message.slot === 'line');
      expect(waiting?.notBefore).toBe(later(now, MINUTE));
      expect(free({ outbox, posts: {} }, now)).toEqual([]);
    }
  });

  it('waits behind a root that itself waits for an older one', () => {
    const outbox = owing({ outbox: [anOwed('case', inFlight)], posts: {} }, aMessage('case'), line);
    expect(outbox.map(({ notBefore }) => notBefore)).toEqual(Array(3).fill(inFlight.notBefore));
  });
});

describe('an outbox', () => {
  const slot = fc.constantFrom('a', 'b', 'case');
  const owed = fc
    .record({
      slot,
      thread: fc.boolean(),
      attempts: fc.nat(3),
      ended: fc.boolean(),
      inMs: fc.integer({ min: -60_000, max: 60_000 }),
      own: fc.option(fc.integer({ min: -60_000, max: 60_000 })),
    })
    .map(({ slot: name, thread, attempts, ended, inMs, own }): Omit<Owed, 'id'> => {
      const to = thread && name !== 'case' ? below('case') : channel;
      const message = aMessage(name, { to, ...(own === null ? {} : { notBefore: later(now, own) }) });
      const settled = ended ? attempts : Math.max(0, attempts - 1);
      return { message, attempts, settled, notBefore: later(now, inMs), unsure: false, onlyEdits: false };
    });
  const anOutbox = fc.array(owed, { maxLength: 8 }).map((all) => all.map((one, index) => ({ ...one, id: `${index}` })));

  it('put in order twice is in the same order', () => {
    fc.assert(
      fc.property(anOutbox, fc.boolean(), (outbox, hasRoot) => {
        const posts: Deliveries['posts'] = hasRoot ? { case: post } : {};
        const once = inOrder({ outbox, posts }, { outbox, posts }, now);
        const twice = inOrder({ outbox: once, posts }, { outbox: once, posts }, now);
        const inFuture = (all: readonly Owed[]) =>
          all.map(({ id, notBefore }) => [id, notBefore > now ? notBefore : now]);
        expect(inFuture(twice)).toEqual(inFuture(once));
      }),
    );
  });

  it('never loses the latest content of a slot, nor anything that is being delivered', () => {
    fc.assert(
      fc.property(anOutbox, (outbox) => {
        const kept = idsOf(inOrder({ outbox, posts: {} }, { outbox, posts: {} }, now));
        for (const one of ['a', 'b', 'case']) {
          const inSlot = outbox.filter(({ message }) => message.slot === one);
          const last = inSlot.at(-1);
          if (last !== undefined) expect(kept).toContain(last.id);
        }
        for (const one of outbox.filter((candidate) => isInFlight(candidate, now))) expect(kept).toContain(one.id);
      }),
    );
  });

  it('never offers two messages of one slot at once', () => {
    fc.assert(
      fc.property(anOutbox, (outbox) => {
        const ordered = inOrder({ outbox, posts: {} }, { outbox, posts: {} }, now);
        const slots = free({ outbox: ordered, posts: {} }, now).map(({ message }) => message.slot);
        expect(new Set(slots).size).toBe(slots.length);
      }),
    );
  });

  it('is due again in the end, so that nothing in it is forgotten', () => {
    fc.assert(
      fc.property(anOutbox, (outbox) => {
        const ordered = inOrder({ outbox, posts: {} }, { outbox, posts: {} }, now);
        const muchLater = later(now, HOUR);
        if (ordered.length > 0) expect(free({ outbox: ordered, posts: {} }, muchLater)).not.toEqual([]);
      }),
    );
  });
});

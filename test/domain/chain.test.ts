import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainHash, chainHead, chainRoot, firstBrokenEntry } from '../../src/domain/chain.ts';
import type { Entry } from '../../src/domain/record.ts';
import { someEntries } from '../support/stored-record.ts';

interface History {
  readonly school: string;
  readonly kind: string;
  readonly id: string;
  readonly entries: readonly Entry[];
}

const name = fc.string({ maxLength: 12 });

/** A record with a whole chain of `minLength` to 12 entries. */
function histories(minLength: number): fc.Arbitrary<History> {
  return fc
    .record({
      school: name,
      kind: name,
      id: name,
      sealed: fc.array(fc.string({ maxLength: 30 }), { minLength, maxLength: 12 }),
    })
    .map(({ sealed, ...record }) => ({ ...record, entries: someEntries(record, sealed) }));
}

describe('a history that nobody touched', () => {
  test('is whole, however long', () => {
    fc.assert(
      fc.property(histories(0), (record) => {
        expect(firstBrokenEntry(record)).toBeUndefined();
      }),
    );
  });

  test('is whole with each entry that is added to it', () => {
    fc.assert(
      fc.property(histories(0), fc.string(), (record, sealed) => {
        const entry = { seq: record.entries.length + 1, at: '2026-03-02T09:15:00.000Z', sealed };
        const added = { ...entry, hash: chainHash(chainHead(record), entry) };
        const grown = { ...record, entries: [...record.entries, added] };
        expect(firstBrokenEntry(grown)).toBeUndefined();
        expect(chainHead(grown)).toBe(added.hash);
      }),
    );
  });

  test('begins at a root that is no other record’s', () => {
    fc.assert(
      fc.property(histories(0), histories(0), (one, other) => {
        fc.pre(one.school !== other.school || one.kind !== other.kind || one.id !== other.id);
        expect(chainRoot(one)).not.toBe(chainRoot(other));
        expect(chainHead({ ...one, entries: [] })).toBe(chainRoot(one));
      }),
    );
    expect(chainRoot({ school: 'ab', kind: 'c', id: 'd' })).not.toBe(chainRoot({ school: 'a', kind: 'bc', id: 'd' }));
  });
});

describe('the first bad entry is named', () => {
  test('when any character of an entry was changed', () => {
    fc.assert(
      fc.property(
        histories(1),
        fc.nat(),
        fc.constantFrom('at', 'sealed', 'hash'),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 1 }),
        (record, whichEntry, part, where, character) => {
          const index = whichEntry % record.entries.length;
          const entry = entryAt(record, index);
          const at = where % Math.max(entry[part].length, 1);
          const text = entry[part].slice(0, at) + character + entry[part].slice(at + 1);
          fc.pre(text !== entry[part]);
          expect(firstBrokenEntry(withEntry(record, index, { ...entry, [part]: text }))).toBe(index + 1);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('when any byte of an entry was removed or added', () => {
    fc.assert(
      fc.property(
        histories(1),
        fc.nat(),
        fc.constantFrom('at', 'sealed', 'hash'),
        fc.nat(),
        fc.constantFrom('', '0', '\0', ':'),
        (record, whichEntry, part, where, more) => {
          const index = whichEntry % record.entries.length;
          const entry = entryAt(record, index);
          const at = where % (entry[part].length + 1);
          const text = entry[part].slice(0, at) + more + entry[part].slice(more === '' ? at + 1 : at);
          fc.pre(text !== entry[part]);
          expect(firstBrokenEntry(withEntry(record, index, { ...entry, [part]: text }))).toBe(index + 1);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('when a byte went from one part of an entry to the next', () => {
    fc.assert(
      fc.property(histories(1), fc.nat(), (record, whichEntry) => {
        const index = whichEntry % record.entries.length;
        const entry = entryAt(record, index);
        const moved = { ...entry, at: entry.at.slice(0, -1), sealed: `Z${entry.sealed}` };
        expect(firstBrokenEntry(withEntry(record, index, moved))).toBe(index + 1);
      }),
    );
  });

  test('when it was given another number', () => {
    fc.assert(
      fc.property(histories(1), fc.nat(), fc.integer(), (record, whichEntry, seq) => {
        const index = whichEntry % record.entries.length;
        fc.pre(seq !== index + 1);
        const changed = { ...entryAt(record, index), seq };
        expect(firstBrokenEntry(withEntry(record, index, changed))).toBe(index + 1);
      }),
    );
  });

  test('when an entry that others follow was removed', () => {
    fc.assert(
      fc.property(histories(2), fc.nat(), (record, whichEntry) => {
        const index = whichEntry % (record.entries.length - 1);
        expect(firstBrokenEntry({ ...record, entries: record.entries.toSpliced(index, 1) })).toBe(index + 1);
      }),
    );
  });

  test('when an entry was removed and the others numbered anew', () => {
    fc.assert(
      fc.property(histories(2), fc.nat(), (record, whichEntry) => {
        const index = whichEntry % (record.entries.length - 1);
        const left = record.entries.toSpliced(index, 1).map((entry, at) => ({ ...entry, seq: at + 1 }));
        expect(firstBrokenEntry({ ...record, entries: left })).toBe(index + 1);
      }),
    );
  });

  test('when two entries changed places', () => {
    fc.assert(
      fc.property(histories(2), fc.nat(), fc.nat(), fc.boolean(), (record, one, other, renumbered) => {
        const length = record.entries.length;
        const [first, second] = [one % length, other % length].toSorted((a, b) => a - b) as [number, number];
        fc.pre(first !== second);
        const swapped = record.entries
          .with(first, entryAt(record, second))
          .with(second, entryAt(record, first))
          .map((entry, at) => (renumbered ? { ...entry, seq: at + 1 } : entry));
        expect(firstBrokenEntry({ ...record, entries: swapped })).toBe(first + 1);
      }),
    );
  });

  test('when an entry is there twice', () => {
    fc.assert(
      fc.property(histories(1), fc.nat(), (record, whichEntry) => {
        const index = whichEntry % record.entries.length;
        const doubled = record.entries.toSpliced(index, 0, entryAt(record, index));
        expect(firstBrokenEntry({ ...record, entries: doubled })).toBe(index + 2);
      }),
    );
  });

  test('when an entry came from another record', () => {
    fc.assert(
      fc.property(histories(1), histories(1), fc.nat(), (record, other, whichEntry) => {
        fc.pre(chainRoot(record) !== chainRoot(other));
        const index = whichEntry % Math.min(record.entries.length, other.entries.length);
        expect(firstBrokenEntry(withEntry(record, index, entryAt(other, index)))).toBe(index + 1);
      }),
    );
  });

  test('when a whole history was moved to another school, kind or reference', () => {
    fc.assert(
      fc.property(histories(1), fc.constantFrom('school', 'kind', 'id'), name, (record, part, moved) => {
        fc.pre(record[part] !== moved);
        expect(firstBrokenEntry({ ...record, [part]: moved })).toBe(1);
      }),
    );
  });
});

describe('what the chain alone cannot find', () => {
  test('is that its last entries were removed: the head tells, for whoever kept it', () => {
    fc.assert(
      fc.property(histories(1), fc.nat(), (record, where) => {
        const cut = { ...record, entries: record.entries.slice(0, where % record.entries.length) };
        expect(firstBrokenEntry(cut)).toBeUndefined();
        expect(chainHead(cut)).not.toBe(chainHead(record));
      }),
    );
  });
});

function entryAt(record: History, index: number): Entry {
  const entry = record.entries[index];
  if (entry === undefined) throw new RangeError(`there is no entry ${index + 1}`);
  return entry;
}

function withEntry(record: History, index: number, entry: Entry): History {
  return { ...record, entries: record.entries.with(index, entry) };
}

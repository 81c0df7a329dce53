import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainRoot } from '../../src/domain/chain.ts';
import { type Checkpoint, lineOf, readCheckpoint, writeCheckpoint } from '../../src/domain/checkpoint.ts';
import { SCHOOL_KEYS_KIND } from '../../src/domain/record.ts';
import { aStoredRecord, someEntries } from '../support/stored-record.ts';

const hash = 'A'.repeat(43);
const updatedAt = '2026-11-23T15:41:07.031Z';
const checkpoint: Checkpoint = {
  school: 'oakfield',
  date: '2026-11-23',
  at: '2026-11-23T16:00:00.412Z',
  previous: '7K3Q9-F2M8A-04TZX-R6WNC',
  publicKey: 'B'.repeat(43),
  lines: [
    { reference: 'A-4TZXR6', standing: { kind: 'address', seq: 1, updatedAt, hash } },
    { reference: 'C-7K3Q9F' },
    { reference: 'C-9W2MRT', standing: { kind: 'concern', seq: 12, updatedAt, hash } },
  ],
};

describe('a checkpoint', () => {
  it('is written as the documentation says', () => {
    expect(writeCheckpoint({ ...checkpoint, lines: checkpoint.lines.toReversed() })).toBe(
      [
        'safeguarding-bot checkpoint 1',
        'school oakfield',
        'date 2026-11-23',
        'at 2026-11-23T16:00:00.412Z',
        'previous 7K3Q9-F2M8A-04TZX-R6WNC',
        `key ${'B'.repeat(43)}`,
        'records 3',
        `A-4TZXR6 address 1 ${updatedAt} ${hash}`,
        'C-7K3Q9F ? ? ? ?',
        `C-9W2MRT concern 12 ${updatedAt} ${hash}`,
        '',
      ].join('\n'),
    );
  });

  it('is read back as it was written, whatever somebody has called a record', () => {
    const anything = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '%', '?', ' ', '\n', '%25'));
    const reference = fc.oneof(fc.stringMatching(/^C-[2-9A-Z]{6}$/), anything);
    const standing = fc.record({
      kind: fc.oneof(fc.constant('concern'), anything),
      seq: fc.nat(9_999),
      updatedAt: fc.constant(updatedAt),
      hash: fc.constant(hash),
    });
    const line = fc.record({ reference, standing }, { requiredKeys: ['reference'] });
    fc.assert(
      fc.property(fc.uniqueArray(line, { selector: (one) => one.reference }), fc.boolean(), (lines, isFirst) => {
        const written = { ...checkpoint, lines, ...(isFirst ? { previous: undefined } : {}) };
        const text = writeCheckpoint(written);
        const read = readCheckpoint(text);
        expect(new Set(read?.lines)).toEqual(new Set(lines));
        expect({ ...read, lines }).toEqual(written);
        expect(text.split('\n')).toHaveLength(lines.length + 8);
      }),
    );
  });

  it('is not read where a single letter is another, unless it says something else then', () => {
    const text = writeCheckpoint(checkpoint);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...' \n?1aZ-%'), (at, letter) => {
        const changed = text.slice(0, at) + letter + text.slice(at + 1);
        const read = readCheckpoint(changed);
        if (changed !== text && read !== undefined) expect(read).not.toEqual(checkpoint);
        if (read !== undefined) expect(writeCheckpoint(read)).toBe(changed);
      }),
    );
    expect(readCheckpoint(`${text}\n`)).toBeUndefined();
    expect(readCheckpoint(text.slice(0, -1))).toBeUndefined();
    expect(readCheckpoint(text.replace('records 3', 'records 2'))).toBeUndefined();
  });

  it.each([
    ['2026-11-23T16:00:00.412Z', '2026-11-23T25:00:00.412Z'],
    ['2026-11-23T16:00:00.412Z', 'never'],
    ['date 2026-11-23', 'date 2026-02-30'],
    [updatedAt, '2026-11-31T15:41:07.031Z'],
  ])('is not read where a time is none: %s as %s', (is, other) => {
    expect(readCheckpoint(writeCheckpoint(checkpoint).replace(is, other))).toBeUndefined();
  });
});

describe('the line of a record', () => {
  it('holds how long its history is and the hash of the last entry', () => {
    const record = aStoredRecord();
    const longer = { ...record, entries: someEntries(record, ['1.a', '1.b', '1.c']) };
    expect(lineOf(longer)).toEqual({
      reference: record.id,
      standing: { kind: 'concern', seq: 3, updatedAt: record.updatedAt, hash: longer.entries[2]?.hash },
    });
    expect(lineOf({ ...record, entries: [] }).standing).toMatchObject({ seq: 0, hash: chainRoot(record) });
  });

  it('vouches for nothing where the history is damaged', () => {
    const record = aStoredRecord();
    const [entry] = record.entries;
    const reference = record.id;
    expect(lineOf({ ...record, entries: [{ ...entry!, at: '2026-03-02T09:16:00.000Z' }] })).toEqual({ reference });
    expect(lineOf({ ...record, updatedAt: '2026-03-02T25:16:00.000Z' })).toEqual({ reference });
  });

  it('holds a hash over all of the keys of a school, which have no history', () => {
    const keys = aStoredRecord({ id: SCHOOL_KEYS_KIND, kind: SCHOOL_KEYS_KIND, entries: [] });
    const { standing } = lineOf(keys);
    expect(standing).toMatchObject({ kind: SCHOOL_KEYS_KIND, seq: 0 });
    for (const change of [{ key: 'x' }, { updatedAt: '2026-03-02T09:16:00.000Z' }, { state: 'x' }, { posts: 'x' }])
      expect(lineOf({ ...keys, ...change }).standing?.hash).not.toBe(standing?.hash);
  });
});

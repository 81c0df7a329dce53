import { describe, expect, it } from 'vitest';
import type { SealedCheckpoint } from '../../src/application/checkpoint-seal.ts';
import { createCheckpointWitness } from '../../src/application/checkpoint-witness.ts';
import { chainHash, chainRoot } from '../../src/domain/chain.ts';
import { CHECKPOINT_KIND, type Checkpoint, lineOf } from '../../src/domain/checkpoint.ts';
import { HOUR, later, MINUTE } from '../../src/domain/instant.ts';
import { type Entry, SCHOOL_KEYS_KIND, type StoredRecord } from '../../src/domain/record.ts';
import { aStoredRecord, someEntries } from '../support/stored-record.ts';

/** When the records of `someEntries` have all been written. */
const evening = '2026-03-02T16:00:00.000Z';

describe('a record that is right in itself', () => {
  const record = grown(aStoredRecord(), 3);

  it('is right by a checkpoint too, when it has only grown since', () => {
    const witness = witnessOf([checkpointOf([record])]);
    expect(witness.see(grown(record, 5), undefined)).toBeUndefined();
    expect(witness.conclude()).toMatchObject({ missing: [], findings: [] });
  });

  // Whoever has the keys too, or the service itself, could seal what they like.
  it.each<[string, (whole: StoredRecord) => StoredRecord, object]>([
    [
      'an entry was written anew, and all behind it',
      (whole) => rewritten(whole),
      { entry: 3, what: said('is not what') },
    ],
    ['the last entry is not there', (whole) => grown(whole, 2), { entry: 3, what: said('was there on') }],
    ['no entry is there', (whole) => ({ ...whole, entries: [] }), { entry: 1, what: said('was there on') }],
    ['it is of another kind', (whole) => grown({ ...whole, kind: 'draft' }, 3), { what: said('of the kind "draft"') }],
  ])('is wrong by a checkpoint when %s', (_, change, flaw) => {
    const witness = witnessOf([checkpointOf([record])]);
    expect(witness.see(change(record), undefined)).toEqual(flaw);
  });

  it('is wrong where it was last written earlier than listed, for a delivered message leaves no entry', () => {
    const first = checkpointOf([record]);
    const touched = { ...record, updatedAt: later(record.updatedAt, 30 * MINUTE) };
    const second = checkpointOf([touched], later(evening, 24 * HOUR));
    const witness = witnessOf([first, second]);
    expect(witness.see(touched, undefined)).toBeUndefined();
    expect(witness.see({ ...touched, updatedAt: later(touched.updatedAt, HOUR) }, undefined)).toBeUndefined();
    // The clocks of two processes may differ by a second or two.
    expect(witness.see({ ...touched, updatedAt: later(touched.updatedAt, -MINUTE) }, undefined)).toBeUndefined();
    const flaw = { what: said(`put back to an earlier state`) };
    expect(witness.see({ ...touched, updatedAt: later(touched.updatedAt, -MINUTE - 1) }, undefined)).toEqual(flaw);
    expect(witness.see(record, undefined)).toEqual({ what: said(second.code) });
    // One that has grown since cannot have been put back: a clock was set.
    expect(witness.see(grown(record, 4), undefined)).toBeUndefined();
  });

  it('is right without a history where it was listed without one, and only as the same record', () => {
    const bare = { ...record, entries: [] };
    expect(witnessOf([checkpointOf([bare])]).see(bare, undefined)).toBeUndefined();
    const [line] = [bare].map(lineOf);
    const lines = [{ ...line!, standing: { ...line!.standing!, hash: 'A'.repeat(43) } }];
    const other = witnessOf([checkpointOf([], evening, { lines })]);
    expect(other.see(bare, undefined)).toEqual({ entry: 0, what: said('is not what it was') });
  });

  it('is held against the earliest checkpoint that it does not fit', () => {
    const [first, second] = [checkpointOf([grown(record, 1)]), checkpointOf([record], later(evening, 24 * HOUR))];
    const changed = rewritten(record);
    expect(witnessOf([first, second]).see(changed, undefined)).toMatchObject({ entry: 1 });
  });
});

describe('a record that is not there', () => {
  const [here, gone] = [aStoredRecord({ id: 'C-222222' }), aStoredRecord({ id: 'C-333333' })];

  it('is named, once for all checkpoints that list it', () => {
    const witness = witnessOf([checkpointOf([here, gone]), checkpointOf([here, gone], later(evening, 1))]);
    witness.see(here, undefined);
    expect(witness.conclude().missing).toEqual([
      { school: 'oakfield', reference: 'C-333333', what: said('was removed') },
    ]);
  });

  it('is not missed where it is there and cannot be read, then or now', () => {
    const lines = [lineOf(here), { reference: 'C-333333' }];
    const witness = witnessOf([checkpointOf([], evening, { lines })]);
    witness.seeUnreadable({ school: 'oakfield', id: 'C-222222' });
    expect(witness.see(gone, undefined)).toBeUndefined();
    expect(witness.conclude().missing).toEqual([]);
  });

  it('is missed too where it could not be read then', () => {
    const witness = witnessOf([checkpointOf([], evening, { lines: [{ reference: 'C-333333' }] })]);
    witness.see(here, undefined);
    expect(witness.conclude().missing).toMatchObject([{ reference: 'C-333333' }]);
  });

  it('is not named where nothing at all of its school is there', () => {
    const witness = witnessOf([checkpointOf([here, gone])]);
    witness.see(aStoredRecord({ school: 'elmfield' }), undefined);
    expect(witness.conclude().missing).toEqual([]);
  });
});

describe('the keys of a school', () => {
  const keys = aStoredRecord({ id: SCHOOL_KEYS_KIND, kind: SCHOOL_KEYS_KIND, entries: [] });

  it('may not be what they were before they were wrapped anew, once a checkpoint has listed that', () => {
    const anew = { ...keys, key: 'anew', updatedAt: later(evening, HOUR) };
    const witness = witnessOf([
      ...[evening, later(evening, 2 * HOUR)].map((at) => checkpointOf([keys], at)),
      checkpointOf([anew], later(evening, 24 * HOUR)),
    ]);
    expect(witness.see(anew, undefined)).toEqual({ what: said('is not what it was') });
    const { see } = witnessOf([checkpointOf([keys]), checkpointOf([anew], later(evening, 24 * HOUR))]);
    expect(see(anew, undefined)).toBeUndefined();
    expect(see(keys, undefined)).toEqual({ what: said('is not what it was') });
  });

  it('may be wrapped anew after a checkpoint, and not be changed without saying when', () => {
    const witness = witnessOf([checkpointOf([keys])]);
    expect(witness.see({ ...keys, key: 'anew', updatedAt: later(evening, 1) }, undefined)).toBeUndefined();
    expect(witness.see({ ...keys, key: 'anew' }, undefined)).toEqual({ what: said('is not what it was') });
  });
});

describe('a store that was put back', () => {
  const old = ['C-222222', 'C-333333', 'C-444444'].map((id) => aStoredRecord({ id }));
  const fresh = ['C-555555', 'C-666666'].map((id) => aStoredRecord({ id }));
  const first = checkpointOf(old);
  const second = checkpointOf([...old, ...fresh], later(evening, 24 * HOUR), { previous: first.code });
  const noted = aStoredRecord({ id: 'K-222222', kind: CHECKPOINT_KIND, createdAt: later(evening, 24 * HOUR + 900) });

  const findings = (records: readonly StoredRecord[]) => {
    const witness = witnessOf([first, second]);
    for (const record of records) witness.see(record, undefined);
    return witness.conclude().findings;
  };

  it('is told from records that were removed one by one: what was new is gone, and that a code was given', () => {
    expect(findings(old)).toEqual([
      `The records of the school "oakfield" were put back to about 2026-03-02 09:15 UTC: 2 of 2 things that were new before the code ${second.code} are gone. Where they are a backup, hold them against the checkpoints that were backed up in the same night.`,
    ]);
  });

  it('is not spoken of where the record of the checkpoint is there, or most of what was new', () => {
    expect(findings([...old, noted])).toEqual([]);
    expect(findings([...old, fresh[0]!])).toEqual([]);
    expect(findings([...old, ...fresh])).toEqual([]);
  });

  it('is spoken of too where the service has run on, and the record of the next day is there', () => {
    const next = aStoredRecord({ id: 'K-333333', kind: CHECKPOINT_KIND, createdAt: later(evening, 37 * HOUR) });
    expect(findings([...old, next])).toEqual([expect.stringContaining(second.code)]);
    expect(findings([...old, { ...next, createdAt: later(evening, 36 * HOUR - 1) }])).toEqual([]);
  });

  it('says by the first checkpoint that does not hold how far back', () => {
    const third = checkpointOf([...old, ...fresh, aStoredRecord({ id: 'C-777777' })], later(evening, 48 * HOUR));
    const witness = witnessOf([first, second, third]);
    for (const record of old) witness.see(record, undefined);
    expect(witness.conclude().findings).toEqual([expect.stringContaining(second.code)]);
  });
});

const said = (words: string) => expect.stringContaining(words);

let codes = 0;

function checkpointOf(
  records: readonly StoredRecord[],
  at = evening,
  overrides: Partial<Checkpoint> = {},
): SealedCheckpoint {
  const of = { school: 'oakfield', date: at.slice(0, 10), at, previous: undefined, publicKey: '' };
  const checkpoint = { ...of, lines: records.map(lineOf), ...overrides };
  return { checkpoint, code: `7K3Q9-F2M8A-04TZX-${String(++codes).padStart(5, '0')}`, isSigned: true };
}

function witnessOf(checkpoints: readonly SealedCheckpoint[]) {
  const witness = createCheckpointWitness();
  for (const one of checkpoints) witness.hold(one);
  return witness;
}

/** The record with a whole chain of so many entries. */
function grown(record: StoredRecord, length: number): StoredRecord {
  const sealed = Array.from({ length }, (_, index) => `1.entry-${index}`);
  return { ...record, entries: someEntries(record, sealed) };
}

/** The same with another first entry, and a chain that holds. */
function rewritten(record: StoredRecord): StoredRecord {
  let previous = chainRoot(record);
  const entries = record.entries.map(({ seq, at, sealed }): Entry => {
    const entry = { seq, at, sealed: seq === 1 ? '1.another' : sealed };
    previous = chainHash(previous, entry);
    return { ...entry, hash: previous };
  });
  return { ...record, entries };
}

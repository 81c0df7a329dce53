import { beforeEach, describe, expect, it } from 'vitest';
import { type CopyParts, copyRecords } from '../../src/application/copy-records.ts';
import { StoreFault } from '../../src/application/faults.ts';
import type { RecordStore } from '../../src/application/ports.ts';
import type { StoredRecord } from '../../src/domain/record.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import { aStoredRecord, someEntries } from '../support/stored-record.ts';

let from: RecordStore;
let to: RecordStore;
let pauses: number[];

beforeEach(() => {
  from = sqliteHere();
  to = sqliteHere();
  pauses = [];
});

describe('a copy', () => {
  it('holds every record of every school and kind, byte for byte', async () => {
    const records = [
      ...someRecords(250),
      aStoredRecord({ id: 'D-1', kind: 'draft', school: 'elmfield' }),
      aStoredRecord({ id: 'school-keys', kind: 'school-keys', entries: [], outbox: [], due: null }),
      aStoredRecord({
        id: 'C-long',
        entries: someEntries({ school: 'oakfield', kind: 'concern', id: 'C-long' }, long),
      }),
    ];
    await fill(from, records);
    const outcome = await copy();
    expect(outcome).toEqual({
      kind: 'copied',
      schools: new Map([
        ['oakfield', 252],
        ['elmfield', 1],
      ]),
      written: 253,
      already: 0,
      keys: 1,
    });
    expect(sorted(await everything(to))).toEqual(sorted(records));
  });

  it('takes one school alone, and leaves the others as they are', async () => {
    await fill(from, [aStoredRecord({ id: 'C-1' }), aStoredRecord({ id: 'C-2', school: 'elmfield' })]);
    await fill(to, [aStoredRecord({ id: 'C-3', school: 'ashfield' })]);
    expect(await copy({ school: 'elmfield' })).toMatchObject({ kind: 'copied', written: 1 });
    expect((await everything(to)).map(({ id }) => id).toSorted()).toEqual(['C-2', 'C-3']);
  });

  it('is repeated after it broke off at any record, and writes only what is missing', async () => {
    const records = someRecords(20);
    await fill(from, records);
    for (let breaksAt = 1; breaksAt <= 20; breaksAt++) {
      to = sqliteHere();
      let count = 0;
      const breaking: RecordStore = {
        ...to,
        create: async (record) => (++count < breaksAt ? await to.create(record) : await Promise.reject(broken())),
      };
      await expect(copy({ to: breaking })).rejects.toMatchObject({ code: 'store-failed' });
      expect(await copy()).toMatchObject({ kind: 'copied', written: 21 - breaksAt, already: breaksAt - 1 });
      expect(sorted(await everything(to))).toEqual(sorted(records));
    }
  });

  it('made twice, writes nothing the second time', async () => {
    await fill(from, someRecords(3));
    await copy();
    const before = await to.get('oakfield', 'C-1');
    expect(await copy()).toMatchObject({ kind: 'copied', written: 0, already: 3 });
    expect(await to.get('oakfield', 'C-1')).toEqual(before);
  });

  it('tells how far it is with every thousand records', async () => {
    await fill(from, someRecords(1_050));
    const told: string[] = [];
    await copy({ progress: ({ step, count }) => told.push(`${step} ${count}`) });
    expect(told).toEqual(['checked 1000', 'written 1000', 'read-back 1000']);
  });

  it('waits for a store that is busy, and finds what was written although the answer was lost', async () => {
    await fill(from, someRecords(2));
    const troubles = ['store-throttled', 'store-slow', 'store-away'];
    const busy: RecordStore = {
      ...to,
      async create(record) {
        const trouble = troubles.shift();
        if (trouble === undefined) return await to.create(record);
        await to.create(record);
        throw fault(trouble);
      },
    };
    expect(await copy({ to: busy })).toMatchObject({ kind: 'copied', written: 2, already: 0 });
    expect(pauses.length).toBe(3);
    expect(await everything(to)).toHaveLength(2);
  });

  it('gives up on a store that stays busy', async () => {
    await fill(from, someRecords(1));
    const away: RecordStore = { ...to, all: () => Promise.reject(fault('store-away')) };
    await expect(copy({ to: away })).rejects.toMatchObject({ code: 'store-away' });
    expect(pauses.length).toBeGreaterThan(3);
  });
});

describe('nothing is written', () => {
  it.each<[string, Partial<StoredRecord>, object]>([
    ['a changed entry', { entries: aChangedEntry() }, { why: 'damaged', entry: 2 }],
    ['a record of another school put there', { entries: someEntriesOfAnother() }, { why: 'damaged', entry: 1 }],
  ])('of a source with %s: it is named', async (_, change, problem) => {
    await fill(from, [...someRecords(150), aStoredRecord({ id: 'C-bad', ...change })]);
    expect(await copy()).toEqual({
      kind: 'refused',
      when: 'before',
      problems: [{ school: 'oakfield', reference: 'C-bad', ...problem }],
    });
    expect(await everything(to)).toEqual([]);
  });

  it('of a source with a record that cannot be read: it is named, and what stands behind it is looked at too', async () => {
    await fill(from, [...someRecords(3), aStoredRecord({ id: 'C-bad', entries: aChangedEntry() })]);
    const all: RecordStore['all'] = async (page) => ({
      ...(await from.all(page)),
      unreadable: [{ school: 'oakfield', id: 'C-0' }],
    });
    const outcome = await copy({ from: { ...from, all } });
    expect(outcome).toMatchObject({
      kind: 'refused',
      problems: [
        { reference: 'C-0', why: 'unreadable' },
        { reference: 'C-bad', why: 'damaged' },
      ],
    });
    expect(await everything(to)).toEqual([]);
  });

  it.each<[string, Partial<StoredRecord>]>([
    ['status', { status: 'closed' }],
    ['due time', { due: '2026-03-03T09:15:00.000Z' }],
    ['state', { state: '1.another' }],
    ['posts', { posts: '1.another' }],
    ['key', { key: 'another' }],
    ['tokens', { tokens: [] }],
    ['outbox', { outbox: [] }],
    ['history', { entries: someEntries(aStoredRecord(), ['1.sealed-entry', '1.more']) }],
  ])('into a target where a record has another %s: it is named', async (_, change) => {
    await fill(from, [aStoredRecord({ id: 'C-0' }), aStoredRecord()]);
    await fill(to, [aStoredRecord(change)]);
    expect(await copy()).toEqual({
      kind: 'refused',
      when: 'before',
      problems: [{ school: 'oakfield', reference: 'C-7K3Q9F', why: 'differs' }],
    });
    expect(await everything(to)).toHaveLength(1);
  });

  it('into a target that has a record of the school which the source has not', async () => {
    await fill(from, someRecords(2));
    await fill(to, [aStoredRecord({ id: 'C-other' })]);
    expect(await copy()).toMatchObject({ kind: 'refused', problems: [{ reference: 'C-other', why: 'only-there' }] });
    expect(await everything(to)).toHaveLength(1);
  });

  it('into a target with a record that cannot be read: it is named', async () => {
    await fill(from, someRecords(2));
    const all: RecordStore['all'] = async (page) => ({
      ...(await to.all(page)),
      unreadable: [{ school: 'oakfield', id: 'C-1' }],
    });
    expect(await copy({ to: { ...to, all } })).toMatchObject({
      kind: 'refused',
      when: 'before',
      problems: [{ reference: 'C-1', why: 'unreadable-there' }],
    });
    expect(await everything(to)).toEqual([]);
  });

  it('nor is a target opened, which might make it, before the source is seen to be whole', async () => {
    const opened: string[] = [];
    const openTarget = async () => {
      opened.push('target');
      return to;
    };
    await expect(copy({ openTarget })).rejects.toMatchObject({ code: 'copy-nothing' });
    await fill(from, [aStoredRecord({ id: 'C-bad', entries: aChangedEntry() })]);
    expect(await copy({ openTarget })).toMatchObject({ kind: 'refused', when: 'before' });
    expect(opened).toEqual([]);
  });

  it('where there is nothing to copy', async () => {
    await expect(copy()).rejects.toMatchObject({ code: 'copy-nothing' });
    await fill(from, someRecords(1));
    await expect(copy({ school: 'elmfield' })).rejects.toMatchObject({
      code: 'copy-nothing',
      message: expect.stringContaining('"elmfield"'),
    });
  });

  it.each(['from', 'to'] as const)('while a service works on the store of --%s', async (side) => {
    await fill(from, someRecords(1));
    const withdrawn: string[] = [];
    const served = {
      ...(side === 'from' ? from : to),
      announce: async () => 2,
      withdraw: async (replica: string) => void withdrawn.push(replica),
    };
    await expect(copy({ [side]: served })).rejects.toMatchObject({
      code: 'copy-in-use',
      message: expect.stringContaining(`--${side}`),
    });
    expect(await everything(to)).toEqual([]);
    expect(withdrawn).toHaveLength(1);
  });
});

describe('it is found', () => {
  it('when a service is started meanwhile', async () => {
    await fill(from, someRecords(150));
    let asked = 0;
    const announce = async () => (++asked > 4 ? 2 : 1);
    await expect(copy({ to: { ...to, announce } })).rejects.toMatchObject({ code: 'copy-in-use' });
  });

  it('when the target did not keep what it was given', async () => {
    await fill(from, someRecords(3));
    const forgetful: RecordStore = {
      ...to,
      create: (record) => to.create(record.id === 'C-1' ? { ...record, posts: '1.another' } : record),
    };
    expect(await copy({ to: forgetful })).toEqual({
      kind: 'refused',
      when: 'after',
      problems: [{ school: 'oakfield', reference: 'C-1', why: 'differs' }],
    });
  });

  it('when a record was damaged in both after it was looked at', async () => {
    await fill(from, [aStoredRecord({ id: 'C-bad' })]);
    const damaged = aStoredRecord({ id: 'C-bad', entries: aChangedEntry() });
    const create: RecordStore['create'] = () => to.create(damaged);
    const get: RecordStore['get'] = async () => ({ record: damaged, etag: '' });
    expect(await copy({ from: { ...from, get }, to: { ...to, create } })).toMatchObject({
      kind: 'refused',
      when: 'after',
      problems: [{ reference: 'C-bad' }],
    });
  });

  it('when the target lost a record, or the source got one', async () => {
    await fill(from, someRecords(3));
    const losing: RecordStore = {
      ...to,
      create: async (record) => (record.id === 'C-1' ? { kind: 'created', etag: '' } : await to.create(record)),
    };
    await expect(copy({ to: losing })).rejects.toMatchObject({ code: 'copy-disturbed' });
  });
});

const long = Array.from({ length: 200 }, (_, index) => `1.${'x'.repeat(index * 10)}`);

function copy({ to: target = to, ...of }: Partial<CopyParts> & { readonly to?: RecordStore } = {}) {
  let replicas = 0;
  return copyRecords({
    from,
    openTarget: async () => target,
    ids: { fresh: () => `copy-${++replicas}` },
    pause: async (milliseconds) => pauses.push(milliseconds),
    progress: () => {},
    ...of,
  });
}

function someRecords(count: number): readonly StoredRecord[] {
  return Array.from({ length: count }, (_, index) => aStoredRecord({ id: `C-${index}` }));
}

function aChangedEntry(): StoredRecord['entries'] {
  const [first, second] = someEntries({ school: 'oakfield', kind: 'concern', id: 'C-bad' }, ['1.one', '1.two']);
  if (first === undefined || second === undefined) throw new Error('there are two');
  return [first, { ...second, sealed: '1.changed' }];
}

function someEntriesOfAnother(): StoredRecord['entries'] {
  return someEntries({ school: 'elmfield', kind: 'concern', id: 'C-bad' }, ['1.one']);
}

async function fill(store: RecordStore, records: readonly StoredRecord[]): Promise<void> {
  for (const record of records) await store.create(record);
}

async function everything(store: RecordStore): Promise<readonly StoredRecord[]> {
  const all: StoredRecord[] = [];
  for (let after: string | undefined; ; ) {
    const page = await store.all({ after, limit: 500 });
    all.push(...page.records);
    if (page.next === undefined) return all;
    after = page.next;
  }
}

function sorted(records: readonly StoredRecord[]): readonly StoredRecord[] {
  return records.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function fault(code: string): StoreFault {
  return new StoreFault('the store did not do it', { code, whatToDo: 'Nothing: this is a test.' });
}

function broken(): StoreFault {
  return fault('store-failed');
}

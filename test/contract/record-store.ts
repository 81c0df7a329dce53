import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreFault } from '../../src/application/faults.ts';
import type { RecordQuery, RecordStore } from '../../src/application/ports.ts';
import type { RecordSummary, StoredRecord } from '../../src/domain/record.ts';
import { aStoredRecord, someEntries } from '../support/stored-record.ts';

/** A store to be tried, empty. */
export interface OpenedStore {
  readonly store: RecordStore;
  /** Closes the store and opens the same records again; absent when they end with their process. */
  readonly reopen?: () => Promise<RecordStore>;
  /** Opens the same records as another process does; absent where one process has them to itself. */
  readonly another?: () => Promise<RecordStore>;
  /** Damages a record of Oakfield behind the store's back, and gives the store to go on with; absent where none can. */
  readonly damage?: (id: string) => Promise<RecordStore>;
  /** Why this server cannot count by status; absent where it can. */
  readonly cannotCount?: string;
  /** Closes what is open and removes what was kept. */
  readonly cleanUp: () => Promise<void>;
}

/** What every record store does, whatever it is made of. */
export function describeRecordStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as a record store`, () => {
    let opened: OpenedStore;
    let store: RecordStore;

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });

    afterEach(() => opened.cleanUp());

    describe('a record that was added', () => {
      test('is read back as it was', async () => {
        const record = aStoredRecord({ due: '2026-03-02T10:00:00.000Z', tokens: ['b', 'a', 'b'] });
        const created = await store.create(record);
        expect(created).toEqual({ kind: 'created', etag: expect.any(String) });
        expect(await store.get(record.school, record.id)).toEqual({ record, etag: etagOf(created) });
      });

      test('is read back as it was when nearly everything about it is empty', async () => {
        const record = aStoredRecord({ tokens: [], entries: [], outbox: [], state: '', posts: '', key: '', due: null });
        await store.create(record);
        expect((await store.get(record.school, record.id))?.record).toEqual(record);
      });

      test('is not there for another school', async () => {
        const record = aStoredRecord();
        await store.create(record);
        expect(await store.get('elmfield', record.id)).toBeUndefined();
        expect((await store.query(concerns({ school: 'elmfield' }))).records).toEqual([]);
      });

      test('is not there under another reference', async () => {
        await store.create(aStoredRecord({ id: 'C-7K3Q9F' }));
        for (const id of ['C-7K3Q9', 'C-7K3Q9FF', 'c-7k3q9f', '', '%', 'C-7K3Q9F ', '*']) {
          expect(await store.get('oakfield', id), id).toBeUndefined();
        }
      });

      test('cannot be added again, and stays as it was', async () => {
        const record = aStoredRecord();
        const created = await store.create(record);
        expect(await store.create(aStoredRecord({ status: 'closed', tokens: ['other'] }))).toEqual({ kind: 'exists' });
        expect(await store.get(record.school, record.id)).toEqual({ record, etag: etagOf(created) });
        expect(idsOf(await store.query(concerns({ token: 'other' })))).toEqual([]);
      });

      test('is added once when fifty add it at the same time', async () => {
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, turn) => store.create(aStoredRecord({ status: `turn-${turn}` }))),
        );
        expect(answers.filter((answer) => answer.kind === 'created')).toHaveLength(1);
        const winner = answers.findIndex((answer) => answer.kind === 'created');
        expect((await store.get('oakfield', 'C-7K3Q9F'))?.record.status).toBe(`turn-${winner}`);
      });

      test('may have the reference of a record of another school', async () => {
        const ours = aStoredRecord({ school: 'oakfield', state: '1.ours' });
        const theirs = aStoredRecord({ school: 'elmfield', state: '1.theirs' });
        const created = await store.create(ours);
        expect((await store.create(theirs)).kind).toBe('created');
        await store.replace({ ...ours, status: 'closed' }, etagOf(created));
        expect((await store.get('elmfield', theirs.id))?.record).toEqual(theirs);
      });

      test('may have any reference, school, status and token', async () => {
        const odd = [
          `it's`,
          '"; DROP TABLE records; --',
          'a/b\\c?d#e',
          '%_*[0]{1}:$',
          '  spaced  ',
          'Ünïcödé',
          'U\u0308ni\u0308co\u0308de\u0301',
          '学校',
          'مدرسة \u202e\u200f',
          '👩‍👩‍👧 🏫',
          'zero\u200bwidth\ttab\nline',
          '__proto__',
          'null',
          '-1',
          'x'.repeat(200),
        ];
        const records = odd.map((text) =>
          aStoredRecord({ id: text, school: text, kind: text, status: text, tokens: [text], state: text, key: text }),
        );
        for (const record of records) expect((await store.create(record)).kind, record.id).toBe('created');
        for (const record of records) {
          const { id, school, kind, status } = record;
          expect((await store.get(school, id))?.record).toEqual(record);
          const listed = await store.query({ ...concerns({ school, token: id, statuses: [status] }), kind });
          expect(listed.records).toEqual([summaryOf(record)]);
        }
      });

      test('may be of 1.4 MB', async () => {
        const texts = Array.from({ length: 140 }, (_, index) => `1.${String(index).repeat(10_000).slice(0, 10_000)}`);
        const record = aStoredRecord({ entries: someEntries(aStoredRecord(), texts) });
        const created = await store.create(record);
        expect(await store.get(record.school, record.id)).toEqual({ record, etag: etagOf(created) });
        const grown = { ...record, state: '1.grown' };
        expect((await store.replace(grown, etagOf(created))).kind).toBe('replaced');
        expect((await store.get(record.school, record.id))?.record).toEqual(grown);
      });

      test('is still there when the store is opened again', async ({ skip }) => {
        if (opened.reopen === undefined) skip('these records end with their process');
        const kept = aStoredRecord({ id: 'C-KEPT', due: '2026-03-02T10:00:00.000Z' });
        const changed = { ...aStoredRecord({ id: 'C-CHANGED' }), status: 'closed' };
        const etag = etagOf(await store.create(kept));
        const replaced = await store.replace(changed, etagOf(await store.create(aStoredRecord({ id: 'C-CHANGED' }))));
        const again = await opened.reopen?.();
        expect(await again?.get('oakfield', 'C-KEPT')).toEqual({ record: kept, etag });
        expect(await again?.get('oakfield', 'C-CHANGED')).toEqual({ record: changed, etag: etagOf(replaced) });
        expect(await again?.due('2027-01-01T00:00:00.000Z', 10)).toHaveLength(1);
      });

      test('is not changed by what happens to the object that it was made from', async () => {
        const tokens = ['before'];
        const record = aStoredRecord({ tokens });
        const creating = store.create(record);
        tokens[0] = 'after';
        await creating;
        expect((await store.get(record.school, record.id))?.record.tokens).toEqual(['before']);
      });
    });

    describe('a record that is replaced', () => {
      test('is read back as it became, with a new etag', async () => {
        const record = aStoredRecord();
        const first = etagOf(await store.create(record));
        const next: StoredRecord = {
          ...record,
          status: 'acknowledged',
          due: '2026-03-03T09:00:00.000Z',
          updatedAt: '2026-03-02T09:20:00.000Z',
          tokens: ['token-of-the-reporter', 'token-of-the-lead'],
          entries: someEntries(record, ['1.sealed-entry', '1.second']),
          state: '1.second-state',
          outbox: [],
          posts: '1.second-posts',
          key: 'file1.key.again',
        };
        const second = etagOf(await store.replace(next, first));
        expect(second).not.toBe(first);
        expect(await store.get(record.school, record.id)).toEqual({ record: next, etag: second });
      });

      test('is left alone when the etag is of an earlier state', async () => {
        const record = aStoredRecord();
        const first = etagOf(await store.create(record));
        const second = etagOf(await store.replace({ ...record, status: 'acknowledged' }, first));
        expect(await store.replace({ ...record, status: 'closed', tokens: ['x'] }, first)).toEqual({
          kind: 'conflict',
        });
        expect(await store.get(record.school, record.id)).toEqual({
          record: { ...record, status: 'acknowledged' },
          etag: second,
        });
        expect(idsOf(await store.query(concerns({ token: 'x' })))).toEqual([]);
      });

      test('must be there: otherwise it is a conflict and nothing is added', async () => {
        const etag = etagOf(await store.create(aStoredRecord({ id: 'C-THERE' })));
        const absent = aStoredRecord({ id: 'C-ABSENT' });
        expect(await store.replace(absent, etag)).toEqual({ kind: 'conflict' });
        for (const none of ['', '*', '~', 'a\nb', 'é']) {
          expect(await store.replace(aStoredRecord({ id: 'C-THERE' }), none), none).toEqual({ kind: 'conflict' });
        }
        expect(await store.replace({ ...absent, id: 'C-THERE', school: 'elmfield' }, etag)).toEqual({
          kind: 'conflict',
        });
        expect(await store.get('oakfield', 'C-ABSENT')).toBeUndefined();
      });

      test('gets an etag that it never had before, even when it becomes what it was', async () => {
        const record = aStoredRecord();
        const etags = [etagOf(await store.create(record))];
        for (const status of ['closed', 'new', 'closed', 'new']) {
          etags.push(etagOf(await store.replace({ ...record, status }, etags.at(-1) ?? '')));
        }
        expect(new Set(etags).size).toBe(etags.length);
      });

      test('by fifty at the same time is replaced by exactly one of them', async () => {
        const record = aStoredRecord();
        const etag = etagOf(await store.create(record));
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, turn) => store.replace({ ...record, status: `turn-${turn}` }, etag)),
        );
        const winner = answers.findIndex((answer) => answer.kind === 'replaced');
        expect(answers.map((answer) => answer.kind)).toEqual(
          Array.from({ length: 50 }, (_, turn) => (turn === winner ? 'replaced' : 'conflict')),
        );
        expect(await store.get(record.school, record.id)).toEqual({
          record: { ...record, status: `turn-${winner}` },
          etag: etagOf(answers[winner]),
        });
      });

      test('by fifty who each try until they succeed has what each of them added', async () => {
        const record = aStoredRecord({ tokens: [] });
        await store.create(record);
        async function add(token: string): Promise<void> {
          for (;;) {
            const held = await store.get(record.school, record.id);
            if (held === undefined) throw new Error('the record is gone');
            const next = { ...held.record, tokens: [...held.record.tokens, token] };
            if ((await store.replace(next, held.etag)).kind === 'replaced') return;
          }
        }
        const tokens = Array.from({ length: 50 }, (_, turn) => `token-${turn}`);
        await Promise.all(tokens.map(add));
        expect((await store.get(record.school, record.id))?.record.tokens.toSorted()).toEqual(tokens.toSorted());
      });

      test('is found by its new status and tokens, and no longer by the old', async () => {
        const record = aStoredRecord({ status: 'new', tokens: ['stays', 'goes'] });
        const etag = etagOf(await store.create(record));
        await store.replace({ ...record, status: 'closed', tokens: ['stays', 'comes'] }, etag);
        expect(idsOf(await store.query(concerns({ statuses: ['new'] })))).toEqual([]);
        expect(idsOf(await store.query(concerns({ statuses: ['closed'] })))).toEqual([record.id]);
        expect(idsOf(await store.query(concerns({ token: 'goes' })))).toEqual([]);
        expect(idsOf(await store.query(concerns({ token: 'comes' })))).toEqual([record.id]);
        expect(idsOf(await store.query(concerns({ token: 'stays', statuses: ['new'] })))).toEqual([]);
        expect(idsOf(await store.query(concerns({ token: 'stays', statuses: ['closed'] })))).toEqual([record.id]);
      });

      test('is listed under its new kind and time, and no longer under the old', async () => {
        const record = aStoredRecord({ kind: 'concern', createdAt: day(1), tokens: ['red'] });
        const etag = etagOf(await store.create(record));
        await store.replace({ ...record, kind: 'policy', createdAt: day(9) }, etag);
        for (const token of [{}, { token: 'red' }]) {
          expect(idsOf(await store.query(concerns(token)))).toEqual([]);
          expect(idsOf(await store.query({ ...concerns({ ...token, createdFrom: day(9) }), kind: 'policy' }))).toEqual([
            record.id,
          ]);
        }
      });

      test('is found by its token under a new status when its tokens stay', async () => {
        const record = aStoredRecord({ status: 'new', tokens: ['stays'] });
        const etag = etagOf(await store.create(record));
        await store.replace({ ...record, status: 'closed' }, etag);
        expect(idsOf(await store.query(concerns({ token: 'stays', statuses: ['new'] })))).toEqual([]);
        expect(idsOf(await store.query(concerns({ token: 'stays', statuses: ['closed'] })))).toEqual([record.id]);
      });
    });

    describe('a record that is removed', () => {
      const record = aStoredRecord({ status: 'closed', due: day(1), tokens: ['red', 'blue'] });

      test('is not there any more, by its reference, in any list, among what is due or among all', async () => {
        const etag = etagOf(await store.create(record));
        await store.create(aStoredRecord({ id: 'C-STAYS', tokens: ['red'], due: day(2) }));
        expect(await store.remove(record.school, record.id, etag)).toEqual({ kind: 'removed' });
        expect(await store.get(record.school, record.id)).toBeUndefined();
        for (const conditions of [{}, { token: 'red' }, { token: 'blue' }, { statuses: ['closed'] }])
          expect(idsOf(await store.query(concerns(conditions)))).not.toContain(record.id);
        expect((await store.due(day(90), 10)).map(({ id }) => id)).toEqual(['C-STAYS']);
        expect(idsOf(await store.all({ limit: 10 }))).toEqual(['C-STAYS']);
      });

      test('stays when the etag is of an earlier state, of another record or none', async () => {
        const first = etagOf(await store.create(record));
        const other = etagOf(await store.create(aStoredRecord({ id: 'C-OTHER' })));
        const second = etagOf(await store.replace({ ...record, status: 'new' }, first));
        for (const etag of [first, other, '', '*', 'C-7K3Q9F'])
          expect(await store.remove(record.school, record.id, etag), etag).toEqual({ kind: 'conflict' });
        expect((await store.get(record.school, record.id))?.etag).toBe(second);
        expect(await store.get('oakfield', 'C-OTHER')).toBeDefined();
      });

      test('stays when another school, or another reference, is named with its etag', async () => {
        const etag = etagOf(await store.create(record));
        expect(await store.remove('elmfield', record.id, etag)).toEqual({ kind: 'conflict' });
        expect(await store.remove(record.school, 'C-ABSENT', etag)).toEqual({ kind: 'conflict' });
        expect(await store.remove(record.school, '%', etag)).toEqual({ kind: 'conflict' });
        expect(await store.get(record.school, record.id)).toEqual({ record, etag });
      });

      test('cannot be replaced, nor removed a second time', async () => {
        const etag = etagOf(await store.create(record));
        await store.remove(record.school, record.id, etag);
        expect(await store.remove(record.school, record.id, etag)).toEqual({ kind: 'conflict' });
        expect(await store.replace(record, etag)).toEqual({ kind: 'conflict' });
        expect(await store.get(record.school, record.id)).toBeUndefined();
      });

      test('leaves its reference to another, which has nothing of it', async () => {
        const etag = etagOf(await store.create(record));
        await store.remove(record.school, record.id, etag);
        const next = aStoredRecord({ tokens: ['green'], createdAt: day(3) });
        const created = await store.create(next);
        expect(created.kind).toBe('created');
        expect(etagOf(created)).not.toBe(etag);
        expect(await store.remove(record.school, record.id, etag)).toEqual({ kind: 'conflict' });
        expect((await store.get(record.school, record.id))?.record).toEqual(next);
        expect(idsOf(await store.query(concerns({ token: 'red' })))).toEqual([]);
      });

      test('by fifty at the same time is removed by one of them', async () => {
        const etag = etagOf(await store.create(record));
        const answers = await Promise.all(
          Array.from({ length: 50 }, () => store.remove(record.school, record.id, etag)),
        );
        expect(answers.filter(({ kind }) => kind === 'removed')).toHaveLength(1);
      });

      test('while others replace it goes once, or stays as it became', async () => {
        for (let turn = 0; turn < 10; turn++) {
          const one = aStoredRecord({ id: `C-${turn}` });
          const etag = etagOf(await store.create(one));
          const removing = () => store.remove(one.school, one.id, etag);
          const replacing = () => store.replace({ ...one, status: 'closed' }, etag);
          const order = turn % 2 === 0 ? [removing, replacing] : [replacing, removing];
          const kinds = (await Promise.all(order.map((begin) => begin()))).map(({ kind }) => kind);
          expect(kinds.toSorted()).toEqual(['conflict', kinds.includes('removed') ? 'removed' : 'replaced']);
          const left = await store.get(one.school, one.id);
          expect(left?.record.status).toBe(kinds.includes('removed') ? undefined : 'closed');
        }
      });

      test('is still gone when the store is opened again', async ({ skip }) => {
        if (opened.reopen === undefined) skip('these records end with their process');
        await store.remove(record.school, record.id, etagOf(await store.create(record)));
        const again = await opened.reopen?.();
        expect(await again?.get(record.school, record.id)).toBeUndefined();
        expect(await again?.all({ limit: 10 })).toEqual({ records: [] });
      });
    });

    describe('a list', () => {
      /** Two schools, two kinds, three statuses, three tokens, twelve days. */
      const records = Array.from({ length: 96 }, (_, index) => {
        const id = `C-${String(index).padStart(3, '0')}`;
        const school = index % 8 === 0 ? 'elmfield' : 'oakfield';
        const kind = index % 5 === 0 ? 'policy' : 'concern';
        const status = ['new', 'acknowledged', 'closed'][index % 3] ?? '';
        const tokens = ['red', 'green', 'blue'].filter((_, bit) => ((index >> bit) & 1) === 1);
        return aStoredRecord({ id, school, kind, status, tokens, createdAt: day(1 + ((index * 7) % 12)) });
      });

      const choices = {
        statuses: [undefined, [], ['new'], ['new', 'closed'], ['closed', 'new', 'new'], ['unheard-of']],
        token: [undefined, 'red', 'blue', 'unheard-of'],
        createdFrom: [undefined, day(4), '2026-03-04T09:00:00.001Z'],
        createdBefore: [undefined, day(9)],
      } as const;

      test('has the records that meet all conditions, in order, for every combination of conditions', async () => {
        await Promise.all(records.map((record) => store.create(record)));
        let met = 0;
        for (const order of ['newest-first', 'oldest-first'] as const) {
          for (const statuses of choices.statuses) {
            for (const token of choices.token) {
              for (const createdFrom of choices.createdFrom) {
                for (const createdBefore of choices.createdBefore) {
                  const query = concerns({
                    order,
                    limit: 500,
                    ...(statuses === undefined ? {} : { statuses }),
                    ...(token === undefined ? {} : { token }),
                    ...(createdFrom === undefined ? {} : { createdFrom }),
                    ...(createdBefore === undefined ? {} : { createdBefore }),
                  });
                  const page = await store.query(query);
                  const expected = records.filter((record) => meets(record, query));
                  expect(sortedIds(page.records), JSON.stringify(query)).toEqual(sortedIds(expected));
                  expect(page.next, JSON.stringify(query)).toBeUndefined();
                  expectOrder(page.records, order);
                  met += expected.length;
                }
              }
            }
          }
        }
        expect(met).toBeGreaterThan(1_000);
      });

      test('shows of each record everything but its history, its outbox and its posts', async () => {
        const record = aStoredRecord({ due: '2026-03-02T10:00:00.000Z', tokens: ['one', 'two'] });
        await store.create(record);
        for (const token of [undefined, 'two']) {
          const page = await store.query(concerns(token === undefined ? {} : { token }));
          expect(page).toEqual({ records: [summaryOf(record)] });
        }
      });

      test('taken a page at a time has each record once, in the order of the whole', async () => {
        await Promise.all(records.map((record) => store.create(record)));
        for (const order of ['newest-first', 'oldest-first'] as const) {
          for (const conditions of [{}, { statuses: ['new', 'closed'] }, { token: 'red' }, { createdFrom: day(5) }]) {
            const query = concerns({ ...conditions, order });
            const whole = idsOf(await store.query({ ...query, limit: 500 }));
            for (const limit of [1, 7, whole.length, whole.length + 1]) {
              expect((await pagesOf({ ...query, limit })).flat(), JSON.stringify(query)).toEqual(whole);
            }
          }
        }
      });

      test('of records made in the same millisecond loses none between its pages', async () => {
        const same = Array.from({ length: 30 }, (_, index) => aStoredRecord({ id: `C-${index}é` }));
        await Promise.all(same.map((record) => store.create(record)));
        for (const order of ['newest-first', 'oldest-first'] as const) {
          for (const limit of [1, 4, 30]) {
            const shown = (await pagesOf(concerns({ order, limit }))).flat();
            expect(shown.toSorted()).toEqual(sortedIds(same));
          }
        }
      });

      test('has no gaps and no doubles when records are added while it is read', async () => {
        const before = Array.from({ length: 40 }, (_, index) =>
          aStoredRecord({ id: `C-${index}`, createdAt: day(1 + index) }),
        );
        await Promise.all(before.map((record) => store.create(record)));
        for (const order of ['newest-first', 'oldest-first'] as const) {
          let added = 0;
          const pages = await pagesOf(concerns({ order, limit: 7 }), async () => {
            added++;
            for (const at of [day(1), day(20), day(90)]) {
              await store.create(aStoredRecord({ id: `N-${order}-${added}-${at}`, createdAt: at }));
            }
          });
          const shown = pages.flat();
          expect(new Set(shown).size).toBe(shown.length);
          expect(shown.filter((id) => id.startsWith('C-'))).toHaveLength(40);
        }
      });

      test('of no record or of more than 500 a page is refused', async () => {
        for (const limit of [0, -1, 501, 1.5, Number.NaN]) {
          await expect(store.query(concerns({ limit })), String(limit)).rejects.toThrow(StoreFault);
        }
      });

      test('does not go on from a page that the store never gave', async () => {
        for (const after of ['', 'nonsense', 'bm9uc2Vuc2U', '{}', 'W10']) {
          await expect(store.query(concerns({ after })), after).rejects.toThrow(StoreFault);
        }
      });

      /** The ids of every page, with `between` run after each. */
      async function pagesOf(query: RecordQuery, between = async () => {}): Promise<readonly (readonly string[])[]> {
        const pages: (readonly string[])[] = [];
        let after: string | undefined;
        do {
          const page = await store.query({ ...query, ...(after === undefined ? {} : { after }) });
          expect(page.records.length).toBeLessThanOrEqual(query.limit);
          pages.push(idsOf(page));
          after = page.next;
          await between();
        } while (after !== undefined);
        return pages;
      }
    });

    describe('how many there are', () => {
      const count = (token: string) => store.count({ school: 'oakfield', kind: 'concern', token });

      beforeEach(({ skip }) => {
        if (opened.cannotCount !== undefined) skip(opened.cannotCount);
      });

      test('is told by status, of what the token finds in this school and of this kind alone', async () => {
        const records = Array.from({ length: 60 }, (_, index) =>
          aStoredRecord({
            id: `C-${index}`,
            school: index % 10 === 0 ? 'elmfield' : 'oakfield',
            kind: index % 7 === 0 ? 'policy' : 'concern',
            status: ['pending', 'delivered', '__proto__'][index % 3] ?? '',
            tokens: index % 4 === 0 ? ['red', 'blue'] : ['blue'],
          }),
        );
        await Promise.all(records.map((record) => store.create(record)));
        for (const token of ['red', 'blue']) {
          const expected = new Map<string, number>();
          for (const record of records.filter((one) => meets(one, concerns({ token })))) {
            expected.set(record.status, (expected.get(record.status) ?? 0) + 1);
          }
          expect(expected.size).toBe(3);
          expect(await count(token)).toEqual(Object.fromEntries(expected));
        }
      });

      test('is nothing where there is none', async () => {
        await store.create(aStoredRecord({ tokens: ['red'] }));
        expect(await count('unheard-of')).toEqual({});
        expect(await store.count({ school: "o'k", kind: 'concern', token: 'red' })).toEqual({});
      });

      test('changes with the records', async () => {
        const record = aStoredRecord({ status: 'new', tokens: ['red'] });
        const first = etagOf(await store.create(record));
        await store.create(aStoredRecord({ id: 'C-OTHER', status: 'new', tokens: ['red'] }));
        expect(await count('red')).toEqual({ new: 2 });
        const second = etagOf(await store.replace({ ...record, status: 'closed' }, first));
        expect(await count('red')).toEqual({ new: 1, closed: 1 });
        const third = etagOf(await store.replace({ ...record, status: 'closed', tokens: ['blue'] }, second));
        expect(await count('red')).toEqual({ new: 1 });
        expect(await count('blue')).toEqual({ closed: 1 });
        await store.remove(record.school, record.id, third);
        expect(await count('blue')).toEqual({});
      });
    });

    describe('what is due', () => {
      test('is found in all schools, the longest due first', async () => {
        await Promise.all([
          store.create(aStoredRecord({ id: 'C-3', due: day(3) })),
          store.create(aStoredRecord({ id: 'C-1', due: day(1), school: 'elmfield' })),
          store.create(aStoredRecord({ id: 'C-2', due: day(2), kind: 'policy', status: 'closed' })),
          store.create(aStoredRecord({ id: 'C-4', due: day(4) })),
        ]);
        expect(await store.due(day(3), 10)).toEqual([
          { school: 'elmfield', id: 'C-1', due: day(1) },
          { school: 'oakfield', id: 'C-2', due: day(2) },
          { school: 'oakfield', id: 'C-3', due: day(3) },
        ]);
      });

      test('is found in some schools alone, whatever is due longer in others', async () => {
        await Promise.all([
          ...[1, 2, 3].map((at) => store.create(aStoredRecord({ id: `C-${at}`, due: day(at), school: 'elmfield' }))),
          store.create(aStoredRecord({ id: 'C-4', due: day(4) })),
          store.create(aStoredRecord({ id: 'C-5', due: day(5), school: 'ashdown' })),
          store.create(aStoredRecord({ id: 'C-6', due: day(6) })),
        ]);
        const found = async (limit: number, schools: readonly string[]) =>
          (await store.due(day(5), limit, schools)).map(({ id }) => id);
        expect(await found(10, ['oakfield', 'ashdown', 'oakfield'])).toEqual(['C-4', 'C-5']);
        expect(await found(1, ['ashdown'])).toEqual(['C-5']);
        expect(await found(10, ['nobody', "o'k"])).toEqual([]);
        expect(await found(10, [])).toEqual([]);
      });

      test('is at most as many as were asked for', async () => {
        const days = Array.from({ length: 20 }, (_, index) => 1 + ((index * 7) % 20));
        await Promise.all(days.map((at) => store.create(aStoredRecord({ id: `C-${at}`, due: day(at) }))));
        expect((await store.due(day(90), 3)).map(({ id }) => id)).toEqual(['C-1', 'C-2', 'C-3']);
        expect(await store.due(day(90), 1_000)).toHaveLength(20);
      });

      test('is nothing that owes nothing, or owes it later', async () => {
        await store.create(aStoredRecord({ id: 'C-NONE', due: null }));
        await store.create(aStoredRecord({ id: 'C-LATER', due: '2026-03-03T09:00:00.001Z' }));
        expect(await store.due(day(3), 10)).toEqual([]);
        expect(await store.due('2026-03-03T09:00:00.001Z', 10)).toHaveLength(1);
      });

      test('changes with the record', async () => {
        const record = aStoredRecord({ due: day(1) });
        const etag = etagOf(await store.create(record));
        const second = etagOf(await store.replace({ ...record, due: day(5) }, etag));
        expect(await store.due(day(4), 10)).toEqual([]);
        expect(await store.due(day(5), 10)).toEqual([{ school: 'oakfield', id: record.id, due: day(5) }]);
        await store.replace({ ...record, due: null }, second);
        expect(await store.due(day(90), 10)).toEqual([]);
      });
    });

    describe('all records', () => {
      test('of all schools and kinds are given once, whole, in pages of any size', async () => {
        const records = Array.from({ length: 25 }, (_, index) =>
          aStoredRecord({ id: `C-${index}`, school: index % 3 ? 'oakfield' : 'elmfield', kind: index % 2 ? 'a' : 'b' }),
        );
        await Promise.all(records.map((record) => store.create(record)));
        const orders: string[] = [];
        for (const limit of [1, 10, 25, 26, 1_000]) {
          const given = await everything(limit);
          expect(byId(given)).toEqual(byId(records));
          orders.push(given.map(({ id }) => id).join());
        }
        expect(new Set(orders).size).toBe(1);
      });

      test('are given without gaps and doubles while records are added and replaced', async () => {
        const records = Array.from({ length: 25 }, (_, index) => aStoredRecord({ id: `C-${index}` }));
        await Promise.all(records.map((record) => store.create(record)));
        let turn = 0;
        const given = await everything(4, async () => {
          turn++;
          await store.create(aStoredRecord({ id: `N-${turn}` }));
          const held = await store.get('oakfield', `C-${turn}`);
          if (held) await store.replace({ ...held.record, status: 'closed', updatedAt: day(9) }, held.etag);
          return turn < 20;
        });
        const ids = given.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => id.startsWith('C-'))).toHaveLength(25);
      });

      test('are given without gaps and doubles while records are removed', async () => {
        const records = Array.from({ length: 25 }, (_, index) => aStoredRecord({ id: `C-${index}` }));
        const etags = (await Promise.all(records.map((record) => store.create(record)))).map(etagOf);
        let turn = 0;
        const given = await everything(4, async () => {
          const at = 3 * turn++;
          await store.remove('oakfield', `C-${at}`, etags[at] ?? '');
          return turn < 5;
        });
        const ids = given.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const stayed = records.map(({ id }) => id).filter((id) => !['C-0', 'C-3', 'C-6', 'C-9', 'C-12'].includes(id));
        expect(ids).toEqual(expect.arrayContaining(stayed));
      });

      test('are none in an empty store', async () => {
        expect(await store.all({ limit: 10 })).toEqual({ records: [] });
      });

      async function everything(limit: number, between = async () => true): Promise<readonly StoredRecord[]> {
        const records: StoredRecord[] = [];
        let after: string | undefined;
        let more = true;
        do {
          const page = await store.all({ after, limit });
          expect(page.records.length).toBeLessThanOrEqual(limit);
          records.push(...page.records);
          after = page.next;
          if (more) more = await between();
        } while (after !== undefined);
        return records;
      }
    });

    describe('all records of one school', () => {
      const records = Array.from({ length: 40 }, (_, index) =>
        aStoredRecord({
          id: `${index % 2 ? 'C' : 'K'}-${(index * 7) % 40}é`,
          school: ['oakfield', 'oakfields', 'elmfield', 'oak'][index % 4] ?? '',
          createdAt: day(1 + (index % 9)),
        }),
      );
      const ours = records.filter(({ school }) => school === 'oakfield');

      test('are given once, whole, in pages of any size, in one order, and no other', async () => {
        await Promise.all(records.map((record) => store.create(record)));
        const orders: string[] = [];
        for (const limit of [1, 3, 10, 11, 500]) {
          const given = await ofOakfield(limit);
          expect(byId(given)).toEqual(byId(ours));
          orders.push(given.map(({ id }) => id).join());
        }
        expect(new Set(orders).size).toBe(1);
        expect(await store.all({ school: 'ashfield', limit: 10 })).toEqual({ records: [] });
      });

      test('are given without gaps and doubles while records are added, replaced and removed', async () => {
        const etags = new Map<string, string>();
        for (const record of records) etags.set(`${record.school} ${record.id}`, etagOf(await store.create(record)));
        let turn = 0;
        const given = await ofOakfield(3, async () => {
          for (const school of ['oakfield', 'elmfield']) await store.create(aStoredRecord({ school, id: `N-${turn}` }));
          const one = ours[turn++];
          const held = await store.get('oakfield', one?.id ?? '');
          if (held) await store.replace({ ...held.record, status: 'closed' }, held.etag);
        });
        const ids = given.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(expect.arrayContaining(ours.map(({ id }) => id)));
      });

      test('do not go on from a page that the store never gave', async () => {
        for (const after of ['', 'nonsense', '{}', 'W10']) {
          await expect(store.all({ school: 'oakfield', after, limit: 1 }), after).rejects.toThrow(StoreFault);
        }
      });

      async function ofOakfield(limit: number, between = async () => {}): Promise<readonly StoredRecord[]> {
        const given: StoredRecord[] = [];
        let after: string | undefined;
        do {
          const page = await store.all({ school: 'oakfield', after, limit });
          expect(page.records.length).toBeLessThanOrEqual(limit);
          given.push(...page.records);
          after = page.next;
          await between();
        } while (after !== undefined);
        return given;
      }
    });

    describe('processes that serve the store', () => {
      test('are counted while they say that they do', async ({ skip }) => {
        if (opened.another === undefined) skip('one process has these records to itself');
        const other = (await opened.another?.()) ?? store;
        expect(await store.announce('replica-1', 30_000)).toBe(1);
        expect(await other.announce('replica/2', 30_000)).toBe(2);
        expect(await store.announce('replica-1', 30_000)).toBe(2);
        await other.withdraw('replica/2');
        await other.withdraw('replica/2');
        expect(await store.announce('replica-1', 30_000)).toBe(1);
        await store.withdraw('replica-1');
        expect(await other.announce('replica/2', 30_000)).toBe(1);
      });

      test('are one where one process has the records to itself', async ({ skip }) => {
        if (!store.sole) skip('any number of processes may serve these records');
        expect(await store.announce('replica-1', 30_000)).toBe(1);
        expect(await store.announce('replica-2', 30_000)).toBe(1);
        await store.withdraw('replica-1');
      });

      test('do not show among the records', async () => {
        await store.announce('replica-1', 30_000);
        await store.create(aStoredRecord({ due: day(1) }));
        expect(idsOf(await store.all({ limit: 10 }))).toEqual(['C-7K3Q9F']);
        expect(await store.due(day(90), 10)).toHaveLength(1);
      });

      test('see each what the others wrote, and replace only what they have seen', async ({ skip }) => {
        if (opened.another === undefined) skip('one process has these records to itself');
        const other = (await opened.another?.()) ?? store;
        const record = aStoredRecord();
        const first = etagOf(await store.create(record));
        expect(await other.get(record.school, record.id)).toEqual({ record, etag: first });
        expect((await other.create(record)).kind).toBe('exists');
        const second = etagOf(await other.replace({ ...record, status: 'closed' }, first));
        expect((await store.replace({ ...record, status: 'lost' }, first)).kind).toBe('conflict');
        expect((await store.remove(record.school, record.id, first)).kind).toBe('conflict');
        expect(await store.get(record.school, record.id)).toEqual({
          record: { ...record, status: 'closed' },
          etag: second,
        });
        expect((await store.remove(record.school, record.id, second)).kind).toBe('removed');
        expect(await other.get(record.school, record.id)).toBeUndefined();
      });

      test('who each try until they succeed lose nothing of what any of them added', async ({ skip }) => {
        if (opened.another === undefined) skip('one process has these records to itself');
        const stores = [store, (await opened.another?.()) ?? store];
        const record = aStoredRecord({ tokens: [] });
        await store.create(record);
        const tokens = Array.from({ length: 24 }, (_, turn) => `token-${turn}`);
        await Promise.all(
          tokens.map(async (token, turn) => {
            for (;;) {
              const held = await stores[turn % 2]?.get(record.school, record.id);
              if (held === undefined) throw new Error('the record is gone');
              const next = { ...held.record, tokens: [...held.record.tokens, token] };
              if ((await stores[turn % 2]?.replace(next, held.etag))?.kind === 'replaced') return;
            }
          }),
        );
        expect((await store.get(record.school, record.id))?.record.tokens.toSorted()).toEqual(tokens.toSorted());
      });
    });

    describe('a record that was damaged', () => {
      const corrupt = { name: 'StoreFault', code: 'store-corrupt', message: expect.stringContaining('C-2') };
      const damaged = [{ school: 'oakfield', id: 'C-2' }];
      const ids = ['C-1', 'C-2', 'C-3', 'C-4'];

      /** The store with four records, created one day after another, of which the second is damaged. */
      async function withDamage(skip: (reason: string) => void): Promise<RecordStore> {
        if (opened.damage === undefined) skip('nobody but the store can reach these records');
        for (const [index, id] of ids.entries()) await store.create(aStoredRecord({ id, createdAt: day(index + 1) }));
        return (await opened.damage?.('C-2')) ?? store;
      }

      test('keeps a list and a page of all from whoever wants them whole', async ({ skip }) => {
        const there = await withDamage(skip);
        await expect(there.query(concerns({}))).rejects.toMatchObject(corrupt);
        await expect(there.all({ limit: 10 })).rejects.toMatchObject(corrupt);
        await expect(there.all({ school: 'oakfield', limit: 10 })).rejects.toMatchObject(corrupt);
      });

      test('is named beside the others to whoever wants what can be read', async ({ skip }) => {
        const there = await withDamage(skip);
        const list = await there.query(concerns({ tolerant: true, order: 'oldest-first' }));
        expect([idsOf(list), list.unreadable, list.next]).toEqual([['C-1', 'C-3', 'C-4'], damaged, undefined]);
        for (const school of [undefined, 'oakfield']) {
          const page = await there.all({ tolerant: true, limit: 10, ...(school === undefined ? {} : { school }) });
          expect([sortedIds(page.records), page.unreadable, page.next]).toEqual([
            ['C-1', 'C-3', 'C-4'],
            damaged,
            undefined,
          ]);
        }
      });

      test.for([1, 2, 3, 4])('counts in pages of %i, which go on behind it', async (limit, { skip }) => {
        const there = await withDamage(skip);
        const walks: ((after?: string) => Promise<Walked>)[] = [
          (after) => there.query(concerns({ tolerant: true, limit, order: 'oldest-first', ...from(after) })),
          (after) => there.query(concerns({ tolerant: true, limit, order: 'newest-first', ...from(after) })),
          (after) => there.all({ tolerant: true, limit, ...from(after) }),
          (after) => there.all({ tolerant: true, limit, school: 'oakfield', ...from(after) }),
        ];
        for (const walk of walks) {
          const seen: string[] = [];
          const unreadable: unknown[] = [];
          let after: string | undefined;
          let pages = 0;
          do {
            const page = await walk(after);
            expect(page.records.length + (page.unreadable?.length ?? 0)).toBeLessThanOrEqual(limit);
            seen.push(...idsOf(page));
            unreadable.push(...(page.unreadable ?? []));
            after = page.next;
            pages++;
          } while (after !== undefined && pages < 10);
          expect(seen.toSorted()).toEqual(['C-1', 'C-3', 'C-4']);
          expect(unreadable).toEqual(damaged);
          expect(pages).toBe(Math.ceil(ids.length / limit));
        }
      });

      test('is named by no page where there is none', async () => {
        await store.create(aStoredRecord());
        expect(await store.query(concerns({ tolerant: true }))).toEqual({ records: [summaryOf(aStoredRecord())] });
        expect(await store.all({ tolerant: true, limit: 10 })).toEqual({ records: [aStoredRecord()] });
      });
    });

    describe('the store', () => {
      test('tells its time, where it has a clock of its own, to a second or so', async () => {
        const time = await store.time();
        expect(time === undefined).toBe(store.sole);
        if (time === undefined) return;
        expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        const again = await store.time();
        expect(Math.abs(Date.parse(again ?? '') - Date.parse(time))).toBeLessThan(10_000);
      });
      test('answers when it is asked for its health', async () => {
        await expect(store.health()).resolves.toBeUndefined();
      });

      test('sees each write in the reads that were asked for after it', async () => {
        const record = aStoredRecord();
        const creating = store.create(record);
        const reading = creating.then(() => store.get(record.school, record.id));
        expect((await reading)?.record).toEqual(record);
      });

      test('finishes what was asked before it closes, and refuses everything afterwards', async () => {
        const asked = Array.from({ length: 20 }, (_, index) => store.create(aStoredRecord({ id: `C-${index}` })));
        await store.close();
        expect(new Set((await Promise.all(asked)).map(({ kind }) => kind))).toEqual(new Set(['created']));
        const refused = [
          store.create(aStoredRecord()),
          store.get('oakfield', 'C-1'),
          store.replace(aStoredRecord(), 'etag'),
          store.remove('oakfield', 'C-1', 'etag'),
          store.query(concerns({})),
          store.due(day(1), 1),
          store.all({ limit: 1 }),
          store.health(),
          store.time(),
          store.announce('replica-1', 1_000),
          store.withdraw('replica-1'),
        ];
        for (const outcome of await Promise.allSettled(refused)) {
          expect(outcome).toEqual({ status: 'rejected', reason: expect.any(StoreFault) });
        }
        await expect(store.close()).resolves.toBeUndefined();
      });
    });
  });
}

type Walked = Awaited<ReturnType<RecordStore['query']>> | Awaited<ReturnType<RecordStore['all']>>;

function from(after: string | undefined): { readonly after?: string } {
  return after === undefined ? {} : { after };
}

function concerns(conditions: Partial<RecordQuery>): RecordQuery {
  return { school: 'oakfield', kind: 'concern', order: 'newest-first', limit: 50, ...conditions };
}

function meets(record: StoredRecord, query: RecordQuery): boolean {
  return (
    record.school === query.school &&
    record.kind === query.kind &&
    (query.statuses?.includes(record.status) ?? true) &&
    (query.token === undefined || record.tokens.includes(query.token)) &&
    (query.createdFrom === undefined || record.createdAt >= query.createdFrom) &&
    (query.createdBefore === undefined || record.createdAt < query.createdBefore)
  );
}

function expectOrder(records: readonly RecordSummary[], order: RecordQuery['order']): void {
  const instants = records.map(({ createdAt }) => createdAt);
  const sorted = instants.toSorted();
  expect(instants).toEqual(order === 'oldest-first' ? sorted : sorted.reverse());
}

function summaryOf(record: StoredRecord): RecordSummary {
  const { entries: _, outbox: __, posts: ___, ...summary } = record;
  return summary;
}

function etagOf(answer: { readonly kind: string; readonly etag?: string } | undefined): string {
  if (answer?.etag === undefined) throw new Error(`there is no etag in ${JSON.stringify(answer)}`);
  return answer.etag;
}

function idsOf(page: { readonly records: readonly { readonly id: string }[] }): readonly string[] {
  return page.records.map(({ id }) => id);
}

function sortedIds(records: readonly { readonly id: string }[]): readonly string[] {
  return records.map(({ id }) => id).toSorted();
}

function byId(records: readonly StoredRecord[]): readonly StoredRecord[] {
  return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Nine in the morning of a day in March 2026; 32 is the first of April. */
function day(number: number): string {
  return new Date(Date.UTC(2026, 2, number, 9)).toISOString();
}

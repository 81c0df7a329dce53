import { randomBytes, randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { assembleApplication } from '../../src/application/assemble.ts';
import { StoreFault, VaultFault } from '../../src/application/faults.ts';
import type { RecordStore, Vault } from '../../src/application/ports.ts';
import { createRecordSealer, type RecordSealer } from '../../src/application/sealed-record.ts';
import { type Damage, verifyStore } from '../../src/application/verify.ts';
import { chainHash, chainRoot } from '../../src/domain/chain.ts';
import type { Registry, Workflow } from '../../src/domain/decider.ts';
import { later, MINUTE } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/message.ts';
import { type Actor, theClock } from '../../src/domain/people.ts';
import type { Entry, StoredRecord } from '../../src/domain/record.ts';
import { createSqliteRecordStore } from '../../src/store/sqlite/record-store.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import type { ConcernCommand } from '../../src/workflows/concern/command-data.ts';
import { registry as workflows } from '../../src/workflows/index.ts';
import { everyCommand, monday, sampleData } from '../support/concern.ts';
import { type Diary, type DiaryEvent, diary, moment, written } from '../support/diary.ts';
import { aSchool, by } from '../support/school.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SECRET = 'what a pupil said';

describe('verify', () => {
  const folder = temporaryFolder();
  let path: string;
  let store: RecordStore;
  let vault: Vault;
  let sealer: RecordSealer;

  beforeEach(async () => {
    path = folder.path(`${randomUUID()}.db`);
    store = await createSqliteRecordStore({ path });
    vault = await openFileVault(folder.path('keys.json'));
    sealer = createRecordSealer({ vault, ids: { fresh: randomUUID, bytes: randomBytes } });
  });

  afterEach(async () => {
    await store.close();
  });

  afterAll(() => folder.remove());

  const verify = (registry: Registry = new Map([[diary.id, diary]])) => verifyStore({ store, vault, sealer, registry });

  it('finds nothing wrong with a store of whole records, and counts them', async () => {
    for (let index = 0; index < 230; index++) await write(`D-${index}`, ['one', 'two', 'close'].slice(0, index % 4));
    await write('D-OTHER', ['one'], { school: 'elmfield' });
    expect(await verify()).toEqual({
      checked: 231,
      findings: [],
      schools: new Map([
        ['oakfield', 230],
        ['elmfield', 1],
      ]),
      damaged: [],
    });
  });

  it('finds nothing wrong with an empty store', async () => {
    expect(await verify()).toEqual({ checked: 0, schools: new Map(), findings: [], damaged: [] });
  });

  it('finds nothing wrong with a concern that everybody gave every command, whatever came of it', async () => {
    let minute = 0;
    const school = aSchool();
    const application = assembleApplication({
      store,
      vault,
      registry: workflows,
      schools: [school],
      clock: {
        now: () => later(monday, MINUTE * minute),
        forDecision: async () => ({ at: later(monday, MINUTE * minute), isSure: true }),
        stopwatch: () => () => 0,
      },
      ids: { fresh: randomUUID, bytes: randomBytes },
      failed: () => undefined,
    });
    const give = async (type: string, actor: Actor, reference?: string) => {
      minute++;
      const data = sampleData[type as ConcernCommand] as Json;
      const of = reference === undefined ? {} : { reference };
      return await application.commands.handle({ id: randomUUID(), school, type, by: actor, data, ...of });
    };
    const begun = await give('concern/report', by.teacher);
    expect(begun).toMatchObject({ kind: 'done' });
    const reference = begun.kind === 'done' ? begun.reference : '';
    const given = [];
    const further = everyCommand.filter((type) => type !== 'concern/report');
    for (const type of ['concern/acknowledge', 'concern/ask', ...further, 'concern/reopen', ...further]) {
      for (const actor of [by.dsl, by.teacher, by.head, theClock]) given.push(await give(type, actor, reference));
      await application.settle();
      const { checked, damaged } = await verify(workflows);
      expect([checked > 0, damaged], type).toEqual([true, []]);
    }
    expect(given.filter(({ kind }) => kind === 'done').length).toBeGreaterThan(20);
    expect(given.filter(({ kind }) => kind === 'refused').length).toBeGreaterThan(20);
  });

  it.each(['sealed', 'hash', 'at', 'seq'] as const)(
    'names the entry in which a byte of %s was changed',
    async (field) => {
      const whole = await write('D-1', ['one', 'two', 'three', 'close']);
      for (const { seq, [field]: value } of whole.entries) {
        const text = String(value);
        for (let at = seq % 3; at < text.length; at += 3) {
          if (field === 'at' && !/\d/.test(text.charAt(at))) continue;
          const changed = text.slice(0, at) + nextLetter(text.charAt(at)) + text.slice(at + 1);
          await tamper('D-1', (entries) =>
            entries.map((entry) =>
              entry.seq === seq ? { ...entry, [field]: seq === value ? Number(changed) : changed } : entry,
            ),
          );
          expect(await damage(), `${field} of ${seq} at ${at}`).toMatchObject([{ reference: 'D-1', entry: seq }]);
          await put(whole);
        }
      }
      expect(await damage()).toEqual([]);
    },
  );

  const four = ['one', 'two', 'three', 'four'];
  it.each<[string, number, (entries: readonly Entry[]) => readonly Entry[]]>([
    ['the first entry was taken out', 1, (entries) => entries.slice(1)],
    ['an entry was taken out', 2, (entries) => entries.filter(({ seq }) => seq !== 2)],
    [
      'an entry was taken out and the rest numbered anew',
      2,
      (entries) => renumbered(entries.filter(({ seq }) => seq !== 2)),
    ],
    ['the last entry was taken out', 4, (entries) => entries.slice(0, 3)],
    ['all entries were taken out', 1, () => []],
    ['two entries were swapped', 2, ([a, b, c, d]) => [a, c, b, d] as Entry[]],
    ['two entries were swapped and numbered anew', 2, ([a, b, c, d]) => renumbered([a, c, b, d] as Entry[])],
    ['an entry stands twice', 3, ([a, b, c, d]) => renumbered([a, b, b, c, d] as Entry[])],
  ])('names the first bad entry when %s', async (_, entry, change) => {
    await write('D-1', four);
    await write('D-2', four);
    await tamper('D-1', change);
    expect(await damage()).toMatchObject([{ school: 'oakfield', reference: 'D-1', entry }]);
    expect((await verify()).checked).toBe(2);
  });

  it('names the first bad entry when the hashes behind it were made to fit', async () => {
    const whole = await write('D-1', four);
    const changes: [number, (entries: readonly Entry[]) => readonly Entry[]][] = [
      [
        2,
        (entries) => entries.map((entry) => (entry.seq === 2 ? { ...entry, sealed: swapLetter(entry.sealed) } : entry)),
      ],
      [2, (entries) => renumbered(entries.filter(({ seq }) => seq !== 2))],
      [4, (entries) => entries.slice(0, 3)],
      // What is clear of an entry is bound by the hash of the last alone.
      [
        4,
        (entries) => entries.map((entry) => (entry.seq === 2 ? { ...entry, at: '2020-01-01T00:00:00.000Z' } : entry)),
      ],
    ];
    for (const [entry, change] of changes) {
      await tamper('D-1', (entries) => rechained(whole, change(entries)));
      expect(await damage()).toMatchObject([{ reference: 'D-1', entry }]);
      await put(whole);
    }
  });

  it('names the entry that was moved there from another record', async () => {
    const other = await write('D-2', four);
    const whole = await write('D-1', four);
    const moved = (entries: readonly Entry[]) => entries.map((entry) => (entry.seq === 3 ? other.entries[2]! : entry));
    await tamper('D-1', moved);
    expect(await damage()).toMatchObject([{ reference: 'D-1', entry: 3 }]);
    await tamper('D-1', (entries) => rechained(whole, moved(entries)));
    expect(await damage()).toMatchObject([{ reference: 'D-1', entry: 3 }]);
    await put({ ...other, id: 'D-1' });
    expect(await damage()).toMatchObject([{ reference: 'D-1', entry: 1 }]);
  });

  it('names the entry that cannot follow those before it', async () => {
    await write('D-1', ['one', 'two', 'close', 'three']);
    expect(await damage(new Map([[diary.id, strictDiary]]))).toEqual([
      {
        school: 'oakfield',
        reference: 'D-1',
        entry: 4,
        what: 'Entry 4 does not open, or cannot follow those before it.',
      },
    ]);
  });

  it('names the entry that holds nothing that this version knows', async () => {
    await write('D-1', ['one', 'two']);
    const other: Workflow<Diary, DiaryEvent> = {
      ...diary,
      event: z.object({ type: z.literal('Written'), text: z.literal('one') }),
    };
    expect(await damage(new Map([[diary.id, other]]))).toMatchObject([{ reference: 'D-1', entry: 2 }]);
  });

  it('names the first entry that an older state, put back, does not know of', async () => {
    const older = await write('D-1', ['one', 'two']);
    const newer = await extend('D-1', ['three', 'four']);
    await put({ ...newer, state: older.state });
    expect(await damage()).toMatchObject([{ reference: 'D-1', entry: 3 }]);
  });

  it('says when the state is of another record, or changed', async () => {
    const other = await write('D-2', ['one']);
    const whole = await write('D-1', ['one']);
    for (const state of [other.state, swapLetter(whole.state), '']) {
      await put({ ...whole, state });
      expect(await damage()).toEqual([{ school: 'oakfield', reference: 'D-1', what: 'Its state does not open.' }]);
    }
  });

  it('says when the state is not what the history makes', async () => {
    await write('D-1', ['one']);
    const other: Workflow<Diary, DiaryEvent> = {
      ...diary,
      evolve: (state, happened) => ({ ...diary.evolve(state, happened), text: 'another' }),
    };
    expect(await damage(new Map([[diary.id, other]]))).toMatchObject([
      { what: 'Its state is not what its history makes.' },
    ]);
  });

  it.each<[string, Partial<StoredRecord>, RegExp]>([
    ['its status', { status: 'closed' }, /^Its status stands as "closed" where its history makes it "open"/],
    ['what it is found by', { tokens: ['another'] }, /^What it is found by/],
    ['that it is found by nothing', { tokens: [] }, /^What it is found by/],
    ['when it is due', { due: null }, /^When it next needs attention/],
    [
      'a message that it owes',
      { outbox: [{ id: 'x', notBefore: '2026-11-23T10:00:00.000Z', attempts: 0, sealed: '1.x' }] },
      /^A message/,
    ],
    ['where its messages stand', { posts: '1.x' }, /^A message/],
    ['its kind', { kind: 'concern' }, /^It is of the kind "concern"/],
    ['its key', { key: 'file1.12345678.abc' }, /^The key that this was sealed with/],
    ['the wrapping of its key', { key: 'x' }, /^A wrapped key/],
  ])('says when the record was changed in %s', async (_, change, what) => {
    const whole = await write('D-1', ['one', 'two']);
    await put({ ...whole, ...change });
    const found = await damage();
    expect(found).toMatchObject([{ reference: 'D-1', what: expect.stringMatching(what) }]);
    expect(found[0]).not.toHaveProperty('entry');
  });

  it('names the first bad entry even when the key cannot be unwrapped', async () => {
    const whole = await write('D-1', four);
    await put({ ...whole, key: 'x' });
    await tamper('D-1', (entries) => entries.filter(({ seq }) => seq !== 2));
    expect(await damage()).toMatchObject([{ reference: 'D-1', entry: 2, code: 'vault-wrap-altered' }]);
  });

  it('goes on after a damaged record, and finds every one', async () => {
    for (let index = 0; index < 120; index++) await write(`D-${index}`, ['one', 'two']);
    for (const id of ['D-3', 'D-50', 'D-119']) await tamper(id, (entries) => entries.slice(0, 1));
    const { checked, damaged } = await verify();
    expect(checked).toBe(120);
    expect(damaged.map(({ reference, entry }) => `${reference} ${entry}`)).toEqual(['D-3 2', 'D-50 2', 'D-119 2']);
  });

  it('names the record that the store itself cannot read, and checks all others', async () => {
    for (let index = 0; index < 5; index++) await write(`D-${index}`, ['one']);
    await tamper('D-4', () => []);
    await store.close();
    const database = new DatabaseSync(path);
    database.exec(`UPDATE records SET entries = 'not json' WHERE id = 'D-3'`);
    database.close();
    store = await createSqliteRecordStore({ path });
    expect(await verify()).toMatchObject({
      checked: 5,
      damaged: [
        { reference: 'D-4', entry: 1 },
        { reference: 'D-3', what: 'It cannot be read: the store holds something there that it did not write.' },
      ],
    });
  });

  it('says so where the store gives up, and checks what stands before that', async () => {
    for (let index = 0; index < 5; index++) await write(`D-${index}`, ['one']);
    await tamper('D-1', () => []);
    const corrupt = new StoreFault('a page is torn', { code: 'store-corrupt', whatToDo: '' });
    const torn: RecordStore = {
      ...store,
      all: (page) => (page.limit > 1 || page.after === '3' ? Promise.reject(corrupt) : store.all(page)),
    };
    expect(await verifyStore({ store: torn, vault, sealer, registry: new Map([[diary.id, diary]]) })).toMatchObject({
      checked: 3,
      damaged: [{ reference: 'D-1', entry: 1 }],
      endedEarly: 'a page is torn',
    });
  });

  it('throws the fault of a store or a vault that cannot be used at all', async () => {
    await write('D-1', ['one']);
    const broken = { all: () => Promise.reject(new Error('no disk')) };
    await expect(verifyStore({ store: broken, vault, sealer, registry: new Map() })).rejects.toThrow('no disk');
    const gone = new VaultFault('no key file', { code: 'vault-failed', whatToDo: '' });
    const ids = { fresh: randomUUID, bytes: randomBytes };
    sealer = createRecordSealer({ vault: { ...vault, unwrap: () => Promise.reject(gone) }, ids });
    await expect(verify()).rejects.toBe(gone);
  });

  it('says nothing of what stands in a record, and changes nothing', async () => {
    const whole = await write('D-1', [SECRET, SECRET]);
    const database = await allRecords();
    for (const change of [{ status: 'closed' }, { state: '1.x' }, { entries: [] }, { tokens: [] }]) {
      await put({ ...whole, ...change });
      expect(JSON.stringify(await damage())).not.toContain(SECRET);
    }
    await put(whole);
    await verify();
    expect(await allRecords()).toEqual(database);
  });

  async function damage(registry?: Registry): Promise<readonly Damage[]> {
    return (await verify(registry)).damaged;
  }

  async function allRecords(): Promise<readonly StoredRecord[]> {
    return (await store.all({ limit: 500 })).records;
  }

  async function write(id: string, texts: readonly string[], { school = 'oakfield' } = {}): Promise<StoredRecord> {
    const begun = await sealer.begin(diary, { school, id, at: moment(0) });
    const { stored } = await written(sealer, begun, texts);
    await store.create(stored);
    return stored;
  }

  async function extend(id: string, texts: readonly string[]): Promise<StoredRecord> {
    const found = await store.get('oakfield', id);
    const { stored } = await written(sealer, await sealer.open(diary, found!), texts);
    await put(stored);
    return stored;
  }

  async function tamper(id: string, change: (entries: readonly Entry[]) => readonly Entry[]): Promise<void> {
    const found = await store.get('oakfield', id);
    await put({ ...found!.record, entries: change(found!.record.entries) });
  }

  async function put(record: StoredRecord): Promise<void> {
    const found = await store.get(record.school, record.id);
    expect((await store.replace(record, found!.etag)).kind).toBe('replaced');
  }
});

/** The same, but that nothing can be written behind a close. */
const strictDiary: Workflow<Diary, DiaryEvent> = {
  ...diary,
  evolve(state, happened) {
    if (state.isClosed) throw new Error('closed');
    return diary.evolve(state, happened);
  },
};

function nextLetter(letter: string): string {
  if (/\d/.test(letter)) return String((Number(letter) + 1) % 10);
  return letter === 'A' ? 'B' : 'A';
}

function swapLetter(text: string): string {
  const at = Math.floor(text.length / 2);
  return text.slice(0, at) + nextLetter(text.charAt(at)) + text.slice(at + 1);
}

function renumbered(entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry, index) => ({ ...entry, seq: index + 1 }));
}

/** What somebody can do who knows how the hashes are made but has no key. */
function rechained(record: StoredRecord, entries: readonly Entry[]): readonly Entry[] {
  let previous = chainRoot(record);
  return entries.map(({ seq, at, sealed }) => {
    previous = chainHash(previous, { seq, at, sealed });
    return { seq, at, sealed, hash: previous };
  });
}

import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoredRecord } from '../../../src/domain/record.ts';
import { createEngine, type Engine } from '../../../src/store/sqlite/engine.ts';
import { readPragma } from '../../../src/store/sqlite/migrations.ts';
import { openDatabase } from '../../../src/store/sqlite/open-database.ts';
import type { FaultParts, Outcome, Request } from '../../../src/store/sqlite/protocol.ts';
import { aStoredRecord } from '../../support/stored-record.ts';

const CREATED = { kind: 'created', etag: expect.any(String) };
const SECRET = 'Marker-Of-Content';

let database: DatabaseSync;
let engine: Engine;
let now: number;

beforeEach(() => {
  database = openDatabase(':memory:');
  now = 1_000;
  engine = createEngine(database, () => now);
});

afterEach(() => database.close());

describe('requests that wait together', () => {
  test('are written in one commit', () => {
    const answers = run(...Array.from({ length: 100 }, (_, index) => create({ id: `C-${index}` })));
    expect(answers).toEqual(Array.from({ length: 100 }, () => CREATED));
    expect(run({ op: 'figures' })).toEqual([{ writes: 100, commits: 1 }]);
  });

  test('see in their reads what was written before them, and not what is written after', () => {
    const [before, , after] = run(get('C-1'), create({ id: 'C-1' }), get('C-1'));
    expect(before).toBeUndefined();
    expect(after).toMatchObject({ record: { id: 'C-1' } });
  });

  test('are answered only after the commit', () => {
    const open: boolean[] = [];
    const waiting = envelopes([create({ id: 'C-1' }), get('C-1'), create({ id: 'C-2' })]);
    engine.drain(
      () => waiting.shift(),
      () => open.push(database.isTransaction),
    );
    expect(open).toEqual([false]);
  });

  test('are committed in parts when they are very many, so that the first need not wait for the last', () => {
    run(...Array.from({ length: 1_200 }, (_, index) => create({ id: `C-${index}` })));
    expect(run({ op: 'figures' })).toEqual([{ writes: 1_200, commits: 3 }]);
  });

  test('are committed in parts when they take long', () => {
    const waiting = envelopes(Array.from({ length: 12 }, (_, index) => create({ id: `C-${index}` })));
    const parts: number[] = [];
    engine.drain(
      () => {
        now += 10;
        return waiting.shift();
      },
      (outcomes) => parts.push(outcomes.length),
    );
    expect(parts).toEqual([10, 2]);
  });

  test('that only read make no commit', () => {
    run(get('C-1'), { op: 'due', at: '2027-01-01T00:00:00.000Z', limit: 1 });
    expect(run({ op: 'figures' })).toEqual([{ writes: 0, commits: 0 }]);
  });
});

describe('a write that fails', () => {
  test('leaves nothing behind and does not spoil the others of its commit', () => {
    refuse('C-BAD', 'ABORT', "'no'");
    const bad = create({ id: 'C-BAD', tokens: ['one', 'two'] });
    expect(run(create({ id: 'C-1' }), bad, create({ id: 'C-2' }), get('C-1'), get('C-2'), get('C-BAD'))).toEqual([
      CREATED,
      fault('store-failed'),
      CREATED,
      expect.objectContaining({ record: expect.anything() }),
      expect.objectContaining({ record: expect.anything() }),
      undefined,
    ]);
    expect(count('records')).toBe(2);
    expect(count('tokens')).toBe(2);
    expect(run({ op: 'figures' })).toEqual([{ writes: 2, commits: 1 }]);
  });

  test('halfway, with some of its tokens written, leaves none of them behind', () => {
    database.exec(`CREATE TRIGGER refuse BEFORE INSERT ON tokens WHEN NEW.token = 'third' BEGIN
      SELECT RAISE(ABORT, 'no'); END`);
    const [, bad] = run(create({ id: 'C-1', tokens: ['first'] }), create({ id: 'C-2', tokens: ['first', 'third'] }));
    expect(bad).toEqual(fault('store-failed'));
    expect(count('records')).toBe(1);
    expect(count('tokens')).toBe(1);
  });

  test('and makes SQLite undo the whole commit fails the writes before it, and not those behind it', () => {
    refuse('C-BAD', 'ROLLBACK', "'no'");
    expect(run(get('C-1'), create({ id: 'C-1' }), get('C-1'), create({ id: 'C-BAD' }), create({ id: 'C-2' }))).toEqual([
      undefined,
      fault('store-failed'),
      fault('store-failed'),
      fault('store-failed'),
      CREATED,
    ]);
    expect(run(get('C-1'), get('C-2'))).toEqual([undefined, expect.anything()]);
  });

  test('for want of a shape that can be read back is refused before it is written', () => {
    const wrong = [
      { createdAt: 'yesterday' },
      { due: '2026-03-02' },
      { id: 'half a pair \ud83d' },
      { status: undefined },
      { entries: [{ seq: 1 }] },
      { more: 'than a record has' },
    ];
    for (const overrides of wrong) {
      const record = { ...aStoredRecord(), ...overrides } as StoredRecord;
      expect(run({ op: 'create', record }), JSON.stringify(overrides)).toEqual([fault('store-failed')]);
    }
    expect(count('records')).toBe(0);
    run(create({ id: 'half a pair \ufffd' }));
    expect(run(get('half a pair \ufffd'), get('half a pair \ud83d'))).toEqual([expect.anything(), undefined]);
  });
});

describe('a removal', () => {
  test('shares its commit with the writes it waits with, and each sees what stood before it', () => {
    const [created] = run(create({ id: 'C-1' })) as [{ etag: string }];
    const answers = run(create({ id: 'C-2' }), remove('C-1', created.etag), get('C-1'), create({ id: 'C-1' }));
    expect(answers).toEqual([CREATED, { kind: 'removed' }, undefined, CREATED]);
    expect(run({ op: 'figures' })).toEqual([{ writes: 4, commits: 2 }]);
  });

  test('that fails leaves the record with its tokens, and does not spoil the others of its commit', () => {
    const [created] = run(create({ id: 'C-1', tokens: ['one', 'two'] })) as [{ etag: string }];
    database.exec(`CREATE TRIGGER refuse AFTER DELETE ON records BEGIN SELECT RAISE(ABORT, 'no'); END`);
    expect(
      run(create({ id: 'C-2', tokens: [] }), remove('C-1', created.etag), create({ id: 'C-3', tokens: [] })),
    ).toEqual([CREATED, fault('store-failed'), CREATED]);
    expect(run(get('C-1'))).toEqual([expect.objectContaining({ etag: created.etag })]);
    expect(count('tokens')).toBe(2);
  });

  test('whose commit fails is not answered as done', () => {
    const [created] = run(create({ id: 'C-1' })) as [{ etag: string }];
    database.exec(`
      CREATE TABLE parents (id INTEGER PRIMARY KEY);
      CREATE TABLE orphans (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER orphan AFTER DELETE ON records BEGIN INSERT INTO orphans VALUES (1); END;
    `);
    expect(run(remove('C-1', created.etag))).toEqual([fault('store-failed')]);
    expect(run(get('C-1'))).toEqual([expect.anything()]);
  });

  test('is done though the log cannot be emptied just then, which is tried again', () => {
    let tries = 0;
    const emptying = {
      run() {
        tries++;
        if (tries < 3) throw new Error('no room');
      },
    };
    const troubled = new Proxy(database, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (name === 'prepare')
          return (sql: string) => (sql.includes('wal_checkpoint') ? emptying : target.prepare(sql));
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    engine = createEngine(troubled, () => now);
    const [created] = run(create({ id: 'C-1' })) as [{ etag: string }];
    expect(tries).toBe(0);
    expect(run(remove('C-1', created.etag))).toEqual([{ kind: 'removed' }]);
    for (let turn = 0; turn < 3; turn++) expect(run(get('C-1'))).toEqual([undefined]);
    expect(tries).toBe(3);
  });

  test('names a reference that cannot be kept, and finds nothing', () => {
    run(create({ id: 'half a pair \ufffd' }));
    expect(run(remove('half a pair \ud83d', 'etag'))).toEqual([{ kind: 'conflict' }]);
  });
});

describe('a commit that fails', () => {
  beforeEach(() => {
    database.exec(`
      CREATE TABLE parents (id INTEGER PRIMARY KEY);
      CREATE TABLE orphans (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER orphan AFTER INSERT ON records WHEN NEW.id = 'C-BAD' BEGIN INSERT INTO orphans VALUES (1); END;
    `);
  });

  test('fails every write of it, and every read that saw one', () => {
    expect(run(get('C-1'), create({ id: 'C-1' }), create({ id: 'C-BAD' }), get('C-1'), create({ id: 'C-2' }))).toEqual([
      undefined,
      fault('store-failed'),
      fault('store-failed'),
      fault('store-failed'),
      fault('store-failed'),
    ]);
    expect(count('records')).toBe(0);
    expect(run({ op: 'figures' })).toEqual([{ writes: 0, commits: 0 }]);
  });

  test('does not stand in the way of the next', () => {
    run(create({ id: 'C-BAD' }));
    expect(run(create({ id: 'C-1' }), get('C-1'))).toEqual([CREATED, expect.anything()]);
  });
});

describe('a disk', () => {
  test('that takes no writes says so to whoever asks whether all is well, and counts that as no record', () => {
    run(create({ id: 'C-0' }));
    expect(run({ op: 'health' }, { op: 'health' }, { op: 'figures' })).toEqual([
      undefined,
      undefined,
      { writes: 1, commits: 1 },
    ]);
    const version = readPragma(database, 'user_version');
    database.exec('PRAGMA query_only = ON');
    expect(run({ op: 'health' }, get('C-0'))).toEqual([
      expect.objectContaining({ code: expect.any(String) }),
      expect.objectContaining({ record: expect.anything() }),
    ]);
    database.exec('PRAGMA query_only = OFF');
    expect(run({ op: 'health' })).toEqual([undefined]);
    expect(readPragma(database, 'user_version')).toBe(version);
  });

  test('that is full fails what does not fit, keeps what was there, and takes what fits', () => {
    run(create({ id: 'C-0' }));
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${pages + 40}`);
    const large = create({ id: 'C-LARGE', state: 'x'.repeat(1_400_000) });
    expect(run(large)).toEqual([fault('store-full')]);
    expect(run(get('C-0'), get('C-LARGE'), create({ id: 'C-1' }))).toEqual([expect.anything(), undefined, CREATED]);
    database.exec('PRAGMA max_page_count = 100000');
    expect(run(large)).toEqual([CREATED]);
  });

  test('that is full never says of a write that it is saved when it is not', () => {
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${pages + 40}`);
    const ids = Array.from({ length: 60 }, (_, index) => `C-${index}`);
    const answers = run(...ids.map((id, index) => create({ id, state: 'x'.repeat(index % 7 === 3 ? 90_000 : 2_000) })));
    const told = ids.filter((_, index) => !('code' in (answers[index] as object)));
    const kept = ids.filter((id) => run(get(id))[0] !== undefined);
    expect(kept).toEqual(told);
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(60);
  });

  test('that cannot be written fails writes with what to do, and answers reads', () => {
    run(create({ id: 'C-1' }));
    database.exec('PRAGMA query_only = ON');
    expect(run(create({ id: 'C-2' }), get('C-1'))).toEqual([fault('store-read-only'), expect.anything()]);
  });
});

describe('a request whose time is over when its turn comes', () => {
  test('is not executed at all', () => {
    const late = { number: 1, deadline: now - 1, request: create({ id: 'C-LATE' }) };
    const inTime = { number: 2, deadline: now, request: create({ id: 'C-IN-TIME' }) };
    const waiting = [late, inTime];
    const outcomes: Outcome[] = [];
    engine.drain(
      () => waiting.shift(),
      (some) => outcomes.push(...some),
    );
    expect(outcomes).toEqual([
      { number: 1, fault: fault('store-slow') },
      { number: 2, answer: CREATED },
    ]);
    expect(run(get('C-LATE'), get('C-IN-TIME'))).toEqual([undefined, expect.anything()]);
  });
});

describe('a record that was tampered with', () => {
  const tampered = [
    "entries = '{'",
    `entries = '[{"seq":1}]'`,
    `entries = '[{"seq":"1","at":"2026-03-02T09:15:00.000Z","sealed":"","hash":""}]'`,
    "outbox = 'null'",
    "due = 'soon'",
    "tokens = '[1]'",
    "created_at = '2026'",
  ];

  test.each(tampered)('is reported by its reference alone, and the others are read (%s)', (change) => {
    run(create({ id: 'C-1', state: SECRET }), create({ id: 'C-2', kind: 'policy' }));
    database.exec(`UPDATE records SET ${change} WHERE id = 'C-1'`);
    const [one, all, other] = run(get('C-1'), { op: 'all', page: { limit: 5 } }, get('C-2'));
    for (const answer of [one, all]) {
      expect(answer).toEqual(fault('store-corrupt', /^The record store holds .* \(record C-1\)$/));
    }
    expect(other).toMatchObject({ record: { id: 'C-2' } });
  });

  test('is reported by a list that shows it', () => {
    run(create({ id: 'C-1', state: SECRET }));
    database.exec(`UPDATE records SET tokens = '"${SECRET}"'`);
    const query = { school: 'oakfield', kind: 'concern', order: 'newest-first', limit: 5 } as const;
    expect(run({ op: 'query', query })).toEqual([fault('store-corrupt', /\(record C-1\)$/)]);
  });

  test('and its row removed is reported by the list that still names it', () => {
    run(create({ id: 'C-1', tokens: ['red'] }));
    database.exec('PRAGMA foreign_keys = OFF; DELETE FROM records');
    const query = { school: 'oakfield', kind: 'concern', token: 'red', order: 'newest-first', limit: 5 } as const;
    expect(run({ op: 'query', query })).toEqual([fault('store-corrupt', /\(record C-1\)$/)]);
  });
});

test('no fault quotes what a record holds', () => {
  const content = {
    status: SECRET,
    kind: SECRET,
    tokens: [SECRET],
    state: SECRET,
    posts: SECRET,
    key: SECRET,
    outbox: [{ id: SECRET, notBefore: '2026-03-02T09:15:00.000Z', attempts: 0, sealed: SECRET }],
  };
  refuse('C-QUOTED', 'ABORT', "NEW.state || NEW.outbox || ' and all it holds'");
  const quoted = create({ ...content, id: 'C-QUOTED' });
  const shapeless = { op: 'create', record: { ...aStoredRecord(content), due: SECRET, [SECRET]: SECRET } } as const;
  run(create({ ...content, id: 'C-TAMPERED' }));
  database.exec(`UPDATE records SET entries = '${SECRET}'`);
  const answers = run(quoted, shapeless, get('C-TAMPERED'), {
    op: 'query',
    query: { school: SECRET, kind: SECRET, order: 'newest-first', limit: 5, after: SECRET },
  });
  expect(answers).toEqual([
    fault('store-failed'),
    fault('store-failed'),
    fault('store-corrupt'),
    fault('store-failed'),
  ]);
  expect(JSON.stringify(answers)).not.toContain(SECRET);
});

test('a record that was removed and added again never gets an etag that it had', () => {
  const etags = new Set<unknown>();
  for (let turn = 0; turn < 50; turn++) {
    const [created] = run(create({})) as [{ etag: string }];
    const [replaced] = run({ op: 'replace', record: aStoredRecord(), etag: created.etag }) as [{ etag: string }];
    etags.add(created.etag).add(replaced.etag);
    database.exec('DELETE FROM records');
    expect(count('tokens')).toBe(0);
  }
  expect(etags.size).toBe(100);
});

test('a page ends early when its records are large, and the next goes on behind it', () => {
  for (let index = 0; index < 9; index++) run(create({ id: `C-${index}`, state: 'x'.repeat(1_400_000) }));
  const query = { school: 'oakfield', kind: 'concern', order: 'oldest-first', limit: 9 } as const;
  const [list] = run({ op: 'query', query }) as [{ records: { id: string }[]; next: string }];
  const [rest] = run({ op: 'query', query: { ...query, after: list.next } }) as [typeof list];
  const [all] = run({ op: 'all', page: { limit: 9 } }) as [typeof list];
  const [more] = run({ op: 'all', page: { after: all.next, limit: 9 } }) as [typeof list];
  for (const [first, second] of [
    [list, rest],
    [all, more],
  ] as const) {
    expect(first.records.length).toBeLessThan(9);
    expect([...first.records, ...second.records].map(({ id }) => id)).toEqual(
      Array.from({ length: 9 }, (_, index) => `C-${index}`),
    );
    expect(second.next).toBeUndefined();
  }
});

/** Gives the engine requests that all wait, and returns what each was answered with. */
function run(...requests: readonly Request[]): readonly unknown[] {
  const waiting = envelopes(requests);
  const answers: unknown[] = [];
  engine.drain(
    () => waiting.shift(),
    (outcomes) => {
      for (const outcome of outcomes) answers[outcome.number] = 'fault' in outcome ? outcome.fault : outcome.answer;
    },
  );
  return answers;
}

function envelopes(requests: readonly Request[]) {
  return requests.map((request, number) => ({ number, deadline: Number.POSITIVE_INFINITY, request }));
}

function create(overrides: Partial<StoredRecord>) {
  return { op: 'create', record: aStoredRecord(overrides) } as const;
}

function remove(id: string, etag: string) {
  return { op: 'remove', school: 'oakfield', id, etag } as const;
}

function get(id: string) {
  return { op: 'get', school: 'oakfield', id } as const;
}

function fault(code: string, message: RegExp = /^The /): FaultParts {
  return { code, message: expect.stringMatching(message), whatToDo: expect.stringMatching(/\.$/) };
}

/** Makes the database refuse to add the record `id`, saying the SQL expression `words`. */
function refuse(id: string, how: 'ABORT' | 'ROLLBACK', words: string): void {
  database.exec(`CREATE TRIGGER refuse AFTER INSERT ON records WHEN NEW.id = '${id}' BEGIN
    SELECT RAISE(${how}, ${words}); END`);
}

function count(table: 'records' | 'tokens'): number {
  return Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
}

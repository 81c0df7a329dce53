import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CountQuery, RecordQuery, RecordStore, RecordsPageRequest, Unreadable } from '../../application/ports.ts';
import type { StoredRecord } from '../../domain/record.ts';
import {
  checkLimit,
  comparePositions,
  formatMark,
  LARGEST_PAGE,
  PAGE_CHARACTERS,
  type Position,
  parseMark,
  type Range,
  rangeOf,
  readRows,
  unknownMark,
} from '../pages.ts';
import { readPragma } from './migrations.ts';
import { RECORD_COLUMNS, ROW, type Row, readRecord, readSummary, SUMMARY_COLUMNS, writeRow } from './rows.ts';

/** Every statement that the store runs, but for the eight of lists; see `listSql`. */
export const SQL = {
  insert: `
    INSERT INTO records
      (school, id, kind, status, due, created_at, updated_at, etag, tokens, key, state, posts, outbox, entries)
    VALUES (:school, :id, :kind, :status, :due, :created_at, :updated_at, :etag, :tokens, :key, :state, :posts,
      :outbox, :entries)
    ON CONFLICT (school, id) DO NOTHING`,
  get: `SELECT ${RECORD_COLUMNS} FROM records WHERE school = :school AND id = :id`,
  held: `
    SELECT ${ROW}, kind, status, created_at, tokens FROM records WHERE school = :school AND id = :id AND etag = :etag`,
  update: `
    UPDATE records
    SET status = :status, due = :due, updated_at = :updated_at, etag = :etag, tokens = :tokens, key = :key,
      state = :state, posts = :posts, outbox = :outbox, entries = :entries
    WHERE row = :row`,
  move: 'UPDATE records SET kind = :kind, created_at = :created_at WHERE row = :row',
  // The tokens go with their record.
  remove: 'DELETE FROM records WHERE school = :school AND id = :id AND etag = :etag',
  insertToken: `
    INSERT OR IGNORE INTO tokens (school, token, kind, created_at, id, status, row)
    VALUES (:school, :token, :kind, :created_at, :id, :status, :row)`,
  deleteTokens: 'DELETE FROM tokens WHERE row = :row',
  updateTokens: 'UPDATE tokens SET status = :status WHERE row = :row',
  summary: `SELECT ${SUMMARY_COLUMNS} FROM records WHERE row = :row`,
  count: `
    SELECT status, count(*) AS number FROM tokens
    WHERE school = :school AND token = :token AND kind = :kind GROUP BY status`,
  due: `
    SELECT school, id, due FROM records WHERE due IS NOT NULL AND due <= :at ORDER BY due, school, id LIMIT :limit`,
  // With a sign before it, the school is no way in: by that, all records of a school would be read.
  dueOfSchools: `
    SELECT school, id, due FROM records
    WHERE due IS NOT NULL AND due <= :at AND +school IN (SELECT value FROM json_each(:schools))
    ORDER BY due, school, id LIMIT :limit`,
  all: `SELECT ${RECORD_COLUMNS} FROM records WHERE row > :row ORDER BY records.row LIMIT :limit`,
  allOfSchool: `SELECT ${RECORD_COLUMNS} FROM records WHERE school = :school AND id >= :from_id ORDER BY id LIMIT :limit`,
  health: 'SELECT count(*) AS answer FROM (SELECT 1 FROM records LIMIT 1)',
} as const;

/** What a list is found by. Each of the eight is answered from one index, in its order, without a sort. */
export interface ListShape {
  readonly byToken: boolean;
  readonly byStatus: boolean;
  readonly order: RecordQuery['order'];
}

/** The statement that finds which records a list of that shape shows. */
export function listSql(shape: ListShape): string {
  const direction = shape.order === 'newest-first' ? 'DESC' : 'ASC';
  const conditions = [
    'school = :school',
    ...(shape.byToken ? ['token = :token'] : []),
    'kind = :kind',
    ...(shape.byStatus ? ['status = :status'] : []),
    '(created_at, id) >= (:from_at, :from_id)',
    '(created_at, id) < (:to_at, :to_id)',
  ];
  return `
    SELECT ${ROW}, created_at, id FROM ${shape.byToken ? 'tokens' : 'records'}
    WHERE ${conditions.join(' AND ')}
    ORDER BY created_at ${direction}, id ${direction} LIMIT :limit`;
}

/** What the port's methods come to in SQL, one after another in the thread that holds the database. */
export function createStatements(database: DatabaseSync) {
  const prepared = new Map<string, StatementSync>();
  function statement(sql: string): StatementSync {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const fresh = database.prepare(sql);
    prepared.set(sql, fresh);
    return fresh;
  }

  function addTokens(row: string | number | bigint, record: StoredRecord): void {
    const { school, id, kind, status } = record;
    const insert = statement(SQL.insertToken);
    for (const token of record.tokens)
      insert.run({ school, token, kind, created_at: record.createdAt, id, status, row });
  }

  function find(query: RecordQuery, status: string | undefined, range: Range, limit: number): readonly Found[] {
    const shape = { byToken: query.token !== undefined, byStatus: status !== undefined, order: query.order };
    const rows = statement(listSql(shape)).all({
      school: query.school,
      kind: query.kind,
      ...(query.token === undefined ? {} : { token: query.token }),
      ...(status === undefined ? {} : { status }),
      from_at: range.from.createdAt,
      from_id: range.from.id,
      to_at: range.to.createdAt,
      to_id: range.to.id,
      limit,
    });
    return rows.map((row) => ({
      row: String(row['row']),
      createdAt: String(row['created_at']),
      id: String(row['id']),
    }));
  }

  return {
    create(record: StoredRecord): Answer<'create'> {
      const etag = randomUUID();
      const { changes, lastInsertRowid } = statement(SQL.insert).run({ ...writeRow(record), etag });
      if (changes === 0) return { kind: 'exists' };
      addTokens(lastInsertRowid, record);
      return { kind: 'created', etag };
    },

    get(school: string, id: string): Answer<'get'> {
      if (!school.isWellFormed() || !id.isWellFormed()) return undefined; // Never kept; see rows.ts.
      const row = statement(SQL.get).get({ school, id });
      return row === undefined ? undefined : { record: readRecord(row), etag: String(row['etag']) };
    },

    replace(record: StoredRecord, etag: string): Answer<'replace'> {
      const { school, id, kind, created_at, ...columns } = writeRow(record);
      const held = statement(SQL.held).get({ school, id, etag });
      if (held === undefined) return { kind: 'conflict' };
      const row = String(held['row']);
      const fresh = randomUUID();
      statement(SQL.update).run({ ...columns, etag: fresh, row });
      const moved = held['kind'] !== kind || held['created_at'] !== created_at;
      if (moved) statement(SQL.move).run({ kind, created_at, row });
      if (moved || held['tokens'] !== columns.tokens) {
        statement(SQL.deleteTokens).run({ row });
        addTokens(row, record);
      } else if (held['status'] !== columns.status) {
        statement(SQL.updateTokens).run({ status: columns.status, row });
      }
      return { kind: 'replaced', etag: fresh };
    },

    remove(school: string, id: string, etag: string): Answer<'remove'> {
      const isKept = school.isWellFormed() && id.isWellFormed(); // As in `get`.
      const { changes } = isKept ? statement(SQL.remove).run({ school, id, etag }) : { changes: 0 };
      return { kind: changes === 0 ? 'conflict' : 'removed' };
    },

    query(query: RecordQuery): Answer<'query'> {
      const limit = checkLimit(query.limit, LARGEST_PAGE);
      const range = rangeOf(query);
      const statuses = query.statuses === undefined ? [undefined] : [...new Set(query.statuses)];
      const sign = query.order === 'newest-first' ? -1 : 1;
      // One more than fits says whether there is a next page.
      const found = statuses
        .flatMap((status) => find(query, status, range, limit + 1))
        .sort((a, b) => sign * comparePositions(a, b));
      const rows: Row[] = [];
      let room = PAGE_CHARACTERS;
      for (const { row, id } of found.slice(0, limit)) {
        const summary = statement(SQL.summary).get({ row }) ?? { id, school: query.school };
        rows.push(summary);
        room -= String(summary['state']).length;
        if (room < 0) break;
      }
      const page = readRows(rows, readSummary, query.tolerant === true ? nameOf : undefined);
      const last = found[rows.length - 1];
      return last !== undefined && rows.length < found.length ? { ...page, next: formatMark(last) } : page;
    },

    count({ school, kind, token }: CountQuery): Answer<'count'> {
      const rows = statement(SQL.count).all({ school, kind, token });
      return Object.fromEntries(rows.map(({ status, number }) => [String(status), Number(number)]));
    },

    due(at: string, limit: number, schools?: readonly string[]): Answer<'due'> {
      const asked = { at, limit: checkLimit(limit) };
      const rows =
        schools === undefined
          ? statement(SQL.due).all(asked)
          : statement(SQL.dueOfSchools).all({ ...asked, schools: JSON.stringify(schools) });
      return rows.map((row) => ({ school: String(row['school']), id: String(row['id']), due: String(row['due']) }));
    },

    all({ school, after, limit: asked, tolerant = false }: RecordsPageRequest): Answer<'all'> {
      const limit = Math.min(checkLimit(asked), LARGEST_PAGE);
      const rows =
        school === undefined
          ? statement(SQL.all).iterate({ row: parseRowMark(after), limit: limit + 1 })
          : statement(SQL.allOfSchool).iterate({ school, from_id: parseIdMark(after), limit: limit + 1 });
      const read: Row[] = [];
      const page = () => readRows(read, readRecord, tolerant ? nameOf : undefined);
      let room = PAGE_CHARACTERS;
      for (const row of rows) {
        if (read.length === limit || room < 0) return { ...page(), next: markBehind(read.at(-1), school) };
        read.push(row);
        room -= String(row['state']).length + String(row['entries']).length + String(row['outbox']).length;
      }
      return page();
    },

    /** Reads, and writes what stands there already: what a disk takes is not seen by reading. */
    health(): void {
      statement(SQL.health).get();
      statement(`PRAGMA user_version = ${readPragma(database, 'user_version')}`).run();
    },
  };
}

type Answer<Method extends keyof RecordStore> = RecordStore[Method] extends (...asked: never[]) => Promise<infer T>
  ? T
  : never;

interface Found extends Position {
  readonly row: string;
}

function nameOf(row: Row): Unreadable {
  return { school: String(row['school']), id: String(row['id']) };
}

/** What `all` gives as `next`: the row it came to, or in one school, which an index orders by id, the id. */
function markBehind(last: Row | undefined, school: string | undefined): string {
  return school === undefined ? String(last?.['row']) : formatMark({ createdAt: '', id: String(last?.['id']) });
}

/** The row behind which `all` goes on. */
function parseRowMark(after: string | undefined): string | number {
  if (after === undefined) return Number.NEGATIVE_INFINITY;
  if (!/^-?\d{1,19}$/.test(after)) throw unknownMark();
  return after;
}

/** The least id that `all` of one school goes on with: what was shown, with a zero behind it. */
function parseIdMark(after: string | undefined): string {
  return after === undefined ? '' : `${parseMark(after).id}\0`;
}

import type { RecordStore } from '../../src/application/ports.ts';
import { openDatabase } from '../../src/store/sqlite/open-database.ts';
import { createStatements } from '../../src/store/sqlite/statements.ts';
import { inspectStructure } from '../../src/store/sqlite/structure.ts';

/**
 * The SQLite store, in memory unless a path is given, without its thread, which takes longer to start than most tests to run. Answers at the
 * end of the turn in which it is asked, so that tests which order calls by chance can be repeated.
 */
export function sqliteHere(path = ':memory:'): RecordStore {
  const database = openDatabase(path);
  const statements = createStatements(database);
  return {
    sole: true,
    create: async (record) => statements.create(record),
    get: async (school, id) => statements.get(school, id),
    replace: async (record, etag) => statements.replace(record, etag),
    remove: async (school, id, etag) => statements.remove(school, id, etag),
    query: async (query) => statements.query(query),
    count: async (query) => statements.count(query),
    due: async (at, limit, schools) => statements.due(at, limit, schools),
    all: async (page) => statements.all(page),
    time: async () => undefined,
    announce: async () => 1,
    withdraw: async () => undefined,
    health: async () => statements.health(),
    inspect: async () => inspectStructure(database),
    async close() {
      if (database.isOpen) database.close();
    },
  };
}

import { DatabaseSync } from 'node:sqlite';
import { createSqliteRecordStore } from '../../../src/store/sqlite/record-store.ts';
import { describeRecordStore } from '../../contract/record-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A busy machine is no fault of the store. */
const answerWithinMs = 10_000;

describeRecordStore('SQLite in a file', async () => {
  const folder = temporaryFolder();
  const path = folder.path('records.db');
  let store = await createSqliteRecordStore({ path, answerWithinMs });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await createSqliteRecordStore({ path, answerWithinMs });
      return store;
    },
    damage: async (id) => {
      await store.close();
      const database = new DatabaseSync(path);
      database.prepare("UPDATE records SET tokens = 'none' WHERE id = ?").run(id);
      database.close();
      store = await createSqliteRecordStore({ path, answerWithinMs });
      return store;
    },
    cleanUp: async () => {
      await store.close();
      folder.remove();
    },
  };
});

describeRecordStore('SQLite in memory', async () => {
  const store = await createSqliteRecordStore({ path: ':memory:', answerWithinMs });
  return { store, cleanUp: () => store.close() };
});

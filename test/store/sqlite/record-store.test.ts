import { createSqliteRecordStore } from '../../../src/store/sqlite/record-store.ts';
import { describeRecordStore } from '../../contract/record-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describeRecordStore('SQLite in a file', async () => {
  const folder = temporaryFolder();
  const path = folder.path('records.db');
  let store = await createSqliteRecordStore({ path });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await createSqliteRecordStore({ path });
      return store;
    },
    cleanUp: async () => {
      await store.close();
      folder.remove();
    },
  };
});

describeRecordStore('SQLite in memory', async () => {
  const store = await createSqliteRecordStore({ path: ':memory:' });
  return { store, cleanUp: () => store.close() };
});

import { StoreFault } from '../../src/application/faults.ts';
import type { RecordStore } from '../../src/application/ports.ts';

/** The store as it is when some of its records cannot be read: lists say so, as the port has it. */
export function withUnreadable(store: RecordStore, ids: readonly string[]): RecordStore {
  return {
    ...store,
    async query(asked) {
      const page = await store.query(asked);
      const lost = page.records.filter(({ id }) => ids.includes(id));
      if (lost.length === 0) return page;
      if (asked.tolerant !== true) throw new StoreFault('damaged', { code: 'store-corrupt', whatToDo: 'Restore.' });
      const unreadable = lost.map(({ school, id }) => ({ school, id }));
      return { ...page, records: page.records.filter(({ id }) => !ids.includes(id)), unreadable };
    },
  };
}

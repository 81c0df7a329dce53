import { StoreFault } from '../../../src/application/faults.ts';
import { createSqliteRecordStore } from '../../../src/store/sqlite/record-store.ts';
import { aStoredRecord } from '../../support/stored-record.ts';

// A process that saves records until it is killed, ten at a time, and says of each when it was told that it is saved.

try {
  const store = await createSqliteRecordStore({ path: process.argv[2] ?? '' });
  let count = 0;
  async function saveOne(): Promise<void> {
    count++;
    const id = (await store.get('oakfield', 'C-1')) === undefined ? `C-${count}` : `C-${process.pid}-${count}`;
    await store.create(aStoredRecord({ id }));
    process.stdout.write(`saved ${id}\n`);
  }
  await saveOne();
  for (;;) await Promise.all(Array.from({ length: 10 }, saveOne));
} catch (fault) {
  process.stdout.write(`failed ${fault instanceof StoreFault ? fault.code : 'otherwise'}\n`);
  process.exitCode = 1;
}

import { describeRecordStore, type OpenedStore } from '../../contract/record-store.ts';
import { type FakeCosmos, startFakeCosmos } from '../../support/fake-cosmos.ts';
import { openCosmos, openedCosmos } from './opened-cosmos.ts';

/** A busy machine is no fault of the store. */
const REQUEST_TIMEOUT_MS = 10_000;

// A school of any size has one physical partition; of several, the library merges what they answer.
for (const ranges of [1, 3]) {
  describeRecordStore(`Cosmos DB with ${ranges} physical partitions`, async () => {
    const fake = await startFakeCosmos({ ranges });
    return damageable(fake, await openedCosmos(() => openCosmos(fake.url, fake.key, REQUEST_TIMEOUT_MS), fake.stop));
  });
}

describeRecordStore('Cosmos DB with copies that lag behind what a reader has not seen', async () => {
  const fake = await startFakeCosmos();
  const opened = await openedCosmos(() => openCosmos(fake.url, fake.key, REQUEST_TIMEOUT_MS), fake.stop);
  fake.lag(true);
  // Another process may be shown what was, until a write tells it otherwise: see session.test.ts.
  const { another: _, ...rest } = opened;
  return rest;
});

function damageable(fake: FakeCosmos, opened: OpenedStore): OpenedStore {
  const damage = async (id: string) => {
    fake.tamper(id, (document) => ({ ...document, tokens: 'none' }));
    return opened.store;
  };
  return { ...opened, damage };
}

import { CosmosClient } from '@azure/cosmos';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { queryCharge, readCharge, writeCharge } from './cosmos/charges.ts';
import { type FakeCosmos, startFakeCosmos, troubles } from './fake-cosmos.ts';

// The fake against the library that Microsoft makes for the real thing, with nothing of the product between them.

let fake: FakeCosmos;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 2, 2, 9, 15);
  fake = await startFakeCosmos({ ranges: 3, now: () => now });
});

afterEach(() => fake.stop());

function aClient(key = fake.key) {
  const connectionPolicy = { enableEndpointDiscovery: false };
  return new CosmosClient({ endpoint: fake.url, key, consistencyLevel: 'Session', connectionPolicy });
}

async function aContainer(settings: object = {}) {
  const { database } = await aClient().databases.createIfNotExists({ id: 'people' });
  const partitionKey = { paths: ['/town'] };
  const { container } = await database.containers.createIfNotExists({ id: 'people', partitionKey, ...settings });
  return container;
}

describe('a request', () => {
  test('that the key of the account did not sign is refused', async () => {
    const client = aClient(Buffer.from('another').toString('base64'));
    await expect(client.databases.createIfNotExists({ id: 'people' })).rejects.toMatchObject({ code: 401 });
    await expect((await fetch(`${fake.url}/dbs/people`)).status).toBe(401);
  });

  test('for what is not there says which part of it is not', async () => {
    const container = await aContainer();
    expect(await container.item('sam', 'york').read()).toMatchObject({ statusCode: 404, substatus: 0 });
    const gone = aClient().database('people').container('other').item('sam', 'york').read();
    expect(await gone).toMatchObject({ statusCode: 404, substatus: 1003 });
  });
});

describe('a document', () => {
  test('gets an etag and a time with each write, and is replaced only under the etag that it has', async () => {
    const container = await aContainer();
    const created = await container.items.create({ id: 'sam', town: 'york' });
    expect(created).toMatchObject({ statusCode: 201, resource: { _ts: now / 1_000, _etag: created.etag } });
    expect(created.headers['date']).toBe(new Date(now).toUTCString());
    await expect(container.items.create({ id: 'sam', town: 'york' })).rejects.toMatchObject({ code: 409 });
    const onlyIf = (condition: string) => ({ accessCondition: { type: 'IfMatch', condition } });
    const item = container.item('sam', 'york');
    const replaced = await item.replace({ id: 'sam', town: 'york', age: 9 }, onlyIf(created.etag));
    expect(replaced.etag).not.toBe(created.etag);
    await expect(item.replace({ id: 'sam', town: 'york' }, onlyIf(created.etag))).rejects.toMatchObject({ code: 412 });
    await expect(item.delete(onlyIf(created.etag))).rejects.toMatchObject({ code: 412 });
    expect((await item.delete(onlyIf(replaced.etag))).statusCode).toBe(204);
    expect(fake.documents()).toEqual([]);
  });

  test('is refused when its partition is another or it is too large', async () => {
    const container = await aContainer();
    const large = { id: 'sam', town: 'york', text: 'x'.repeat(2_100_000) };
    await expect(container.items.create(large)).rejects.toMatchObject({ code: 413 });
    const wrong = container.item('sam', 'leeds').replace({ id: 'sam', town: 'york' });
    await expect(wrong).rejects.toMatchObject({ code: 400, substatus: 1001 });
  });

  test('that has lived its time is gone', async () => {
    const container = await aContainer({ defaultTtl: -1 });
    await container.items.create({ id: 'sam', town: 'york', ttl: 10 });
    await container.items.create({ id: 'kim', town: 'york' });
    now += 10_000;
    expect((await container.item('sam', 'york').read()).statusCode).toBe(404);
    expect(fake.documents().map(({ id }) => id)).toEqual(['kim']);
  });
});

describe('a query', () => {
  const towns = ['york', 'leeds', 'hull', 'bath', 'ely', 'rye', 'wells'];

  async function people() {
    const paths = ['/age', '/id'].map((path) => ({ path, order: 'ascending' as const }));
    const container = await aContainer({
      indexingPolicy: {
        includedPaths: [{ path: '/age/?' }],
        excludedPaths: [{ path: '/*' }],
        compositeIndexes: [paths],
      },
    });
    for (let index = 0; index < 30; index++) {
      await container.items.create({
        id: `p${String(index).padStart(2, '0')}`,
        town: towns[index % 7],
        age: (index * 7) % 10,
      });
    }
    return container;
  }

  test('over several partitions is merged by the library, in order, page by page', async () => {
    const container = await people();
    const query = {
      query: 'SELECT c.id, c.age FROM c WHERE c.age >= @least ORDER BY c.age DESC, c.id DESC',
      parameters: [{ name: '@least', value: 5 }],
    };
    const { resources } = await container.items.query(query, { maxItemCount: 2 }).fetchAll();
    expect(resources).toHaveLength(15);
    const sorted = resources.toSorted((a, b) => b.age - a.age || (a.id < b.id ? 1 : -1));
    expect(resources).toEqual(sorted);
    const counts = fake.charges();
    expect(counts['ranges']?.requests).toBe(1);
    expect(counts['query']?.requests).toBeGreaterThan(6);
  });

  test('within one partition finds nothing of another', async () => {
    const container = await people();
    const query = 'SELECT * FROM c WHERE c.age IN (1, 2) OR NOT (c.age < 8) ORDER BY c.id';
    const { resources } = await container.items.query(query, { partitionKey: 'york' }).fetchAll();
    expect(resources.map(({ town, age }) => [town, age])).toEqual([
      ['york', 9],
      ['york', 8],
    ]);
  });

  test('compares what is of one type alone, and what is not there with nothing', async () => {
    const container = await aContainer();
    for (const [id, due] of [
      ['a', null],
      ['b', 'x'],
      ['c', 5],
      ['d', undefined],
    ] as const) {
      await container.items.create({ id, town: 'york', ...(due === undefined ? {} : { due }) });
    }
    const found = async (condition: string) => {
      const { resources } = await container.items.query(`SELECT VALUE c.id FROM c WHERE ${condition}`).fetchAll();
      return resources.toSorted().join('');
    };
    expect(await found("c.due <= 'z'")).toBe('b');
    expect(await found("c.due != 'z'")).toBe('b');
    expect(await found('c.due = null')).toBe('a');
    expect(await found('IS_DEFINED(c.due)')).toBe('abc');
    expect(await found("NOT (c.due = 'x')")).toBe('');
    expect(await found('c.due + 1 > 5')).toBe('c');
  });

  test('whose order no index answers is refused', async () => {
    const container = await people();
    for (const order of ['c.age ASC, c.id DESC', 'c.id, c.age', 'c.town']) {
      const found = container.items.query(`SELECT * FROM c ORDER BY ${order}`).fetchAll();
      await expect(found, order).rejects.toMatchObject({ code: 400 });
    }
  });

  test('that is not understood is refused', async () => {
    const container = await people();
    for (const query of [
      'SELECT',
      'SELECT * FROM c WHERE',
      'SELECT * FROM c WHERE d.age = 1',
      'SELECT UPPER(c.id) FROM c',
    ]) {
      await expect(container.items.query(query, { partitionKey: 'york' }).fetchAll(), query).rejects.toMatchObject({
        code: 400,
      });
    }
  });

  test('that no index answers costs all that had to be looked through', async () => {
    const container = await people();
    fake.forget();
    const large = { id: 'large', town: 'york', age: 1, note: 'x'.repeat(500_000) };
    await container.items.create(large);
    const charge = async (query: string) =>
      (await container.items.query(query, { partitionKey: 'york' }).fetchAll()).requestCharge;
    expect(await charge("SELECT c.id FROM c WHERE c.note = 'y'")).toBeGreaterThan(7);
    expect(await charge('SELECT c.id FROM c WHERE c.age = 77')).toBe(2.3);
  });
});

describe('what is charged', () => {
  test.each([
    [100, 1, 4.95],
    [1, 1, 4.95],
    [2_048, 1.04, 6.29],
    [4_096, 1.14, 6.67],
    [16_384, 1.67, 9.52],
    [65_536, 4.76, 22.67],
    [131_072, 9.95, 48.19],
    [10_240, 1.41, 7.66],
    [3_145_728, 437.7, 1_875],
  ])('of %i bytes is what the table says, and between its rows what lies between (%d, %d)', (bytes, read, write) => {
    expect(readCharge(bytes)).toBeCloseTo(read, 1);
    expect(writeCharge(bytes)).toBeCloseTo(write, 1);
  });

  test("of a query that looks through everything is what Microsoft's example was", () => {
    expect(queryCharge(399_998_938, 0)).toBeGreaterThan(4_000);
    expect(queryCharge(399_998_938, 0)).toBeLessThan(4_120);
    expect(queryCharge(0, 0)).toBe(2.3);
  });
});

describe('trouble', () => {
  test('befalls so many requests of the data, or those that are picked, and no others', async () => {
    const container = await aContainer();
    const inForce = fake.trouble(troubles.answer(503), { times: 2, when: ({ id }) => id === 'sam' });
    expect((await container.item('kim', 'york').read()).statusCode).toBe(404);
    for (let turn = 0; turn < 2; turn++) {
      await expect(container.item('sam', 'york').read()).rejects.toMatchObject({ code: 503 });
    }
    expect((await container.item('sam', 'york').read()).statusCode).toBe(404);
    expect(inForce.hits()).toBe(2);
  });

  test('that breaks a connection does so before or after what was asked for is done', async () => {
    const container = await aContainer();
    fake.trouble(troubles.resetBeforeCommit);
    await expect(container.items.create({ id: 'before', town: 'york' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    fake.trouble(troubles.resetAfterCommit);
    await expect(container.items.create({ id: 'after', town: 'york' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(fake.documents().map(({ id }) => id)).toEqual(['after']);
  });

  test('of being away ends with everything still there', async () => {
    const container = await aContainer();
    await container.items.create({ id: 'sam', town: 'york' });
    await fake.away();
    await expect(container.item('sam', 'york').read()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await fake.comeBack();
    expect((await container.item('sam', 'york').read()).statusCode).toBe(200);
  });
});

test('a copy that lags shows a reader what it has seen, and of the rest what was', async () => {
  const container = await aContainer();
  await container.items.create({ id: 'sam', town: 'york', age: 8 });
  await container.item('sam', 'york').replace({ id: 'sam', town: 'york', age: 9 });
  fake.lag(true);
  const stranger = aClient().database('people').container('people');
  expect((await container.item('sam', 'york').read()).resource?.['age']).toBe(9);
  expect((await stranger.item('sam', 'york').read()).resource?.['age']).toBe(8);
});

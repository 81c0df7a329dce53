import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CosmosClient } from '@azure/cosmos';
import { afterEach, describe, expect, test } from 'vitest';
import { INDEXING_POLICY } from '../../../src/store/cosmos/indexing-policy.ts';
import { type FakeCosmos, type FakeCosmosOptions, startFakeCosmos, troubles } from '../../support/fake-cosmos.ts';
import { aStoredRecord } from '../../support/stored-record.ts';
import { openCosmos } from './opened-cosmos.ts';

let fake: FakeCosmos;

afterEach(() => fake.stop());

async function start(options: FakeCosmosOptions = {}): Promise<void> {
  fake = await startFakeCosmos(options);
}

const open = (key = fake.key) => openCosmos(fake.url, key, 2_000);

const policyOf = (changes: object) => ({ ...INDEXING_POLICY, ...changes });

async function makeContainer(settings: object): Promise<void> {
  const client = new CosmosClient({
    endpoint: fake.url,
    key: fake.key,
    connectionPolicy: { enableEndpointDiscovery: false },
  });
  const { database } = await client.databases.create({ id: 'safeguarding' });
  await database.containers.create({
    id: 'records',
    partitionKey: { paths: ['/school'] },
    indexingPolicy: INDEXING_POLICY,
    defaultTtl: -1,
    ...settings,
  });
  client.dispose();
}

describe('an empty account', () => {
  test('gets the database and the container, partitioned by school and indexed by what is asked', async () => {
    await start();
    await (await open()).close();
    expect(fake.settings('safeguarding')).toMatchObject({
      partitionKey: { paths: ['/school'] },
      defaultTtl: -1,
      indexingPolicy: INDEXING_POLICY,
    });
  });

  test('is set up once by several that start at the same time', async () => {
    await start();
    const stores = await Promise.all(Array.from({ length: 5 }, () => open()));
    await Promise.all(stores.map((store) => store.close()));
  });

  test('is not set up by an identity that may not: it says what is missing', async () => {
    await start({ mayCreate: false });
    await expect(open()).rejects.toMatchObject({
      name: 'StoreFault',
      code: 'store-not-set-up',
      message: expect.stringContaining('no container records in a database safeguarding'),
      whatToDo: expect.stringContaining('docs/cosmos.md'),
    });
  });
});

describe('a container that is there', () => {
  test('is used as it is, also by an identity that may make none', async () => {
    await start();
    const excludedPaths = [{ path: '/"_etag"/?' }, { path: '/entries/*' }];
    await makeContainer({ indexingPolicy: policyOf({ includedPaths: [{ path: '/*' }], excludedPaths }) });
    fake.allowCreating(false);
    await (await open()).close();
  });

  test.each([
    ['is partitioned otherwise', { partitionKey: { paths: ['/id'] } }, 'store-not-ours', '/id'],
    ['never removes the words of processes that were killed', { defaultTtl: undefined }, 'store-not-set-up', '-1'],
    [
      'leaves out of its index what it asks by',
      {
        indexingPolicy: policyOf({
          includedPaths: [{ path: '/*' }],
          excludedPaths: [{ path: '/due/?' }, { path: '/status/*' }],
        }),
      },
      'store-not-set-up',
      '/status/? and /due/?',
    ],
    ['removes what is old', { defaultTtl: 86_400 }, 'store-not-set-up', '86400 s'],
    [
      'is not indexed by what is due',
      {
        indexingPolicy: policyOf({
          includedPaths: INDEXING_POLICY.includedPaths.filter(({ path }) => path !== '/due/?'),
        }),
      },
      'store-not-set-up',
      '/due/?',
    ],
    [
      'has not the order of a list',
      { indexingPolicy: policyOf({ compositeIndexes: INDEXING_POLICY.compositeIndexes.slice(0, 1) }) },
      'store-not-set-up',
      '/school, /kind, /createdAt, /id and /school, /id',
    ],
  ])('is refused when it %s', async (_, settings, code, words) => {
    await start();
    await makeContainer(settings);
    await expect(open()).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });
});

describe('an account', () => {
  test('in which several regions take writes is refused, for the last of two writes would win', async () => {
    await start({ writesInSeveralRegions: true });
    await expect(open()).rejects.toMatchObject({
      code: 'store-not-set-up',
      message: expect.stringContaining('several regions'),
    });
  });

  test('with another key does not let the service in, and nothing says which key', async () => {
    await start();
    const key = Buffer.from('another key').toString('base64');
    const fault = await open(key).catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ code: 'store-denied' });
    expect(`${fault}${(fault as Error).cause}`).not.toContain(key);
  });

  test('that is away says so', async () => {
    await start();
    await fake.away();
    await expect(open()).rejects.toMatchObject({ code: 'store-away' });
  });

  test('that has a bad moment is opened all the same', async () => {
    await start();
    for (const trouble of [
      troubles.answer(503),
      troubles.resetAfterCommit,
      troubles.throttle(50),
      troubles.answer449,
    ]) {
      for (const kind of ['account', 'database', 'container'] as const) {
        fake.trouble(trouble, { when: (request) => request.kind === kind });
      }
    }
    await (await open()).close();
  });
});

describe('the documentation', () => {
  const text = readFileSync(new URL('../../../docs/cosmos.md', import.meta.url), 'utf8');

  test('gives the indexing policy that the store asks for', async () => {
    await start();
    const [, json = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
    expect(JSON.parse(json)).toEqual(INDEXING_POLICY);
    await makeContainer({ indexingPolicy: JSON.parse(json) });
    fake.allowCreating(false);
    await (await open()).close();
  });
});

test('a store is closed when all that was asked before is answered', async () => {
  await start();
  const store = await open();
  const gate = Promise.withResolvers<void>();
  fake.trouble(troubles.until(gate.promise), { when: ({ kind }) => kind === 'create' });
  let isClosed = false;
  const creating = store.create(aStoredRecord());
  await fake.arrived('create', 1);
  const closing = store.close().then(() => {
    isClosed = true;
  });
  // Another goes all the way there and back meanwhile.
  await (await open()).close();
  expect(isClosed).toBe(false);
  gate.resolve();
  await closing;
  expect((await creating).kind).toBe('created');
});

test('an open store does not keep a program alive that has nothing else to do', async () => {
  await start();
  const program = `
    import { createCosmosRecordStore } from ${JSON.stringify(fileURLToPath(new URL('../../../src/store/cosmos/record-store.ts', import.meta.url)))};
    const store = await createCosmosRecordStore({ endpoint: process.argv[1], database: 'safeguarding', credential: { kind: 'key', key: process.argv[2] } });
    await store.health();
    console.log('done');
  `;
  const run = await ran(['--input-type=module', '-e', program, fake.url, fake.key]);
  expect(run).toEqual({ out: 'done\n', code: 0 });
});

/** Runs while this process goes on serving what it asks for. */
async function ran(args: readonly string[]): Promise<{ readonly out: string; readonly code: number | null }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { out, code };
}

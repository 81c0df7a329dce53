import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openRecordStore, openVault } from '../src/open-records.ts';
import { startFakeCosmos } from './support/fake-cosmos.ts';
import { type FakeKeyVault, startFakeKeyVault } from './support/fake-key-vault.ts';
import { aStoredRecord } from './support/stored-record.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => folder.remove());

describe('what the configuration names', () => {
  test('is one SQLite file, which this process alone serves and which says when it has ended', async () => {
    const store = await openRecordStore({ kind: 'sqlite', path: folder.path('records.db') });
    expect(store.sole).toBe(true);
    await store.create(aStoredRecord());
    await store.close();
    await store.ended;
    const again = await openRecordStore({ kind: 'sqlite', path: folder.path('records.db') });
    expect((await again.get('oakfield', 'C-7K3Q9F'))?.record).toEqual(aStoredRecord());
    await again.close();
  });

  test('is a database of Cosmos DB, which others may serve as well', async () => {
    const cosmos = await startFakeCosmos();
    try {
      const place = { kind: 'cosmos', endpoint: cosmos.url, database: 'safeguarding', key: cosmos.key } as const;
      const [store, other] = [await openRecordStore(place), await openRecordStore(place)];
      expect(store.sole).toBe(false);
      await store.create(aStoredRecord());
      expect((await other.get('oakfield', 'C-7K3Q9F'))?.record).toEqual(aStoredRecord());
      await Promise.all([store.close(), other.close()]);
    } finally {
      await cosmos.stop();
    }
  });

  test('is a key file, which needs nothing of the store', async () => {
    const store = await openRecordStore({ kind: 'sqlite', path: folder.path('records.db') });
    const vault = await openVault({ kind: 'file', path: folder.path('keys.json') }, store);
    expect(await vault.wrap('oakfield', randomBytes(32))).toMatch(/^file1\./);
    expect((await store.all({ limit: 1 })).records).toEqual([]);
    await store.close();
  });
});

describe('a key of Azure Key Vault', () => {
  let keyVault: FakeKeyVault;

  beforeAll(async () => {
    keyVault = await startFakeKeyVault();
  });

  afterAll(() => keyVault.stop());
  afterEach(() => vi.unstubAllEnvs());

  test('is used by the managed identity of the service, and the keys lie in the store', async () => {
    for (const [name, value] of Object.entries(keyVault.identity)) vi.stubEnv(name, value);
    const store = await openRecordStore({ kind: 'sqlite', path: folder.path('records.db') });
    const vault = await openVault({ kind: 'keyvault', keyUrl: keyVault.keyUrl }, store);
    const dataKey = randomBytes(32);
    const wrapped = await vault.wrap('oakfield', dataKey);
    const { records } = await store.all({ limit: 2 });
    expect(records.map(({ id }) => id)).toEqual(['school-keys']);
    const again = await openVault({ kind: 'keyvault', keyUrl: keyVault.keyUrl }, store);
    expect(Buffer.from(await again.unwrap('oakfield', wrapped))).toEqual(dataKey);
    await store.close();
  });

  test('is kept with the time that all go by, though this machine’s is another', async () => {
    for (const [name, value] of Object.entries(keyVault.identity)) vi.stubEnv(name, value);
    const store = await openRecordStore({ kind: 'sqlite', path: folder.path('records.db') });
    const now = () => '2026-11-23T14:05:00.000Z';
    const vault = await openVault({ kind: 'keyvault', keyUrl: keyVault.keyUrl }, store, { now });
    await vault.wrap('oakfield', randomBytes(32));
    const { records } = await store.all({ limit: 2 });
    expect(records.map(({ createdAt, updatedAt }) => [createdAt, updatedAt])).toEqual([[now(), now()]]);
    vault.close();
    await store.close();
  });

  test('is used by a process of its own, such as a command that checks the records', async () => {
    const cosmos = await startFakeCosmos();
    try {
      const place = { kind: 'cosmos', endpoint: cosmos.url, database: 'safeguarding', key: cosmos.key } as const;
      const store = await openRecordStore(place);
      for (const [name, value] of Object.entries(keyVault.identity)) vi.stubEnv(name, value);
      const vault = await openVault({ kind: 'keyvault', keyUrl: keyVault.keyUrl }, store);
      await vault.token('oakfield', 'sam');
      await store.close();
      writeFileSync(folder.path('trusted.pem'), keyVault.certificate);
      const environment = {
        ...keyVault.identity,
        PATH: process.env['PATH'],
        NODE_EXTRA_CA_CERTS: folder.path('trusted.pem'),
        STORE: `cosmos:${cosmos.url}/safeguarding`,
        COSMOS_KEY: cosmos.key,
        VAULT: `keyvault:${keyVault.keyUrl}`,
        CHECKPOINTS: `folder:${folder.path('checkpoints')}`,
      };
      const verify = ['src/cli.ts', 'verify'];
      const { stdout } = await promisify(execFile)(process.execPath, verify, { env: environment });
      expect(stdout).toMatch(/^1 record was checked\./m);
    } finally {
      await cosmos.stop();
    }
  });

  test('is refreshed while nobody uses it, until the service stops', async () => {
    for (const [name, value] of Object.entries(keyVault.identity)) vi.stubEnv(name, value);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] });
    try {
      const store = await openRecordStore({ kind: 'sqlite', path: folder.path('records.db') });
      const vault = await openVault({ kind: 'keyvault', keyUrl: keyVault.keyUrl }, store);
      await vault.wrap('oakfield', randomBytes(32));
      const before = keyVault.calls.unwrap;
      vi.advanceTimersByTime(3_600_000);
      await vi.waitFor(() => expect(keyVault.calls.unwrap).toBe(before + 1));
      vault.close();
      vi.advanceTimersByTime(7_200_000);
      expect(vi.getTimerCount()).toBe(0);
      await store.close();
    } finally {
      vi.useRealTimers();
    }
  });

  test('gets no token of the service where its name is not the one that it answers by', async () => {
    // Another address of this machine, which is not one of those that are taken for an emulator or a test.
    const { port } = new URL(keyVault.keyUrl);
    const elsewhere = createServer((socket) => {
      const onward = connect(Number(port), '127.0.0.1');
      pipeline(socket, onward, socket, () => undefined);
    });
    await new Promise<void>((resolve) => elsewhere.listen(Number(port), '127.0.0.2', resolve));
    try {
      for (const [name, value] of Object.entries(keyVault.identity)) vi.stubEnv(name, value);
      const store = await openRecordStore({ kind: 'sqlite', path: folder.path('records.db') });
      const keyUrl = keyVault.keyUrl.replace('127.0.0.1', '127.0.0.2');
      const before = { ...keyVault.calls };
      const vault = await openVault({ kind: 'keyvault', keyUrl }, store);
      await expect(vault.token('oakfield', 'sam')).rejects.toMatchObject({ code: 'vault-away' });
      expect(keyVault.calls).toEqual(before);
      expect(keyVault.refused()).toBeGreaterThan(0);
      vault.close();
      await store.close();
    } finally {
      elsewhere.close();
    }
  });

  test('is not used by a machine without one, which is told so', async () => {
    // As if nobody had signed in here by any other way that the library knows.
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'EnvironmentCredential');
    const store = await openRecordStore({ kind: 'sqlite', path: folder.path('records.db') });
    const vault = await openVault({ kind: 'keyvault', keyUrl: keyVault.keyUrl }, store);
    await expect(vault.token('oakfield', 'sam')).rejects.toMatchObject({ code: 'vault-no-identity' });
    await store.close();
  });
});

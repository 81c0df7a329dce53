import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkKeys } from '../../src/application/check-keys.ts';
import { VaultFault } from '../../src/application/faults.ts';
import type { Vault } from '../../src/application/ports.ts';
import { registry } from '../../src/workflows/index.ts';
import { describeVault } from '../contract/vault.ts';
import { type KeyVaultHere, keyVaultHere } from '../support/key-vault-here.ts';
import { aSchool } from '../support/school.ts';
import { aStoredRecord } from '../support/stored-record.ts';

describeVault('Azure Key Vault', async () => {
  const here = await keyVaultHere();
  const other = await keyVaultHere();
  return {
    vault: here.open(),
    reopen: async () => here.open(),
    openOther: async () => other.open(),
    cleanUp: async () => void (await Promise.all([here.stop(), other.stop()])),
  };
});

let here: KeyVaultHere;

beforeEach(async () => {
  here = await keyVaultHere();
});

afterEach(() => here.stop());

describe('the keys of a school', () => {
  test('lie in the store as a record of their own, wrapped, with nothing due', async () => {
    await here.open().token('oakfield', 'sam');
    const record = await here.shelved();
    expect(record).toMatchObject({
      kind: 'school-keys',
      status: 'current',
      due: null,
      tokens: [],
      entries: [],
      outbox: [],
      createdAt: here.clock.now(),
    });
    expect(JSON.parse(record?.key ?? '')).toEqual({
      format: 'safeguarding-bot/school-keys/1',
      wrappedBy: `${here.keyVault.keyUrl}/${here.keyVault.current()}`,
      wrappedKey: expect.stringMatching(/^[\w-]{342}$/),
      sealed: expect.stringMatching(/^[\w-]{100,400}$/),
    });
    expect(record?.key).not.toMatch(/tokenKey|wrappingKeys|keyId/);
  });

  test('are named by what they wrap', async () => {
    expect(await here.open().wrap('oakfield', randomBytes(32))).toMatch(/^kv1\.[\w-]{12}\.[\w-]{80}$/);
  });

  test('are asked of Key Vault once, and never again for a record', async () => {
    const vault = here.open();
    await vault.token('oakfield', 'sam');
    const before = { ...here.keyVault.calls };
    for (let count = 0; count < 200; count++) {
      await vault.unwrap('oakfield', await vault.wrap('oakfield', randomBytes(32)));
      await vault.token('oakfield', `reporter ${count}`);
      await vault.health();
    }
    expect(here.keyVault.calls).toEqual(before);
    const again = here.open();
    await Promise.all(Array.from({ length: 50 }, (_, at) => again.token('oakfield', `${at}`)));
    expect(here.keyVault.calls.unwrap).toBe(before.unwrap + 1);
  });

  test('are not rewritten when nothing is new', async () => {
    await here.open().token('oakfield', 'sam');
    const before = await here.store.get('oakfield', 'school-keys');
    await here.open().wrap('oakfield', randomBytes(32));
    expect(await here.store.get('oakfield', 'school-keys')).toEqual(before);
  });

  test('are those of the process that was faster, where two begin at once', async () => {
    const hasLooked = Promise.withResolvers<void>();
    const mayGoOn = Promise.withResolvers<void>();
    const slow = here.open({
      store: {
        ...here.store,
        async create(record) {
          hasLooked.resolve();
          await mayGoOn.promise;
          return await here.store.create(record);
        },
      },
    });
    const waiting = slow.token('oakfield', 'sam');
    await hasLooked.promise;
    const token = await here.open().token('oakfield', 'sam');
    mayGoOn.resolve();
    expect(await waiting).toBe(token);
  });

  test('are found though they and a first record came between two looks', async () => {
    const token = Promise.withResolvers<string>();
    const slow = here.open({
      store: {
        ...here.store,
        async all(page) {
          token.resolve(here.open().token('oakfield', 'sam'));
          await token.promise;
          await here.store.create(aStoredRecord());
          return await here.store.all(page);
        },
      },
    });
    expect(await slow.token('oakfield', 'sam')).toBe(await token.promise);
  });

  test('that were just made are used, though somebody who looked before finds none', async () => {
    const made = Promise.withResolvers<void>();
    const other = await here.open().wrap('elmfield', randomBytes(32));
    let looks = 0;
    let looked: Promise<unknown> | undefined;
    const vault = here.open({
      store: {
        ...here.store,
        async get(school, id) {
          const found = await here.store.get(school, id);
          if (++looks === 2) await made.promise;
          return found;
        },
        async all(page) {
          looked = vault.unwrap('oakfield', other).catch((fault: unknown) => fault);
          return await here.store.all(page);
        },
        async create(record) {
          setImmediate(made.resolve);
          return await here.store.create(record);
        },
      },
    });
    const token = await vault.token('oakfield', 'sam');
    expect(await here.open().token('oakfield', 'sam')).toBe(token);
    expect(await looked).toMatchObject({ code: 'vault-key-missing' });
  });

  test('are never made anew where there are records that need those that were lost', async () => {
    const key = await here.open().wrap('oakfield', randomBytes(32));
    await here.store.create(aStoredRecord({ key }));
    await here.tamper(undefined);
    const school = aSchool();
    const vault = here.open();
    const start = checkKeys({ store: here.store, vault, registry, schools: [school] });
    await expect(start).rejects.toMatchObject({
      name: 'VaultFault',
      code: 'vault-key-missing',
      whatToDo: expect.stringMatching(/last good backup.*cannot be read, by anybody/),
    });
    for (const attempt of usesOf(vault, key))
      await expect(attempt).rejects.toMatchObject({ code: 'vault-key-missing' });
    expect(await here.shelved()).toBeUndefined();
    expect(here.keyVault.calls.wrap).toBe(1);
  });

  test('are made for a new school beside schools that have records', async () => {
    await here.open().wrap('elmfield', randomBytes(32));
    await here.store.create(aStoredRecord({ school: 'elmfield' }));
    expect(await here.open().token('oakfield', 'sam')).toMatch(/^[\w-]{24}$/);
  });

  test('are not made where the store cannot say whether there are records', async () => {
    const away = async () => {
      throw new VaultFault('not there', { code: 'store-slow', whatToDo: 'Wait.' });
    };
    for (const broken of ['get', 'all', 'create'] as const) {
      const vault = here.open({ store: { ...here.store, [broken]: away } });
      await expect(vault.token('oakfield', 'sam')).rejects.toMatchObject({
        code: 'vault-keys-unread',
        message: expect.stringContaining('store-slow'),
      });
    }
    expect(await here.shelved()).toBeUndefined();
  });
});

describe('a school’s record of keys that was tampered with', () => {
  let vault: Vault;
  let wrapped: string;
  let text: string;

  beforeEach(async () => {
    vault = here.open();
    wrapped = await vault.wrap('oakfield', randomBytes(32));
    text = (await here.shelved())?.key ?? '';
  });

  test('is refused at any start, whatever was changed in it', async () => {
    const packed = JSON.parse(text);
    const flip = (sealed: string, at: number) =>
      `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
    const changes = [
      '',
      'Dear parents',
      text.slice(0, -1),
      JSON.stringify({ ...packed, format: 'safeguarding-bot/school-keys/2' }),
      JSON.stringify({ ...packed, more: 1 }),
      JSON.stringify({ ...packed, sealed: '' }),
      JSON.stringify({ ...packed, wrappedBy: `${packed.wrappedBy}/` }),
      JSON.stringify({ ...packed, wrappedBy: `${here.keyVault.keyUrl}/../../secrets` }),
      ...[0, 100, 341].map((at) => JSON.stringify({ ...packed, wrappedKey: flip(packed.wrappedKey, at) })),
      ...Array.from({ length: 12 }, (_, at) => JSON.stringify({ ...packed, sealed: flip(packed.sealed, at * 20) })),
    ];
    for (const change of changes) {
      await here.tamper(change);
      await expect(here.open().unwrap('oakfield', wrapped), change).rejects.toMatchObject({
        name: 'VaultFault',
        code: expect.stringMatching(/^vault-keys-(altered|of-other-key)$/),
      });
    }
    await here.tamper(text);
    await here.open().unwrap('oakfield', wrapped);
  });

  test('is refused where it is of another school', async () => {
    await vault.wrap('elmfield', randomBytes(32));
    await here.tamper((await here.shelved('elmfield'))?.key);
    await expect(here.open().token('oakfield', 'sam')).rejects.toMatchObject({ code: 'vault-keys-altered' });
  });

  test('cannot name another key or another Key Vault, which is not even asked', async () => {
    const packed = JSON.parse(text);
    const before = { ...here.keyVault.calls };
    const other = new URL(here.keyVault.keyUrl);
    for (const keyUrl of [`${other.origin}/keys/other`, `${other.origin}.oakfield.example/keys/records`]) {
      await here.tamper(JSON.stringify({ ...packed, wrappedBy: `${keyUrl}/${here.keyVault.current()}` }));
      await expect(here.open().token('oakfield', 'sam')).rejects.toMatchObject({ code: 'vault-keys-of-other-key' });
    }
    expect(here.keyVault.calls).toEqual(before);
  });
});

describe('a fault of Key Vault', () => {
  test.each([
    [401, 'Unauthorized', 'AKV10032: Invalid issuer.', 'vault-forbidden', /Key Vault Crypto Service Encryption User/],
    [403, 'Forbidden', 'The user does not have keys get permission.', 'vault-forbidden', /firewall/],
    [403, 'Forbidden', 'Operation wrapKey is not allowed on a disabled key.', 'vault-key-disabled', /Enable that/],
    [403, 'Forbidden', 'Operation is not allowed outside its validity period.', 'vault-key-disabled', /Enable that/],
    [404, 'KeyNotFound', 'A key with (name/id) records was not found.', 'vault-key-not-found', /recover/],
    [409, 'Conflict', 'Key records is currently being deleted.', 'vault-key-not-found', /recover/],
    [429, 'Throttled', 'Too many requests.', 'vault-throttled', /one of its own/],
    [400, 'BadParameter', 'The key is of the wrong type.', 'vault-key-unfit', /RSA/],
    [407, 'Proxy', 'Who are you?', 'vault-away', /outage/],
    [500, 'InternalServerError', 'Oops.', 'vault-away', /outage/],
    [503, 'ServiceUnavailable', 'Later.', 'vault-away', /outage/],
  ])('is told for %i %s: %s', async (status, code, message, expected, whatToDo) => {
    here.keyVault.trouble({ kind: 'answer', status, code, message });
    const fault = await here
      .open()
      .token('oakfield', 'sam')
      .catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ name: 'VaultFault', code: expected, whatToDo: expect.stringMatching(whatToDo) });
  });

  test('is told at once where Key Vault asks for patience, however much', async () => {
    here.keyVault.trouble({ kind: 'throttle', retryAfterSeconds: 3_600 });
    const vault = here.open({ answerWithinMs: 30_000 });
    await expect(vault.token('oakfield', 'sam')).rejects.toMatchObject({ code: 'vault-throttled' });
  });

  test('is told of nobody where Key Vault answers when it is asked once more', async () => {
    here.keyVault.trouble({ kind: 'answer', status: 503 }, { times: 1 });
    expect(await here.open().token('oakfield', 'sam')).toMatch(/^[\w-]{24}$/);
    expect(here.told).toEqual([]);
  });

  test('is told in time where there is no answer, or nobody says who the service is', async () => {
    here.keyVault.trouble({ kind: 'hang' });
    const answerWithinMs = 300;
    const vault = here.open({ answerWithinMs });
    await expect(vault.token('oakfield', 'sam')).rejects.toMatchObject({ code: 'vault-away' });
    here.keyVault.trouble(undefined);
    const credential = { getToken: () => new Promise<never>(() => {}) };
    const nobody = here.open({ answerWithinMs, credential });
    await expect(nobody.token('oakfield', 'sam')).rejects.toMatchObject({ code: 'vault-away' });
  });

  test('is told where the service has no identity', async () => {
    const none = Object.assign(new Error('MARKER'), { name: 'CredentialUnavailableError' });
    const vault = here.open({ credential: { getToken: () => Promise.reject(none) } });
    await expect(vault.token('oakfield', 'sam')).rejects.toMatchObject({
      code: 'vault-no-identity',
      whatToDo: expect.stringContaining('AZURE_CLIENT_ID'),
    });
  });

  test('holds neither key, token nor request', async () => {
    const vault = here.open();
    const wrapped = await vault.wrap('oakfield', randomBytes(32));
    const text = (await here.shelved())?.key ?? '';
    const faults: unknown[] = [];
    for (const status of [400, 401, 403, 404, 429, 503]) {
      here.keyVault.trouble({ kind: 'answer', status });
      for (const attempt of usesOf(here.open(), wrapped))
        faults.push(await attempt().catch((thrown: unknown) => thrown));
    }
    here.keyVault.trouble(undefined);
    await here.tamper(text.replace('"sealed":"', '"sealed":"A'));
    for (const attempt of usesOf(here.open(), wrapped)) faults.push(await attempt().catch((thrown: unknown) => thrown));
    for (const fault of faults) {
      expect(fault).toBeInstanceOf(VaultFault);
      expect((fault as Error).cause).toBeUndefined();
      const said = JSON.stringify([fault, `${(fault as Error).stack}`, { ...(fault as Error) }]);
      for (const secret of [here.keyVault.token, wrapped, JSON.parse(text).wrappedKey, JSON.parse(text).sealed])
        expect(said).not.toContain(secret.slice(-30));
    }
  });
});

/** Each way to use a vault. */
function usesOf(vault: Vault, wrapped: string) {
  return [
    () => vault.unwrap('oakfield', wrapped),
    () => vault.token('oakfield', 'sam'),
    () => vault.wrap('oakfield', randomBytes(32)),
  ] as const;
}

import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Vault } from '../../src/application/ports.ts';
import { createKeyVaultKey } from '../../src/vault/key-vault-client.ts';
import { createSchoolKeysPacker, makeSchoolKeys, newestWrappingKey } from '../../src/vault/school-keys.ts';
import { credentialFor } from '../support/fake-key-vault.ts';
import { HOUR, type KeyVaultHere, keyVaultHere } from '../support/key-vault-here.ts';
import { aStoredRecord } from '../support/stored-record.ts';

let here: KeyVaultHere;
let vault: Vault;
let wrapped: string;
let token: string;
let first: string;
const dataKey = randomBytes(32);

beforeEach(async () => {
  here = await keyVaultHere();
  vault = here.open();
  wrapped = await vault.wrap('oakfield', dataKey);
  token = await vault.token('oakfield', 'sam');
  first = here.keyVault.current();
});

afterEach(() => here.stop());

describe('when the key in Key Vault is rotated', () => {
  test('the next start moves the school’s keys to the new version, and no other record is written', async () => {
    await here.store.create(aStoredRecord({ key: wrapped }));
    const before = await here.store.get('oakfield', 'C-7K3Q9F');
    const second = here.keyVault.rotate();
    const written: string[] = [];
    const store = {
      ...here.store,
      replace: (...[record, etag]: Parameters<typeof here.store.replace>) => {
        written.push(record.id);
        return here.store.replace(record, etag);
      },
    };
    await opens(here.open({ store }));
    await isMovedTo(second);
    expect(written).toEqual(['school-keys']);
    expect(await here.store.get('oakfield', 'C-7K3Q9F')).toEqual(before);
  });

  test('a service that runs moves them within the hour, and the old version may then be disabled', async () => {
    const second = here.keyVault.rotate();
    here.clock.move(HOUR);
    await vault.token('oakfield', 'sam');
    await isMovedTo(second);
    here.keyVault.enable(first, false);
    await opens(here.open());
    here.clock.move(25 * HOUR);
    await opens(vault);
    expect(here.told).toEqual([]);
  });

  test('two processes move them at once, and both go on', async () => {
    const second = here.keyVault.rotate();
    const processes = [here.open(), here.open(), here.open()];
    await Promise.all(processes.map(opens));
    await isMovedTo(second);
    here.keyVault.enable(first, false);
    here.clock.move(25 * HOUR);
    await Promise.all([vault, ...processes].map(opens));
  });

  test('a process that lost the race writes nothing over what the other wrote', async () => {
    const second = here.keyVault.rotate();
    const lost = Promise.withResolvers<string>();
    let fromOther: string | undefined;
    const slow = here.open({
      store: {
        ...here.store,
        async get(school, id) {
          const found = await here.store.get(school, id);
          if (fromOther !== undefined) return await here.store.get(school, id);
          await opens(here.open());
          await isMovedTo(second);
          fromOther = (await here.shelved())?.key;
          return found;
        },
        async replace(record, etag) {
          const done = await here.store.replace(record, etag);
          lost.resolve(done.kind);
          return done;
        },
      },
    });
    await opens(slow);
    expect(await lost.promise).toBe('conflict');
    expect((await here.shelved())?.key).toBe(fromOther);
  });

  test('they stay with the old version while the new one does not unwrap, and this is told', async () => {
    const second = here.keyVault.rotate();
    here.keyVault.trouble({ kind: 'answer', status: 403, message: 'No permission.' }, { operation: 'wrap' });
    await opens(here.open());
    await vi.waitFor(() => expect(here.told).toEqual(['vault-forbidden']));
    expect(await versionInUse()).toBe(first);
    here.keyVault.trouble(undefined);
    here.keyVault.enable(second, false);
    await opens(here.open());
    await vi.waitFor(() => expect(here.told).toEqual(['vault-forbidden', 'vault-key-disabled']));
    expect(await versionInUse()).toBe(first);
  });

  test('a version that wraps and does not unwrap is found out before the old text is given up', async () => {
    const second = here.keyVault.rotate();
    here.keyVault.trouble({ kind: 'answer', status: 403 }, { operation: 'unwrap', version: second });
    const wraps = here.keyVault.calls.wrap;
    await opens(here.open());
    await vi.waitFor(() => expect(here.told).toEqual(['vault-forbidden']));
    expect(here.keyVault.calls.wrap).toBe(wraps + 1);
    expect(await versionInUse()).toBe(first);
  });

  test('an old version whose date has passed still opens, by whatever clock', async () => {
    here.keyVault.expire(first);
    await opens(here.open());
    await expect(here.open().token('elmfield', 'sam')).rejects.toMatchObject({ code: 'vault-key-disabled' });
    const second = here.keyVault.rotate();
    await opens(here.open());
    await isMovedTo(second);
    await here.open().token('elmfield', 'sam');
    expect(here.told).toEqual([]);
  });

  test('no school is given keys by a version that is disabled', async () => {
    here.keyVault.enable(here.keyVault.rotate(), false);
    await expect(here.open().token('elmfield', 'sam')).rejects.toMatchObject({ code: 'vault-key-disabled' });
    expect(await here.shelved('elmfield')).toBeUndefined();
  });

  test('too early a disabling of the old version is said at the start, and can be taken back', async () => {
    here.keyVault.rotate();
    here.keyVault.enable(first, false);
    await expect(here.open().token('oakfield', 'sam')).rejects.toMatchObject({
      code: 'vault-key-disabled',
      whatToDo: expect.stringMatching(/^Enable that version again\./),
    });
    here.keyVault.enable(first, true);
    await opens(here.open());
  });
});

describe('a school with several wrapping keys', () => {
  test('wraps with the newest, opens with each, and keeps its tokens', async () => {
    const { keys, packer } = await keysInStore();
    const second = { ...newestWrappingKey(makeSchoolKeys('oakfield')), school: 'oakfield' };
    const both = { ...keys, wrappingKeys: [...keys.wrappingKeys, second] as const };
    await here.tamper(await packer.pack(both, first));
    const restarted = here.open();
    await opens(restarted);
    const fresh = await restarted.wrap('oakfield', dataKey);
    expect(fresh.split('.')[1]).toBe(second.keyId);
    // A process that has not seen the new key looks once more, and needs no restart.
    expect(Buffer.from(await vault.unwrap('oakfield', fresh))).toEqual(dataKey);
    await opens(vault);
  });

  test('does not ask Key Vault for a key id that nobody has, however often it comes', async () => {
    const before = { ...here.keyVault.calls };
    const unknown = wrapped.replace(/\.[\w-]+\./, '.AAAAAAAAAAAA.');
    for (let count = 0; count < 20; count++)
      await expect(vault.unwrap('oakfield', unknown)).rejects.toMatchObject({ code: 'vault-key-missing' });
    expect(here.keyVault.calls).toEqual(before);
  });

  test('is refused when one that was in use is gone from it', async () => {
    const { keys, packer } = await keysInStore();
    const other = makeSchoolKeys('oakfield');
    for (const changed of [
      { ...keys, wrappingKeys: other.wrappingKeys },
      { ...keys, tokenKey: other.tokenKey },
      { ...keys, wrappingKeys: [{ ...newestWrappingKey(other), keyId: newestWrappingKey(keys).keyId }] as const },
    ]) {
      await here.tamper(await packer.pack(changed, first));
      here.clock.move(25 * HOUR);
      await expect(vault.token('oakfield', 'sam')).rejects.toMatchObject({ code: 'vault-key-missing' });
    }
  });
});

async function opens(process: Vault): Promise<void> {
  expect(Buffer.from(await process.unwrap('oakfield', wrapped))).toEqual(dataKey);
  expect(await process.token('oakfield', 'sam')).toBe(token);
  await process.wrap('oakfield', dataKey);
}

async function isMovedTo(version: string): Promise<void> {
  await vi.waitFor(async () => expect(await versionInUse()).toBe(version));
}

async function versionInUse(): Promise<string | undefined> {
  return JSON.parse((await here.shelved())?.key ?? '{}')
    .wrappedBy?.split('/')
    .at(-1);
}

/** The keys themselves, as only somebody with the right to unwrap has them. */
async function keysInStore() {
  const { keyVault } = here;
  const key = createKeyVaultKey({
    keyUrl: keyVault.keyUrl,
    isOnThisMachine: true,
    credential: credentialFor(keyVault),
  });
  const packer = createSchoolKeysPacker(keyVault.keyUrl, key);
  return { packer, keys: await packer.unpack('oakfield', (await here.shelved())?.key ?? '') };
}

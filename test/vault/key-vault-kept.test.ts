import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Vault } from '../../src/application/ports.ts';
import { createKeyVaultKey } from '../../src/vault/key-vault-client.ts';
import { createSchoolKeysPacker, makeSchoolKeys } from '../../src/vault/school-keys.ts';
import { credentialFor } from '../support/fake-key-vault.ts';
import { HOUR, type KeyVaultHere, keyVaultHere } from '../support/key-vault-here.ts';
import { aStoredRecord } from '../support/stored-record.ts';

const SECOND = 1_000;
/** How long a process may go on without a look at where the keys are kept. */
const LOOK = 10 * SECOND;
const dataKey = randomBytes(32);

let here: KeyVaultHere;
let vault: Vault;
let wrapped: string;
let token: string;
let text: string;

beforeEach(async () => {
  here = await keyVaultHere();
  vault = here.open();
  wrapped = await vault.wrap('oakfield', dataKey);
  token = await vault.token('oakfield', 'sam');
  text = (await here.shelved())?.key ?? '';
});

afterEach(() => here.stop());

describe('keys whose record was taken away under a running service', () => {
  beforeEach(() => here.tamper(undefined));

  test('are put back as they were before anything more is sealed, and this is told', async () => {
    here.clock.move(LOOK);
    const sealed = await vault.wrap('oakfield', dataKey);
    expect((await here.shelved())?.key).toBe(text);
    expect(here.told).toEqual(['vault-keys-put-back']);
    const restarted = here.open();
    expect(Buffer.from(await restarted.unwrap('oakfield', sealed))).toEqual(dataKey);
    expect(await restarted.token('oakfield', 'sam')).toBe(token);
    await vault.health();
  });

  test('are put back within the hour by a service that seals nothing', async () => {
    here.clock.move(HOUR);
    await vault.health();
    await vi.waitFor(async () => expect((await here.shelved())?.key).toBe(text));
    await vi.waitFor(() => expect(here.told).toContain('vault-keys-put-back'));
  });

  test('are put back during an outage of Key Vault too', async () => {
    await here.keyVault.goAway();
    here.clock.move(LOOK);
    await vault.wrap('oakfield', dataKey);
    expect((await here.shelved())?.key).toBe(text);
  });

  test('seal nothing while they cannot be put back', async () => {
    const create = async () => Promise.reject(new Error('MARKER'));
    await here.store.create(aStoredRecord({ id: 'school-keys', kind: 'school-keys', key: text }));
    const other = here.open({ store: { ...here.store, create } });
    await other.wrap('oakfield', dataKey);
    await here.tamper(undefined);
    here.clock.move(LOOK);
    for (let count = 0; count < 2; count++)
      await expect(other.wrap('oakfield', dataKey)).rejects.toMatchObject({ code: 'vault-keys-unread' });
    expect(await other.token('oakfield', 'sam')).toBe(token);
  });
});

describe('keys whose record was replaced under a running service', () => {
  test('seal nothing more from the next look on, and open what was sealed', async () => {
    await here.tamper(await theirs());
    here.clock.move(LOOK);
    await expect(vault.wrap('oakfield', dataKey)).rejects.toMatchObject({ code: 'vault-key-missing' });
    await expect(vault.health()).rejects.toMatchObject({ code: 'vault-key-missing' });
    expect(here.told).toEqual(['vault-key-missing']);
    expect(await vault.token('oakfield', 'sam')).toBe(token);
    expect(Buffer.from(await vault.unwrap('oakfield', wrapped))).toEqual(dataKey);
  });

  test.each(['Dear parents', '{}'])(
    'seal nothing more where it is nonsense now, though Key Vault is away: %s',
    async (nonsense) => {
      await here.keyVault.goAway();
      await here.tamper(nonsense);
      here.clock.move(LOOK);
      await expect(vault.wrap('oakfield', dataKey)).rejects.toMatchObject({ code: 'vault-keys-altered' });
    },
  );

  test('seal again at the next look after it was restored', async () => {
    await here.tamper(await theirs());
    here.clock.move(LOOK);
    await expect(vault.wrap('oakfield', dataKey)).rejects.toMatchObject({ code: 'vault-key-missing' });
    await here.tamper(text);
    here.clock.move(LOOK);
    await vault.wrap('oakfield', dataKey);
    await vault.health();
    // And not once it is replaced again, however soon.
    await here.tamper(await theirs());
    here.clock.move(LOOK);
    await expect(vault.wrap('oakfield', dataKey)).rejects.toMatchObject({ code: 'vault-key-missing' });
  });

  test('are in health again a minute after it was restored, though nobody seals anything', async () => {
    await here.tamper(await theirs());
    here.clock.move(LOOK);
    await expect(vault.wrap('oakfield', dataKey)).rejects.toMatchObject({ code: 'vault-key-missing' });
    await here.tamper(text);
    here.clock.move(60 * SECOND);
    await vi.waitFor(() => vault.health());
  });

  test('are found out within the hour by a service that seals nothing', async () => {
    await here.tamper(await theirs());
    here.clock.move(HOUR);
    await vault.token('oakfield', 'sam');
    await vi.waitFor(() => expect(here.told).toEqual(['vault-key-missing']));
    await expect(vault.health()).rejects.toMatchObject({ code: 'vault-key-missing' });
  });

  test('go on where only the version of Key Vault’s key is another, and where nobody can tell for an outage', async () => {
    here.keyVault.rotate();
    await here.open().token('oakfield', 'sam');
    await vi.waitFor(async () => expect((await here.shelved())?.key).not.toBe(text));
    await here.keyVault.goAway();
    here.clock.move(LOOK);
    await vault.wrap('oakfield', dataKey);
    await here.keyVault.comeBack();
    here.clock.move(60 * SECOND);
    await vault.wrap('oakfield', dataKey);
    await vault.health();
  });

  test('are not asked for again where this process itself moved them to another version', async () => {
    here.keyVault.rotate();
    const mover = here.open();
    await mover.wrap('oakfield', dataKey);
    await vi.waitFor(async () => expect((await here.shelved())?.key).not.toBe(text));
    await new Promise((resolve) => setImmediate(resolve));
    const { unwrap } = here.keyVault.calls;
    here.clock.move(LOOK);
    await mover.wrap('oakfield', dataKey);
    expect(here.keyVault.calls.unwrap).toBe(unwrap);
  });

  test('keep nobody waiting for a Key Vault that does not answer while it is asked what they are now', async () => {
    const patient = here.open({ answerWithinMs: 20_000 });
    const before = here.keyVault.calls.get;
    await patient.wrap('oakfield', dataKey);
    // It has seen that there is no newer version yet.
    await vi.waitFor(() => expect(here.keyVault.calls.get).toBe(before + 1));
    here.keyVault.rotate();
    await here.open().token('oakfield', 'sam');
    await vi.waitFor(async () => expect((await here.shelved())?.key).not.toBe(text));
    here.keyVault.trouble({ kind: 'hang' });
    here.clock.move(LOOK);
    const began = performance.now();
    await patient.wrap('oakfield', dataKey);
    const took = performance.now() - began;
    expect([took > 900, took < 2_500]).toEqual([true, true]);
  });
});

describe('a look at where keys are kept', () => {
  test('is made before something is sealed, every ten seconds at most', async () => {
    let looks = 0;
    const watched = here.open({
      store: {
        ...here.store,
        get: (school, id) => {
          looks++;
          return here.store.get(school, id);
        },
      },
    });
    await watched.wrap('oakfield', dataKey);
    const { unwrap } = here.keyVault.calls;
    looks = 0;
    for (let count = 0; count < 20; count++) {
      here.clock.move(SECOND);
      await Promise.all([1, 2, 3].map(() => watched.wrap('oakfield', dataKey)));
      await watched.unwrap('oakfield', wrapped);
    }
    expect(looks).toBe(2);
    expect(here.keyVault.calls.unwrap).toBe(unwrap);
  });

  test('that the store does not answer stops nothing: whether it can be written is seen at once', async () => {
    let isAway = false;
    const store = {
      ...here.store,
      get: (school: string, id: string) => (isAway ? Promise.reject(new Error('MARKER')) : here.store.get(school, id)),
    };
    const other = here.open({ store });
    await other.wrap('oakfield', dataKey);
    isAway = true;
    here.clock.move(LOOK);
    expect(await other.wrap('oakfield', dataKey)).toMatch(/^kv1/);
  });
});

/** Keys of the school's name that somebody has made and wrapped, without any right but to write to the store. */
async function theirs(): Promise<string> {
  const { keyVault } = here;
  const key = createKeyVaultKey({
    keyUrl: keyVault.keyUrl,
    isOnThisMachine: true,
    credential: credentialFor(keyVault),
  });
  return await createSchoolKeysPacker(keyVault.keyUrl, key).pack(makeSchoolKeys('oakfield'), keyVault.current());
}

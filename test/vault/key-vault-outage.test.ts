import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Vault } from '../../src/application/ports.ts';
import { HOUR, type KeyVaultHere, keyVaultHere } from '../support/key-vault-here.ts';

let here: KeyVaultHere;
let vault: Vault;
let wrapped: string;
let token: string;
const dataKey = randomBytes(32);

beforeEach(async () => {
  here = await keyVaultHere();
  vault = here.open();
  wrapped = await vault.wrap('oakfield', dataKey);
  token = await vault.token('oakfield', 'sam');
});

afterEach(() => here.stop());

describe('while Key Vault is away', () => {
  test('a service cannot start, says why, and can once it is back', async () => {
    await here.keyVault.goAway();
    const started = here.open();
    for (const attempt of [() => started.token('oakfield', 'sam'), () => started.unwrap('oakfield', wrapped)])
      await expect(attempt()).rejects.toMatchObject({
        name: 'VaultFault',
        code: 'vault-away',
        whatToDo: expect.stringContaining('cannot start before Key Vault answers'),
      });
    await here.keyVault.comeBack();
    expect(await started.token('oakfield', 'sam')).toBe(token);
  });

  test('no keys are made for a new school, and none are left behind', async () => {
    await here.keyVault.goAway();
    await expect(vault.token('elmfield', 'sam')).rejects.toMatchObject({ code: 'vault-away' });
    expect(await here.shelved('elmfield')).toBeUndefined();
  });

  test('a service that runs goes on for 23 hours', async () => {
    await here.keyVault.goAway();
    for (let hour = 0; hour < 23; hour++) {
      here.clock.move(HOUR);
      await serves();
    }
    await vi.waitFor(() => expect(here.told).toEqual(['vault-away']));
  });

  test('that is said once, and again when it comes again', async () => {
    for (let hour = 0; hour < 5; hour++) await refreshInVain();
    expect(here.told).toEqual(['vault-throttled']);
    here.keyVault.trouble(undefined);
    here.clock.move(HOUR);
    const before = here.keyVault.calls.get;
    await vi.waitFor(async () => {
      await serves();
      expect(here.keyVault.calls.get).toBe(before + 1);
    });
    await refreshInVain();
    await vi.waitFor(() => expect(here.told).toEqual(['vault-throttled', 'vault-throttled']));
  });

  test('a service does not go on for a whole day, and serves again once it is back', async () => {
    await here.keyVault.goAway();
    here.clock.move(24 * HOUR - 1);
    await serves();
    here.clock.move(1);
    await refuses('vault-away');
    here.clock.move(HOUR);
    await refuses('vault-away');
    await here.keyVault.comeBack();
    await serves();
  });

  test('nobody waits for it as long as there are keys', async () => {
    const patient = here.open({ answerWithinMs: 20_000 });
    await patient.token('oakfield', 'sam');
    here.keyVault.trouble({ kind: 'hang' });
    here.clock.move(2 * HOUR);
    const began = performance.now();
    for (let count = 0; count < 50; count++) await patient.wrap('oakfield', dataKey);
    await patient.health();
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('it is asked again once a minute at most, however much there is to do', async () => {
    here.clock.move(2 * HOUR);
    here.keyVault.trouble({ kind: 'throttle', retryAfterSeconds: 1 });
    const before = here.keyVault.calls.unwrap;
    for (let count = 0; count < 100; count++) await serves();
    await vi.waitFor(() => expect(here.told).toEqual(['vault-throttled']));
    here.clock.move(59_999);
    await serves();
    // What another process asks after that comes after that, so that only its own question is new.
    await expect(here.open().token('oakfield', 'sam')).rejects.toMatchObject({ code: 'vault-throttled' });
    expect(here.keyVault.calls.unwrap).toBe(before + 2);
    here.clock.move(1);
    await serves();
    await vi.waitFor(() => expect(here.keyVault.calls.unwrap).toBe(before + 3));
  });

  test.each([400, 402, 405, 407, 411, 421, 451])(
    'an odd answer (%i) of whatever stands before it stops no reports, and is no damage',
    async (status) => {
      here.keyVault.trouble({ kind: 'answer', status, code: 'Proxy', message: 'Not today.' });
      for (let hour = 0; hour < 23; hour++) {
        here.clock.move(HOUR);
        await serves();
      }
      await vi.waitFor(() => expect(here.told).toEqual(['vault-away']));
      here.clock.move(HOUR);
      await expect(vault.wrap('oakfield', dataKey)).rejects.toMatchObject({ code: 'vault-away' });
    },
  );

  test('those who wait for the same keys wait for the same answer', async () => {
    here.clock.move(25 * HOUR);
    const before = here.keyVault.calls.unwrap;
    await Promise.all(Array.from({ length: 50 }, serves));
    expect(here.keyVault.calls.unwrap).toBe(before + 1);
  });
});

describe('the day for which keys serve', () => {
  test('begins anew with each refresh, an hour after the last', async () => {
    here.clock.move(HOUR - 1);
    const { unwrap: before, get: gets } = here.keyVault.calls;
    await serves();
    expect(here.keyVault.calls.unwrap).toBe(before);
    here.clock.move(1);
    await serves();
    await vi.waitFor(() => expect(here.keyVault.calls.unwrap).toBe(before + 1));
    // The last that a refresh asks is which version is the newest.
    await vi.waitFor(() => expect(here.keyVault.calls.get).toBe(gets + 1));
    await here.keyVault.goAway();
    here.clock.move(24 * HOUR - 1);
    await serves();
    here.clock.move(1);
    await refuses('vault-away');
  });

  test('is begun anew by a look at the health too, so that a quiet weekend leaves the keys fresh', async () => {
    for (let hour = 0; hour < 60; hour++) {
      here.clock.move(HOUR);
      const before = here.keyVault.calls.unwrap;
      await vi.waitFor(async () => {
        await vault.health();
        expect(here.keyVault.calls.unwrap).toBe(before + 1);
      });
    }
    expect(here.told).toEqual([]);
    await here.keyVault.goAway();
    here.clock.move(23 * HOUR);
    await serves();
  });

  test('is the longest that a service reads on after its right was taken away', async () => {
    here.keyVault.trouble({ kind: 'answer', status: 403, code: 'Forbidden', message: 'No keys unwrapKey permission.' });
    here.clock.move(24 * HOUR - 1);
    await serves();
    here.clock.move(1);
    await refuses('vault-forbidden');
  });

  test('is counted from before Key Vault was asked, not from its answer', async () => {
    const slow = here.open({
      store: {
        ...here.store,
        async get(school, id) {
          const found = await here.store.get(school, id);
          here.clock.move(HOUR);
          return found;
        },
      },
    });
    await slow.token('oakfield', 'sam');
    const before = here.keyVault.calls.unwrap;
    await slow.token('oakfield', 'sam');
    await vi.waitFor(() => expect(here.keyVault.calls.unwrap).toBe(before + 1));
  });

  test('passes for keys that a store that is away does not let be refreshed', async () => {
    const away = async () => Promise.reject(new Error('MARKER'));
    let isAway = false;
    const store = {
      ...here.store,
      get: (school: string, id: string) => (isAway ? away() : here.store.get(school, id)),
    };
    const other = here.open({ store });
    await other.token('oakfield', 'sam');
    isAway = true;
    here.clock.move(24 * HOUR - 1);
    expect(await other.token('oakfield', 'sam')).toBe(token);
    here.clock.move(1);
    await expect(other.token('oakfield', 'sam')).rejects.toMatchObject({ code: 'vault-keys-unread' });
  });
});

async function serves(): Promise<void> {
  expect(Buffer.from(await vault.unwrap('oakfield', wrapped))).toEqual(dataKey);
  expect(await vault.token('oakfield', 'sam')).toBe(token);
  await vault.wrap('oakfield', dataKey);
  await vault.health();
}

/** Lets an hour pass, and Key Vault refuse what is then asked. */
async function refreshInVain(): Promise<void> {
  here.keyVault.trouble({ kind: 'throttle', retryAfterSeconds: 1 });
  here.clock.move(HOUR);
  const before = here.keyVault.calls.unwrap;
  await vi.waitFor(async () => {
    await serves();
    expect(here.keyVault.calls.unwrap).toBe(before + 1);
  });
}

async function refuses(code: string): Promise<void> {
  await expect(vault.unwrap('oakfield', wrapped)).rejects.toMatchObject({ code });
  await expect(vault.token('oakfield', 'sam')).rejects.toMatchObject({ code });
  await expect(vault.wrap('oakfield', dataKey)).rejects.toMatchObject({ code });
  await expect(vault.health()).rejects.toMatchObject({ code });
}

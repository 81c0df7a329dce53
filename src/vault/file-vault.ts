import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Vault } from '../application/ports.ts';
import { keyIdOf, tokenOf, unwrapDataKey, type WrappingKey, wrapDataKey } from './data-keys.ts';
import { vaultFault } from './faults.ts';
import { addSchool, prepareKeyFile, readKeyFile, type SchoolKeys } from './key-file.ts';

const MARK = 'file1';

/**
 * A vault whose keys stand in one file that only this account can read; for a school that runs the service on one
 * machine of its own. Makes the file if it is not there, and a school's keys when the school is first used. Rejects
 * with a `VaultFault` whose code is one of `VaultFaultCode`.
 *
 * Whoever loses the file loses the records: it is backed up apart from them.
 */
export async function openFileVault(path: string): Promise<Vault> {
  const file = await prepareKeyFile(path);
  let schools = await readKeyFile(file);
  let adding: Promise<unknown> = Promise.resolve();

  /** Takes over what the file holds now. What was in use must still be there, or new records would be lost with it. */
  function takeOver(held: readonly SchoolKeys[]): void {
    const ids = new Set(held.map(({ keyId }) => keyId));
    if (schools.some(({ keyId }) => !ids.has(keyId))) throw vaultFault('vault-key-missing', `${file} was replaced`);
    schools = held;
  }

  function findKeys(school: string): SchoolKeys | undefined {
    return schools.find((keys) => keys.school === school);
  }

  async function keysOf(school: string): Promise<SchoolKeys> {
    const known = findKeys(school);
    if (known !== undefined) return known;
    const added = adding.then(async () => {
      if (findKeys(school) === undefined) takeOver(await addSchool(file, school));
    });
    adding = added.catch(() => {});
    await added;
    const made = findKeys(school);
    if (made === undefined) throw vaultFault('vault-failed', file);
    return made;
  }

  async function keysOfId(keyId: string): Promise<SchoolKeys> {
    const known = schools.find((keys) => keys.keyId === keyId);
    if (known !== undefined) return known;
    takeOver(await readKeyFile(file)); // Another process may have added it.
    const added = schools.find((keys) => keys.keyId === keyId);
    if (added === undefined) throw vaultFault('vault-key-missing', `key ${keyId}`);
    return added;
  }

  return {
    wrap: async (school, dataKey) => wrapDataKey(MARK, wrappingKeyOf(await keysOf(school)), dataKey),

    async unwrap(school, wrapped) {
      const keys = await keysOfId(keyIdOf(MARK, wrapped));
      if (keys.school !== school) throw vaultFault('vault-wrap-altered');
      return unwrapDataKey(MARK, wrappingKeyOf(keys), wrapped);
    },

    token: async (school, text) => tokenOf(secretKey((await keysOf(school)).tokenKey), school, text),

    // What was read at the start is kept for as long as the process lives.
    health: async () => undefined,
  };
}

function wrappingKeyOf({ school, keyId, wrappingKey }: SchoolKeys): WrappingKey {
  return { school, keyId, key: secretKey(wrappingKey) };
}

function secretKey(text: string): KeyObject {
  return createSecretKey(Buffer.from(text, 'base64url'));
}

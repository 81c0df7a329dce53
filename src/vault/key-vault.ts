import type { Clock, Vault } from '../application/ports.ts';
import { keyIdOf, tokenOf, unwrapDataKey, wrapDataKey } from './data-keys.ts';
import { createKeyVaultKey, type KeyVaultKeyOptions } from './key-vault-client.ts';
import { keyVaultFault } from './key-vault-faults.ts';
import { createKeysHolder } from './keys-holder.ts';
import { createSchoolKeysPacker, findWrappingKey, newestWrappingKey } from './school-keys.ts';
import { createSchoolKeysShelf, type SchoolKeysShelfOptions } from './school-keys-shelf.ts';

const MARK = 'kv1';

export interface KeyVaultOptions extends KeyVaultKeyOptions {
  /** Where the records are: the keys of each school lie beside them, wrapped. */
  readonly store: SchoolKeysShelfOptions['store'];
  readonly clock: Clock;
  /** For the log: keys in use could not be refreshed, or not be moved to a newer version of the key. */
  readonly troubled?: ((fields: { readonly code: string }) => void) | undefined;
}

/**
 * A vault whose keys are wrapped by a key that never leaves Azure Key Vault; for a service of any number of processes.
 * Key Vault is asked when a school is first used and then once an hour, never for a single record. Rejects with a
 * `VaultFault` whose code is one of `KeyVaultFaultCode` or `vault-wrap-altered`.
 */
export function openKeyVault({ store, clock, troubled, ...of }: KeyVaultOptions): Vault {
  const keyVault = createKeyVaultKey(of);
  const packer = createSchoolKeysPacker(of.keyUrl, keyVault);
  const shelf = createSchoolKeysShelf({ store, clock });
  const holder = createKeysHolder({ keyVault, packer, shelf, clock, troubled });

  return {
    async wrap(school, dataKey) {
      const keys = await holder.sealing(school);
      return wrapDataKey(MARK, newestWrappingKey(keys), dataKey);
    },

    async unwrap(school, wrapped) {
      const keyId = keyIdOf(MARK, wrapped);
      const { keys } = await holder.have(school, 'find');
      // Another process may have added it.
      const by = findWrappingKey(keys, keyId) ?? findWrappingKey((await holder.reread(school)).keys, keyId);
      if (by === undefined) throw keyVaultFault('vault-key-missing', `key ${keyId}`);
      return unwrapDataKey(MARK, by, wrapped);
    },

    token: async (school, text) => tokenOf((await holder.have(school, 'make')).keys.tokenKey, school, text),

    health: () => holder.health(),
  };
}

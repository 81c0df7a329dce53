import type { Registry } from '../domain/decider.ts';
import type { School } from '../domain/school.ts';
import type { RecordStore, Vault } from './ports.ts';

/**
 * Makes sure at the start that the vault can be written and has the keys of the records in the store: better no service
 * than one that takes reports which nobody will be able to read, or that cannot read the earlier ones. Rejects with a
 * `VaultFault` or a `StoreFault`.
 */
export async function checkKeys(of: {
  readonly registry: Registry;
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly schools: readonly School[];
}): Promise<void> {
  // First what is there already: a vault that has lost the keys of a school must not be given new ones for it.
  for (const school of of.schools) {
    for (const kind of of.registry.keys()) {
      const { records } = await of.store.query({ school: school.id, kind, order: 'oldest-first', limit: 1 });
      for (const record of records) await of.vault.unwrap(record.school, record.key);
    }
  }
  for (const school of of.schools) await of.vault.token(school.id, 'start');
}

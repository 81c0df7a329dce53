import type { Registry } from '../domain/decider.ts';
import type { School } from '../domain/school.ts';
import { faultCode, isDamage } from './faults.ts';
import type { RecordStore, Vault } from './ports.ts';

export interface KeyCheckParts {
  readonly registry: Registry;
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly schools: readonly School[];
  /** Told of a record that is damaged. */
  readonly failed?: (of: { readonly record: string; readonly code: string }) => void;
}

/** So many records of a kind are tried, the oldest first, until one opens: it may be that single ones are damaged. */
const MOST_TRIED = 10;
/** So many that are all damaged are no accident to single records: the vault is another. */
const SEVERAL = 2;

/**
 * Makes sure at the start that the vault can be written and has the keys of the records in the store: better no service
 * than one that takes reports which nobody will be able to read, or that cannot read the earlier ones. A damaged record
 * keeps nobody from the others. Rejects with a `VaultFault` or a `StoreFault`.
 */
export async function checkKeys(parts: KeyCheckParts): Promise<void> {
  // First what is there already: a vault that has lost the keys of a school must not be given new ones for it.
  for (const school of parts.schools) await checkRecords(parts, school.id);
  for (const school of parts.schools) await parts.vault.token(school.id, 'start');
}

async function checkRecords({ registry, store, vault, failed }: KeyCheckParts, school: string): Promise<void> {
  const faults: unknown[] = [];
  let opened = 0;
  for (const kind of registry.keys()) {
    const query = { school, kind, order: 'oldest-first', limit: MOST_TRIED, tolerant: true } as const;
    const { records, unreadable = [] } = await store.query(query);
    for (const { id } of unreadable) failed?.({ record: id, code: 'store-corrupt' });
    for (const record of records) {
      try {
        await vault.unwrap(record.school, record.key);
        opened++;
        break;
      } catch (fault) {
        if (!isDamage(fault)) throw fault;
        faults.push(fault);
        failed?.({ record: record.id, code: faultCode(fault) });
      }
    }
  }
  if (opened === 0 && faults.length >= SEVERAL) throw faults[0];
}

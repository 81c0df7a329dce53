import { Fault } from '../application/faults.ts';
import type { Clock, RecordStore, Versioned } from '../application/ports.ts';
import { SCHOOL_KEYS_KIND } from '../domain/record.ts';
import { keyVaultFault } from './key-vault-faults.ts';

/** The id of the record that holds a school's keys: it is the only one of its kind. */
const SCHOOL_KEYS = SCHOOL_KEYS_KIND;

/** Keys as they lie in the record store. */
export interface ShelvedKeys {
  readonly text: string;
  readonly versioned: Versioned;
}

/** Where the packed keys of each school are: a record of their own beside the records that they seal. */
export interface SchoolKeysShelf {
  find(school: string): Promise<ShelvedKeys | undefined>;
  /** Puts keys there, unless some are there already. */
  add(school: string, text: string): Promise<void>;
  /** Puts another text there, unless somebody else was faster: then false. */
  change(shelved: ShelvedKeys, text: string): Promise<boolean>;
  /** Whether the school has records, which would need the keys that were lost. */
  hasRecords(school: string): Promise<boolean>;
}

export interface SchoolKeysShelfOptions {
  readonly store: Pick<RecordStore, 'create' | 'get' | 'replace' | 'all'>;
  readonly clock: Pick<Clock, 'now'>;
}

export function createSchoolKeysShelf({ store, clock }: SchoolKeysShelfOptions): SchoolKeysShelf {
  return {
    async find(school) {
      const versioned = await orFault(store.get(school, SCHOOL_KEYS));
      if (versioned === undefined) return undefined;
      if (versioned.record.kind !== SCHOOL_KEYS_KIND) throw keyVaultFault('vault-keys-altered');
      return { text: versioned.record.key, versioned };
    },

    async add(school, text) {
      const at = clock.now();
      const empty = { tokens: [], entries: [], outbox: [], state: '', posts: '', due: null };
      const times = { createdAt: at, updatedAt: at };
      await orFault(
        store.create({
          id: SCHOOL_KEYS,
          school,
          kind: SCHOOL_KEYS_KIND,
          status: 'current',
          ...times,
          ...empty,
          key: text,
        }),
      );
    },

    async change({ versioned: { record, etag } }, text) {
      const { kind } = await orFault(store.replace({ ...record, updatedAt: clock.now(), key: text }, etag));
      return kind === 'replaced';
    },

    async hasRecords(school) {
      const { records } = await orFault(store.all({ school, limit: 2 }));
      return records.some(({ kind }) => kind !== SCHOOL_KEYS_KIND);
    },
  };
}

async function orFault<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (thrown) {
    throw keyVaultFault('vault-keys-unread', thrown instanceof Fault ? thrown.code : undefined);
  }
}

import type { RecordStore, Vault } from './application/ports.ts';
import { createSteadyClock } from './application/steady-clock.ts';
import { isLoopback, type StorePlace, type VaultPlace } from './config-places.ts';
import type { Instant } from './domain/instant.ts';
import { createSqliteRecordStore } from './store/sqlite/record-store.ts';
import { openFileVault } from './vault/file-vault.ts';

export { holdDatabase } from './store/sqlite/held-database.ts';
export { willBeChanged } from './store/sqlite/schema-seen.ts';
export { readKeyFile } from './vault/key-file.ts';

// Opens what the configuration names, for the service and for the commands. What only some schools use is loaded when
// it is named: the libraries of Azure are several times as large as everything else.

const LOOK_AT_KEYS_MS = 600_000;

/** A record store that says when it cannot be used any more. */
export interface OpenedRecordStore extends RecordStore {
  /** Resolves when the store has ended, also where nobody closed it; nothing can be kept after that. */
  readonly ended: Promise<void>;
}

/** The record store that STORE names. Rejects with a `StoreFault`. */
export async function openRecordStore(place: StorePlace): Promise<OpenedRecordStore> {
  if (place.kind === 'sqlite') return await createSqliteRecordStore({ path: place.path });
  const { createCosmosRecordStore } = await import('./store/cosmos/record-store.ts');
  const { endpoint, database, key } = place;
  const credential =
    key === undefined
      ? ({ kind: 'identity', credential: await ownIdentity() } as const)
      : ({ kind: 'key', key } as const);
  const store = await createCosmosRecordStore({ endpoint, database, credential });
  // It has no thread or connection of its own that could end; where it is away, `health` says so.
  return { ...store, ended: new Promise(() => {}) };
}

/** A vault that keeps what it has fresh. */
export interface OpenedVault extends Vault {
  /** Keeps nothing fresh any more; what it has serves on. */
  close(): void;
}

interface VaultOptions {
  readonly troubled?: (fields: { readonly code: string }) => void;
  /** What time it is for all that write into the store; this machine's time if not given. */
  readonly now?: () => Instant;
}

/** The vault that VAULT names; the school keys of Key Vault lie in the `store`. Rejects with a `VaultFault`. */
export async function openVault(
  place: VaultPlace,
  store: RecordStore,
  { troubled, now }: VaultOptions = {},
): Promise<OpenedVault> {
  if (place.kind === 'file') return { ...(await openFileVault(place.path)), close: () => undefined };
  const { openKeyVault } = await import('./vault/key-vault.ts');
  const own = createSteadyClock({
    wallMs: Date.now,
    monotonicMs: () => performance.now(),
    // This machine's clock will do: it measures how old the keys are, and nobody else goes by that.
    storeTime: async () => undefined,
  });
  // What is written is compared with what others write.
  const clock = { ...own, now: now ?? own.now };
  const { keyUrl } = place;
  const isOnThisMachine = isLoopback(keyUrl);
  const vault = openKeyVault({ keyUrl, isOnThisMachine, credential: await ownIdentity(), store, clock, troubled });
  // Keys that nobody uses are kept fresh too, so that an outage after a quiet weekend finds them so.
  const looking = setInterval(() => void vault.health().catch(() => undefined), LOOK_AT_KEYS_MS).unref();
  return { ...vault, close: () => clearInterval(looking) };
}

/** How the service shows who it is: its managed identity, or AZURE_CLIENT_ID and what else the library reads. */
export async function ownIdentity() {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
}

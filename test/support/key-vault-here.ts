import type { RecordStore, Vault } from '../../src/application/ports.ts';
import type { StoredRecord } from '../../src/domain/record.ts';
import { openKeyVault } from '../../src/vault/key-vault.ts';
import { aClock, type TestClock } from './clock.ts';
import { credentialFor, type FakeKeyVault, startFakeKeyVault } from './fake-key-vault.ts';
import { sqliteHere } from './sqlite-here.ts';

export const HOUR = 3_600_000;

/** Key Vault, a store, and processes that use both. */
export interface KeyVaultHere {
  readonly keyVault: FakeKeyVault;
  readonly store: RecordStore;
  readonly clock: TestClock;
  /** What was told for the log, by every process. */
  readonly told: readonly string[];
  /** A process that opens the vault: the first one, or another. */
  open(overrides?: Partial<Parameters<typeof openKeyVault>[0]>): Vault;
  /** The record in which the keys of a school lie. */
  shelved(school?: string): Promise<StoredRecord | undefined>;
  /** Puts another text there, or takes the record away. */
  tamper(text: string | undefined, school?: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a fake Key Vault over an empty store in memory. Its clock stands still. */
export async function keyVaultHere(): Promise<KeyVaultHere> {
  const keyVault = await startFakeKeyVault();
  const store = sqliteHere();
  const clock = aClock('2026-11-23T08:00:00.000Z');
  const told: string[] = [];
  return {
    keyVault,
    store,
    clock,
    told,
    open: (overrides) =>
      openKeyVault({
        keyUrl: keyVault.keyUrl,
        isOnThisMachine: true,
        credential: credentialFor(keyVault),
        store,
        clock,
        troubled: ({ code }) => told.push(code),
        ...overrides,
      }),
    shelved: async (school = 'oakfield') => (await store.get(school, 'school-keys'))?.record,
    async tamper(text, school = 'oakfield') {
      const found = await store.get(school, 'school-keys');
      if (found === undefined) throw new Error('no keys are there');
      if (text === undefined) await store.remove(school, 'school-keys', found.etag);
      else await store.replace({ ...found.record, key: text }, found.etag);
    },
    async stop() {
      await keyVault.stop();
      await store.close();
    },
  };
}

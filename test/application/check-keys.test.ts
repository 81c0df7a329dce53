import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { checkKeys } from '../../src/application/check-keys.ts';
import { StoreFault, VaultFault } from '../../src/application/faults.ts';
import type { RecordStore, Vault } from '../../src/application/ports.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import { registry } from '../../src/workflows/index.ts';
import { aSchool } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import { aStoredRecord } from '../support/stored-record.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { withUnreadable } from '../support/unreadable.ts';

const school = aSchool();

const folders: TemporaryFolder[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

async function aVault(): Promise<Vault> {
  const folder = temporaryFolder();
  folders.push(folder);
  return await openFileVault(folder.path('keys.json'));
}

const aKey = (vault: Vault) => vault.wrap('oakfield', randomBytes(32));

/** The same with another character at its end. */
const altered = (key: string) => key.slice(0, -3) + (key.endsWith('AAA') ? 'BBB' : 'AAA');

interface Kept {
  readonly key: string;
  readonly kind?: string;
}

/** A store with these records, the first of them the oldest. */
async function aStore(kept: readonly Kept[]): Promise<RecordStore> {
  const store = sqliteHere();
  for (const [index, one] of kept.entries()) {
    await store.create(aStoredRecord({ id: `C-${index}`, createdAt: `2026-03-02T09:0${index}:00.000Z`, ...one }));
  }
  return store;
}

function check(store: RecordStore, vault: Vault, told: string[] = []): Promise<void> {
  const failed = ({ record, code }: { readonly record: string; readonly code: string }) =>
    void told.push(`${record} ${code}`);
  return checkKeys({ store, vault, registry, schools: [school], failed });
}

describe('the keys are looked at when the service starts', () => {
  it('which goes on where the vault has them', async () => {
    const vault = await aVault();
    const told: string[] = [];
    await check(await aStore([{ key: await aKey(vault) }]), vault, told);
    expect(told).toEqual([]);
  });

  it('which goes on though the oldest record of a kind is damaged, and tells of it', async () => {
    const vault = await aVault();
    const told: string[] = [];
    const store = await aStore([{ key: altered(await aKey(vault)) }, { key: await aKey(vault) }]);
    await check(store, vault, told);
    expect(told).toEqual(['C-0 vault-wrap-altered']);
  });

  it('which goes on though the store cannot read the oldest records, and tells of them', async () => {
    const vault = await aVault();
    const store = await aStore([{ key: '' }, { key: '' }, { key: await aKey(vault) }]);
    const told: string[] = [];
    await check(withUnreadable(store, ['C-0', 'C-1']), vault, told);
    expect(told).toEqual(['C-0 store-corrupt', 'C-1 store-corrupt']);
  });

  it('which goes on where all of a kind are damaged and those of another open', async () => {
    const vault = await aVault();
    const bad = altered(await aKey(vault));
    const store = await aStore([{ key: bad }, { key: bad }, { key: await aKey(vault), kind: 'checkpoint' }]);
    await expect(check(store, vault)).resolves.toBeUndefined();
  });

  it('which goes on where the only record is damaged: that is one record, and no other vault', async () => {
    const vault = await aVault();
    await expect(check(await aStore([{ key: altered(await aKey(vault)) }]), vault)).resolves.toBeUndefined();
  });

  it('which stops where none of several opens: it is another vault', async () => {
    const vault = await aVault();
    const bad = altered(await aKey(vault));
    await expect(check(await aStore([{ key: bad }, { key: bad }]), vault)).rejects.toMatchObject({
      code: 'vault-wrap-altered',
    });
    const other = await aStore([{ key: bad }, { key: bad, kind: 'checkpoint' }]);
    await expect(check(other, vault)).rejects.toMatchObject({ code: 'vault-wrap-altered' });
  });

  it('which stops where the vault has not the key of a record, even beside others that open', async () => {
    const [vault, another] = [await aVault(), await aVault()];
    const store = await aStore([{ key: await aKey(another) }, { key: await aKey(vault) }]);
    await expect(check(store, vault)).rejects.toMatchObject({ code: 'vault-key-missing' });
  });

  it('which stops where the vault or the store is away', async () => {
    const vault = await aVault();
    const store = await aStore([{ key: await aKey(vault) }]);
    const away = (fault: Error) => async () => {
      throw fault;
    };
    const details = { code: 'away', whatToDo: 'Wait.' };
    const unwrap = away(new VaultFault('not there', details));
    await expect(check(store, { ...vault, unwrap })).rejects.toMatchObject({ code: 'away' });
    const query = away(new StoreFault('not there', details));
    await expect(check({ ...store, query }, vault)).rejects.toMatchObject({ code: 'away' });
  });
});

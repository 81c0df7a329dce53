import { existsSync } from 'node:fs';
import { checkKeys } from '../../application/check-keys.ts';
import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import { counted } from '../../application/doctor/words.ts';
import { type Fault, StoreFault, VaultFault } from '../../application/faults.ts';
import type { RecordStore, Vault } from '../../application/ports.ts';
import { waitAtMost } from '../../application/wait-at-most.ts';
import type { StorePlace, VaultPlace } from '../../config-places.ts';
import { type Instant, SECOND } from '../../domain/instant.ts';
import type { School } from '../../domain/school.ts';
import { openRecordStore, openVault, willBeChanged } from '../../open-records.ts';
import { registry } from '../../workflows/index.ts';
import { canWrite, kindAt } from './paths.ts';

/** The records and their keys, as far as they could be opened. */
export interface OpenedToLook {
  readonly findings: readonly Finding[];
  /** Present where both are open; nothing is made in either. */
  readonly records?: { readonly store: RecordStore; readonly vault: Vault };
  /** Another process has the store. */
  readonly isInUse: boolean;
  close(): Promise<void>;
}

/** A database that recovers after a power cut may take its time. */
const OPEN_WITHIN_MS = 30 * SECOND;

const nothingToClose = async () => undefined;

/** Opens the record store and the vault, where both are there; makes neither. Rejects with nothing. */
export async function openToLook(
  { store: place, vault: vaultPlace }: { readonly store: StorePlace; readonly vault: VaultPlace | undefined },
  schools: readonly School[],
): Promise<OpenedToLook> {
  const [ofStore, ofVault] = [findingsOf('store'), findingsOf('vault')];
  const refused = await refuseUnfit(place, vaultPlace);
  if (refused.length > 0) return { findings: refused, isInUse: false, close: nothingToClose };
  if (place.kind === 'sqlite' && !existsSync(place.path))
    return { findings: await notThereYet(place.path, vaultPlace), isInUse: false, close: nothingToClose };
  if (vaultPlace?.kind === 'file' && !existsSync(vaultPlace.path)) {
    const { path } = vaultPlace;
    const whatToDo =
      'Put the key file back from its backup before anything else. Without it nobody can read the records.';
    const missing = ofVault.wrong(`There are records, and the key file ${path} is not there.`, whatToDo);
    return { findings: [missing], isInUse: false, close: nothingToClose };
  }
  const unopened = place.kind === 'sqlite' ? await leftClosed(place.path) : [];
  if (unopened.length > 0) return { findings: unopened, isInUse: false, close: nothingToClose };
  let store: RecordStore;
  try {
    store = await waitAtMost(OPEN_WITHIN_MS, openRecordStore(place), storeSilent);
  } catch (error) {
    const isInUse = error instanceof StoreFault && error.code === 'store-in-use';
    return { findings: isInUse ? [] : [ofStore.fault(error)], isInUse, close: nothingToClose };
  }
  if (vaultPlace === undefined) return { findings: [], isInUse: false, close: () => store.close() };
  try {
    const vault = await openVault(vaultPlace, store);
    const close = async () => {
      vault.close();
      await store.close();
    };
    return { findings: await keysOf(store, vault, schools), records: { store, vault }, isInUse: false, close };
  } catch (error) {
    return { findings: [ofVault.fault(error)], isInUse: false, close: () => store.close() };
  }
}

/** Whether the keys are those of the records; a record that is damaged is counted, not named. */
async function keysOf(store: RecordStore, vault: Vault, schools: readonly School[]): Promise<readonly Finding[]> {
  const [ofStore, ofVault] = [findingsOf('store'), findingsOf('vault')];
  const damaged = new Set<string>();
  // A school that has no keys yet is given some by the service, not by who looks.
  const looking: Vault = { ...vault, token: async () => '' };
  const work = async () => {
    await checkKeys({ store, vault: looking, registry, schools, failed: ({ record }) => damaged.add(record) });
    return damaged.size === 0
      ? []
      : [
          ofStore.wrong(
            `${counted(damaged.size, 'record')} of those that were tried cannot be read.`,
            'Stop the service, keep a copy of the records as they are, and run "npx safeguarding verify".',
          ),
        ];
  };
  try {
    return await waitAtMost(OPEN_WITHIN_MS, work(), storeSilent);
  } catch (error) {
    return [(error instanceof VaultFault ? ofVault : ofStore).fault(error)];
  }
}

/** Where a folder stands for a file, or nobody can see what stands there, nothing is to be made or put back yet. */
async function refuseUnfit(place: StorePlace, vault: VaultPlace | undefined): Promise<readonly Finding[]> {
  const looks = [
    ...(place.kind === 'sqlite' ? [{ found: findingsOf('store'), name: 'STORE', path: place.path }] : []),
    ...(vault?.kind === 'file' ? [{ found: findingsOf('vault'), name: 'VAULT', path: vault.path }] : []),
  ];
  const all = await Promise.all(
    looks.map(async ({ found, name, path }) => {
      const kind = await kindAt(path);
      if (kind === 'folder')
        return [
          found.wrong(`${name} names ${path}, which is a folder.`, 'Put the path of the file there, with its name.'),
        ];
      if (kind !== 'unseen') return [];
      const whatToDo = 'Run the doctor as the account of the service, or let this account into that folder.';
      return [found.wrong(`This account cannot see ${path}, which ${name} names.`, whatToDo)];
    }),
  );
  return all.flat();
}

/** A database that opening would change is left for the service to open. */
async function leftClosed(path: string): Promise<readonly Finding[]> {
  const found = findingsOf('store');
  const change = await willBeChanged(path).catch(() => undefined);
  if (change === undefined) return [];
  return change === 'empty'
    ? [
        found.look(
          `The database ${path} is an empty file; the first start makes the records in it.`,
          'If there were records before, put them back from a backup before the service is started.',
        ),
      ]
    : [
        found.look(
          'The records are as an earlier version left them, and this look would change them. They were not opened.',
          'Look with the version that serves now. The first start of this one brings them up to date.',
        ),
      ];
}

/** Before the first start. */
async function notThereYet(database: string, vault: VaultPlace | undefined): Promise<readonly Finding[]> {
  const [ofStore, ofVault] = [findingsOf('store'), findingsOf('vault')];
  const whatToDo = 'Let the account of the service write that folder, or name another one.';
  const keys = vault?.kind === 'file' ? vault.path : undefined;
  return [
    (await canWrite(database))
      ? ofStore.well('There are no records yet; the first start makes the database.')
      : ofStore.wrong(`This account cannot make the database ${database}.`, whatToDo),
    ...(keys === undefined
      ? []
      : [
          (await canWrite(keys))
            ? ofVault.well(
                existsSync(keys) ? 'The key file is there.' : 'There are no keys yet; the first start makes them.',
              )
            : ofVault.wrong(`This account cannot make the key file ${keys}.`, whatToDo),
        ]),
  ];
}

/** Since when there are records of the school; undefined where there are none. */
export async function recordsSince(store: RecordStore, school: School): Promise<Instant | undefined> {
  const oldest = await Promise.all(
    [...registry.keys()].map(async (kind) => {
      const query = { school: school.id, kind, order: 'oldest-first', limit: 1, tolerant: true } as const;
      return (await store.query(query)).records.map(({ createdAt }) => createdAt);
    }),
  );
  return oldest.flat().sort()[0];
}

/** Whether any record of the school is there: until then the bot has met nobody of it. */
export async function hasRecords(store: RecordStore, school: School): Promise<boolean> {
  const { records } = await store.all({ school: school.id, limit: 1, tolerant: true });
  return records.length > 0;
}

function storeSilent(): Fault {
  return new StoreFault('the record store did not answer', {
    code: 'store-slow',
    whatToDo: 'Look at the way from this machine to the record store, and at its health.',
  });
}

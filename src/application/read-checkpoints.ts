import type { StoredRecord } from '../domain/record.ts';
import { checkpointName, openCheckpoint, type SealedCheckpoint, signerOf } from './checkpoint-seal.ts';
import { VaultFault } from './faults.ts';
import type { CheckpointShelf, RecordStore, Vault } from './ports.ts';

export interface ReadCheckpointsParts {
  readonly store: Pick<RecordStore, 'all'>;
  readonly vault: Pick<Vault, 'token' | 'unwrap'>;
  readonly shelf: Pick<CheckpointShelf, 'names' | 'read'>;
}

/** What the folder of checkpoints holds. */
export interface ReadCheckpoints {
  /** Those that can be relied on, the earliest first. */
  readonly sound: readonly SealedCheckpoint[];
  /** What is wrong with the others, as sentences for an administrator. */
  readonly findings: readonly string[];
}

/** How many records of a school are tried for one whose key opens. */
const TRIED = 20;

/**
 * Reads every checkpoint in the folder, and keeps apart those that are not what the service wrote. One that gives the
 * code `since` is relied on whoever signed it: somebody was given that very text. Makes no keys.
 */
export async function readCheckpoints(parts: ReadCheckpointsParts, since?: string): Promise<ReadCheckpoints> {
  const { store, shelf } = parts;
  const findings: string[] = [];
  const sound: SealedCheckpoint[] = [];
  const schools = new Map<string, string | undefined>();
  for (const name of [...(await shelf.names())].sort()) {
    const opened = openCheckpoint(await shelf.read(name));
    if (opened === undefined) {
      findings.push(`The file ${name} is no checkpoint as the service writes it: it was altered.`);
      continue;
    }
    const { checkpoint, code, isSigned } = opened;
    const { school, publicKey } = checkpoint;
    if (!schools.has(school)) schools.set(school, await publicKeyOf(parts, school));
    const own = schools.get(school);
    const isRenamed = checkpointName(checkpoint, code) !== name;
    const isForeign = own !== undefined && own !== publicKey;
    if (isRenamed) findings.push(`The file ${name} was altered or renamed: what stands in it gives the code ${code}.`);
    else if (!isSigned) findings.push(`The file ${name} was altered: its signature is not of what stands in it.`);
    else if (isForeign) findings.push(`The file ${name} was not signed by this service: its key is not the school's.`);
    if (code === since || (isSigned && !isForeign)) sound.push(opened);
  }
  for (const school of schools.keys())
    if ((await firstRecords(store, school)).length === 0)
      findings.push(`There are checkpoints of the school "${school}", and not one record of it is in the store.`);
  return { sound: sound.sort((one, other) => (one.checkpoint.at < other.checkpoint.at ? -1 : 1)), findings };
}

/** Undefined where no record of the school can be opened: asking the vault would then make new keys for it. */
async function publicKeyOf({ store, vault }: ReadCheckpointsParts, school: string): Promise<string | undefined> {
  for (const { key, entries } of await firstRecords(store, school)) {
    if (entries.length > 0 && (await opens(vault, school, key))) return (await signerOf(vault, school)).publicKey;
  }
  return undefined;
}

async function firstRecords(store: ReadCheckpointsParts['store'], school: string): Promise<readonly StoredRecord[]> {
  return (await store.all({ school, limit: TRIED, tolerant: true })).records;
}

async function opens(vault: ReadCheckpointsParts['vault'], school: string, key: string): Promise<boolean> {
  try {
    await vault.unwrap(school, key);
    return true;
  } catch (error) {
    if (error instanceof VaultFault && ['vault-wrap-altered', 'vault-key-missing'].includes(error.code)) return false;
    throw error;
  }
}

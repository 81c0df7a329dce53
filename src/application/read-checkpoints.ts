import { inPrint } from '../domain/in-print.ts';
import type { StoredRecord } from '../domain/record.ts';
import {
  type CheckpointHead,
  checkpointName,
  headOf,
  openCheckpoint,
  type SealedCheckpoint,
  signerOf,
} from './checkpoint-seal.ts';
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
  readonly sound: readonly CheckpointHead[];
  /** What is wrong with the others, as sentences for an administrator. */
  readonly findings: readonly string[];
}

/** How many records of a school are tried for one whose key opens. */
const TRIED = 20;

/**
 * Reads every checkpoint in the folder, and keeps apart those that are not what the service wrote. One that gives the
 * code `since` is relied on whoever signed it: somebody was given that very text. Makes no keys. `hold` is given those
 * that can be relied on, the earliest of each school first; nothing else keeps their lines.
 */
export async function readCheckpoints(
  parts: ReadCheckpointsParts,
  since?: string,
  hold: (of: SealedCheckpoint) => void = () => undefined,
): Promise<ReadCheckpoints> {
  const { store, shelf } = parts;
  const findings: string[] = [];
  const sound: CheckpointHead[] = [];
  const schools = new Map<string, string | undefined>();
  const names = [...(await shelf.names())].sort();
  // Several processes may each have left one of the same day, which their names do not put in order.
  for (const ofOneDay of Map.groupBy(names, dayOf).values()) {
    const opened: SealedCheckpoint[] = [];
    for (const name of ofOneDay) opened.push(...(await readOne(name)));
    for (const one of opened.sort(byTime)) {
      hold(one);
      sound.push(headOf(one));
    }
  }
  for (const school of schools.keys())
    if ((await firstRecords(store, school)).length === 0)
      findings.push(`There are checkpoints of the school "${school}", and not one record of it is in the store.`);
  return { sound: sound.sort(byTime), findings };

  async function readOne(file: string): Promise<readonly SealedCheckpoint[]> {
    const opened = openCheckpoint(await shelf.read(file));
    const name = file.split('.').map(inPrint).join('.');
    if (opened === undefined) {
      findings.push(`The file ${name} is no checkpoint as the service writes it: it was altered.`);
      return [];
    }
    const { checkpoint, code, isSigned } = opened;
    const { school, publicKey } = checkpoint;
    if (!schools.has(school)) schools.set(school, await publicKeyOf(parts, school));
    const own = schools.get(school);
    const isRenamed = checkpointName(checkpoint, code) !== file;
    const isForeign = own !== undefined && own !== publicKey;
    if (isRenamed) findings.push(`The file ${name} was altered or renamed: what stands in it gives the code ${code}.`);
    else if (!isSigned) findings.push(`The file ${name} was altered: its signature is not of what stands in it.`);
    else if (isForeign) findings.push(`The file ${name} was not signed by this service: its key is not the school's.`);
    return code === since || (isSigned && !isForeign) ? [opened] : [];
  }
}

/** All but the code and the ending. */
function dayOf(name: string): string {
  return name.slice(0, -'-7K3Q9-F2M8A-04TZX-R6WNC.txt'.length);
}

function byTime(one: CheckpointHead, other: CheckpointHead): number {
  return one.checkpoint.at < other.checkpoint.at ? -1 : 1;
}

/** Undefined where no record of the school can be opened: asking the vault would then make new keys for it. */
async function publicKeyOf({ store, vault }: ReadCheckpointsParts, school: string): Promise<string | undefined> {
  for (const { key, entries } of await firstRecords(store, school)) {
    if (entries.length > 0 && (await opens(vault, school, key))) return (await signerOf(vault, school)).publicKey;
  }
  return undefined;
}

/** With any other code, a vault cannot be used at all. */
const ofOneRecord: readonly string[] = ['vault-wrap-altered', 'vault-key-missing', 'vault-other-kind'];

async function firstRecords(store: ReadCheckpointsParts['store'], school: string): Promise<readonly StoredRecord[]> {
  return (await store.all({ school, limit: TRIED, tolerant: true })).records;
}

async function opens(vault: ReadCheckpointsParts['vault'], school: string, key: string): Promise<boolean> {
  try {
    await vault.unwrap(school, key);
    return true;
  } catch (error) {
    if (error instanceof VaultFault && ofOneRecord.includes(error.code)) return false;
    throw error;
  }
}

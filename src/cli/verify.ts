import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { Fault } from '../application/faults.ts';
import { createRecordSealer } from '../application/sealed-record.ts';
import { type VerificationSince, verifySince } from '../application/verify-checkpoints.ts';
import { type RecordsConfig, readRecordsConfig } from '../config.ts';
import { readCode } from '../domain/checkpoint-code.ts';
import { openRecordStore, openVault } from '../open-records.ts';
import { createCheckpointFolder } from '../store/checkpoints/checkpoint-folder.ts';
import { registry } from '../workflows/index.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { isWhole, verificationLines } from './verify-words.ts';

interface VerifyOptions {
  readonly store?: string;
  readonly vault?: string;
  readonly checkpoints?: string;
  readonly since?: string;
}

/** `safeguarding verify`: checks every record, and holds all of them against the checkpoints. */
export function addVerify(program: Command, terminal: Terminal): void {
  program
    .command('verify')
    .description('checks every record and names the first bad entry of each that was damaged')
    .option('--store <store>', 'where the records are, such as sqlite:PATH, in place of STORE')
    .option('--vault <vault>', 'where the keys are, such as file:PATH, in place of VAULT')
    .option('--checkpoints <folder>', 'where the checkpoints are, such as folder:PATH, in place of CHECKPOINTS')
    .option('--since <code>', 'a record code that somebody kept: shows what was changed or removed since')
    .action((options: VerifyOptions) => verify(options, terminal));
}

async function verify({ since, ...places }: VerifyOptions, { say, end }: Terminal): Promise<void> {
  const code = since === undefined ? undefined : readCode(since);
  if (since !== undefined && code === undefined) throw noCode();
  const { schools, isTryOut, ...records } = readRecordsConfig(places);
  if (isTryOut) say('STORE and VAULT are not set, so these are the records of the try-out.');
  const result = await verifyRecords(records, code);
  if (isOfOtherKeys(result)) throw otherKeys(records);
  for (const line of verificationLines(result, records.checkpoints.path)) say(line);
  if (code !== undefined && isWhole(result))
    say(`Nothing that stood there when ${code} was given was changed or removed.`);
  const unknown = [...result.schools.keys()].filter((id) => schools?.every((school) => school.id !== id) === true);
  for (const id of unknown)
    say(`Records of the school "${id}" are here, which SCHOOL_FILE does not name: nobody sees to them.`);
  if (!isWhole(result)) end(exitCodes.found);
}

async function verifyRecords(records: RecordsConfig, since: string | undefined): Promise<VerificationSince> {
  // Both would be made anew, and an empty store is a whole one.
  for (const place of [records.store, records.vault])
    if ('path' in place && !existsSync(place.path)) throw notThere(place.path);
  const store = await openRecordStore(records.store);
  try {
    const vault = await openVault(records.vault, store);
    const sealer = createRecordSealer({ vault, ids: { fresh: randomUUID, bytes: randomBytes } });
    const shelf = createCheckpointFolder(records.checkpoints.path);
    return await verifySince({ store, vault, sealer, registry, shelf }, since);
  } finally {
    await store.close();
  }
}

/** Then it is not the records that are damaged. */
function isOfOtherKeys({ checked, damaged }: VerificationSince): boolean {
  return checked > 0 && damaged.length === checked && damaged.every(({ code }) => code === 'vault-key-missing');
}

function otherKeys({ vault }: RecordsConfig): Fault {
  const where = vault.kind === 'file' ? `in ${vault.path}` : 'wrapped by the key that VAULT names';
  return new Fault(`No record was sealed with a key that is ${where}.`, {
    code: 'records-of-other-keys',
    whatToDo: 'Name the key file that belongs to these records in VAULT or --vault, or put it back from its backup.',
  });
}

function notThere(file: string): Fault {
  return new Fault(`${file} is not there.`, {
    code: 'records-missing',
    whatToDo: 'Correct STORE and VAULT, or the options --store and --vault. Nothing was made or changed.',
  });
}

function noCode(): Fault {
  return new Fault('What stands behind --since is no record code.', {
    code: 'code-unreadable',
    whatToDo: 'Give all twenty letters and digits, such as --since 7K3Q9-F2M8A-04TZX-R6WNC. Dashes may be left out.',
  });
}

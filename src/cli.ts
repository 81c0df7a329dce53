#!/usr/bin/env node
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { Fault, StoreFault } from './application/faults.ts';
import { createRecordSealer } from './application/sealed-record.ts';
import { type Damage, type Verification, verifyStore } from './application/verify.ts';
import { type RecordsConfig, readRecordsConfig } from './config.ts';
import { createSqliteRecordStore } from './store/sqlite/record-store.ts';
import { openFileVault } from './vault/file-vault.ts';
import { registry } from './workflows/index.ts';

// The commands for whoever looks after the service. They end with 0 when all is well, with 1 when something was found,
// and with 2 when they could not do their work, with what to do about it.

const FOUND = 1;
const NOT_DONE = 2;

interface VerifyOptions {
  readonly store?: string;
  readonly vault?: string;
}

async function verify(options: VerifyOptions): Promise<void> {
  const { schools, isTryOut, ...records } = readRecordsConfig(options);
  if (isTryOut) console.log('STORE and VAULT are not set, so these are the records of the try-out.');
  const result = await verifyRecords(records);
  if (isOfOtherKeys(result)) throw otherKeys(records.vault.path);
  for (const line of verificationLines(result)) console.log(line);
  const unknown = [...result.schools.keys()].filter((id) => schools?.every((school) => school.id !== id) === true);
  for (const id of unknown)
    console.log(`Records of the school "${id}" are here, which SCHOOL_FILE does not name: nobody sees to them.`);
  if (result.damaged.length > 0 || result.endedEarly !== undefined) process.exitCode = FOUND;
}

async function verifyRecords({ store: { path }, vault: { path: keys } }: RecordsConfig): Promise<Verification> {
  // Both would be made anew, and an empty store is a whole one.
  for (const file of [path, keys]) if (!existsSync(file)) throw notThere(file);
  const vault = await openFileVault(keys);
  const store = await createSqliteRecordStore({ path });
  try {
    const sealer = createRecordSealer({ vault, ids: { fresh: randomUUID, bytes: randomBytes } });
    return await verifyStore({ store, vault, sealer, registry });
  } finally {
    await store.close();
  }
}

function verificationLines({ checked, damaged, endedEarly }: Verification): readonly string[] {
  const count = checked === 1 ? '1 record was checked' : `${checked} records were checked`;
  if (damaged.length === 0 && endedEarly === undefined) return [`${count}. Every one is as it was written.`];
  return [
    ...damaged.map(damageLine),
    ...(endedEarly === undefined
      ? []
      : [`Not all could be checked: ${endedEarly}. What stands behind that record was not.`]),
    `${count}, and ${damaged.length} of them ${damaged.length === 1 ? 'is' : 'are'} damaged.`,
    'Keep a copy of the records as they are, and restore these from the last good backup.',
  ];
}

function damageLine({ school, reference, entry, what }: Damage): string {
  const where = entry === undefined ? '' : `first bad entry ${entry}: `;
  return `DAMAGED ${reference} (${school}): ${where}${what}`;
}

/** Then it is not the records that are damaged. */
function isOfOtherKeys({ checked, damaged }: Verification): boolean {
  return checked > 0 && damaged.length === checked && damaged.every(({ code }) => code === 'vault-key-missing');
}

function otherKeys(file: string): Fault {
  return new Fault(`No record was sealed with a key that is in ${file}.`, {
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

/** What happens most: the service runs. */
const inUse = `Not done: another process has the record store open, most likely the service.
Stop the service, run this again, and start the service anew. Or restore last night's backup to another
folder, and check that with --store and --vault while the service runs.`;

/** What could not be done, and what to do now. */
function explain(error: unknown): string {
  if (!(error instanceof Fault)) return unforeseen(error);
  if (error instanceof StoreFault && error.code === 'store-in-use') return inUse;
  return `Not done: ${error.message}\n${error.whatToDo}`;
}

/** Where it happened, but not the text of the error, which may quote a record. */
function unforeseen(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line)) : [];
  const name = error instanceof Error ? error.name : typeof error;
  return [`Not done, for a reason that nobody foresaw (${name}). Please report these lines:`, ...frames].join('\n');
}

async function main(): Promise<void> {
  const program = new Command('safeguarding')
    .description('Looks after the records of safeguarding-bot')
    .exitOverride()
    .showHelpAfterError();
  program
    .command('verify')
    .description('checks every record and names the first bad entry of each that was damaged')
    .option('--store <store>', 'where the records are, such as sqlite:PATH, in place of STORE')
    .option('--vault <vault>', 'where the keys are, such as file:PATH, in place of VAULT')
    .action(verify);
  await program.parseAsync();
}

main().catch((error: unknown) => {
  // Help was asked for and given, or commander has said what it does not understand.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : NOT_DONE;
  else {
    console.error(explain(error));
    process.exitCode = NOT_DONE;
  }
});

import type { Command } from 'commander';
import { Fault } from '../application/faults.ts';
import type { RecordStore } from '../application/ports.ts';
import { type VerificationSince, verifySince } from '../application/verify-checkpoints.ts';
import { type RecordsConfig, readRecordsConfig } from '../config.ts';
import { readCode } from '../domain/checkpoint-code.ts';
import { inPrint } from '../domain/in-print.ts';
import { SCHOOL_KEYS_KIND } from '../domain/record.ts';
import { createCheckpointFolder } from '../store/checkpoints/checkpoint-folder.ts';
import { registry } from '../workflows/index.ts';
import { withRecords } from './opened-records.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { isWhole, verificationLines } from './verify-words.ts';

type VaultKind = RecordsConfig['vault']['kind'];

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
  for (const line of verificationLines(result, records.checkpoints.path)) say(line);
  if (code !== undefined && isWhole(result))
    say(`Nothing that stood there when ${code} was given was changed or removed.`);
  const unknown = [...result.schools.keys()].filter((id) => schools?.every((school) => school.id !== id) === true);
  for (const id of unknown)
    say(`Records of the school "${inPrint(id)}" are here, which SCHOOL_FILE does not name: nobody sees to them.`);
  if (!isWhole(result)) end(exitCodes.found);
}

/** Checks every record of a store that is there, and holds all of them against the checkpoints beside it. */
export async function verifyRecords(records: RecordsConfig, since?: string): Promise<VerificationSince> {
  return await withRecords(records, async ({ store, vault, sealer }) => {
    const shelf = createCheckpointFolder(records.checkpoints.path);
    const result = await verifySince({ store, vault, sealer, registry, shelf }, since);
    if (await isOfOtherKeys(store, result)) throw otherKeys(records, result);
    return result;
  });
}

/** Then it is not the records that are damaged. What holds a school's own keys is opened by no vault. */
async function isOfOtherKeys(
  store: Pick<RecordStore, 'get'>,
  { checked, damaged, schools }: VerificationSince,
): Promise<boolean> {
  if (damaged.length === 0 || !damaged.every(({ code }) => code !== undefined && ofOtherKeys.includes(code)))
    return false;
  const keys = await Promise.all([...schools.keys()].map((school) => store.get(school, SCHOOL_KEYS_KIND)));
  return damaged.length + keys.filter((found) => found !== undefined).length === checked;
}

const ofOtherKeys: readonly string[] = ['vault-key-missing', 'vault-other-kind'];

const findTheKeys: Record<VaultKind, string> = {
  file: 'Name the key file that belongs to these records in VAULT or --vault, or put it back from its backup.',
  keyvault:
    'Name the key of Key Vault that these records were sealed with in VAULT or --vault, or restore the records ' +
    '"school-keys" from the last good backup.',
};

const NO_WAY = 'In this version there is no way from one kind of vault to the other.';

const nameTheOther: Record<VaultKind, string> = {
  file: `Name the key of Key Vault that they were sealed with in VAULT or --vault, as keyvault:ADDRESS. ${NO_WAY}`,
  keyvault: `Name the key file that they were sealed with in VAULT or --vault, as file:PATH. ${NO_WAY}`,
};

function otherKeys({ vault }: RecordsConfig, { damaged }: VerificationSince): Fault {
  const where = vault.kind === 'file' ? `in ${vault.path}` : 'wrapped by the key that VAULT names';
  const isOtherKind = damaged.some(({ code }) => code === 'vault-other-kind');
  return new Fault(`No record was sealed with a key that is ${where}.`, {
    code: 'records-of-other-keys',
    whatToDo: isOtherKind ? nameTheOther[vault.kind] : findTheKeys[vault.kind],
  });
}

function noCode(): Fault {
  return new Fault('What stands behind --since is no record code.', {
    code: 'code-unreadable',
    whatToDo: 'Give all twenty letters and digits, such as --since 7K3Q9-F2M8A-04TZX-R6WNC. Dashes may be left out.',
  });
}

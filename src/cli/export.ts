import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Fault, isDamage } from '../application/faults.ts';
import { readRecordsConfig } from '../config.ts';
import { csvOf } from '../domain/csv.ts';
import { inPrint } from '../domain/in-print.ts';
import { parseReference } from '../domain/reference.ts';
import { acknowledgement } from '../workflows/acknowledgement/index.ts';
import {
  isAsSigned,
  type Registered,
  registerRows,
  signedWordings,
  standings,
  wordingsText,
} from './acknowledgement-register.ts';
import { type OpenedRecords, withRecords } from './opened-records.ts';
import { exitCodes, type Terminal } from './terminal.ts';

interface ExportOptions {
  readonly policy?: string;
  readonly all?: true;
  readonly to: string;
  readonly wordings?: string;
  readonly school?: string;
  readonly store?: string;
  readonly vault?: string;
  readonly checkpoints?: string;
}

/** What was found of what is to be exported. */
interface Found {
  readonly registered: readonly Registered[];
  /** Records that cannot be read, by school and reference. */
  readonly damaged: readonly { readonly school: string; readonly id: string }[];
}

/** How many records are read at a time. */
const PAGE = 200;

/** `safeguarding export`: writes what the records hold into files that people can keep and read. */
export function addExport(program: Command, terminal: Terminal): void {
  program
    .command('export')
    .description('writes what the records hold into a file')
    .command('acknowledgements')
    .description('writes the register of acknowledgements as a table (CSV): who was asked, who has signed, and what')
    .option('--policy <reference>', 'of one policy, such as P-7K3Q9F')
    .option('--all', 'of every policy')
    .requiredOption('--to <file>', 'the file to write; it must not be there yet')
    .option('--wordings <file>', 'a second file with every wording that somebody said yes to, as it was shown')
    .option('--school <id>', 'of this school alone')
    .option('--store <store>', 'where the records are, such as sqlite:PATH, in place of STORE')
    .option('--vault <vault>', 'where the keys are, such as file:PATH, in place of VAULT')
    .option('--checkpoints <folder>', 'where the checkpoints are, such as folder:PATH, in place of CHECKPOINTS')
    .action((options: ExportOptions) => exportAcknowledgements(options, terminal));
}

async function exportAcknowledgements(options: ExportOptions, { say, end }: Terminal): Promise<void> {
  const { to, wordings, school } = options;
  const policy = policyOf(options);
  const files = [to, ...(wordings === undefined ? [] : [wordings])].map((file) => resolve(file));
  if (new Set(files).size < files.length) throw sameFile();
  for (const file of files) if (existsSync(file)) throw isThere(file);
  const { isTryOut, ...records } = readRecordsConfig(options);
  if (isTryOut) say('STORE and VAULT are not set, so these are the records of the try-out.');
  const { registered, damaged } = await withRecords(records, (opened) => find(opened, { policy, school }));
  if (registered.length + damaged.length === 0) throw nothingThere(policy);
  for (const { school: of, id } of damaged)
    say(`DAMAGED ${inPrint(id)} (${inPrint(of)}): it cannot be read, and is not in the file.`);
  const altered = registered.filter((one) => !isAsSigned(one));
  for (const { reference, school: of } of altered)
    say(`DAMAGED ${inPrint(reference)} (${inPrint(of)}): its wording is not the one that its SHA-256 was made of.`);
  write(to, csvOf(registerRows(registered)));
  for (const line of saidWritten(registered, to)) say(line);
  if (wordings !== undefined) {
    const signed = signedWordings(registered);
    write(wordings, wordingsText(signed));
    say(`${counted(signed.size, 'wording')} as signed: ${wordings}`);
  }
  if (damaged.length + altered.length > 0) end(exitCodes.found);
}

/** Every acknowledgement that is meant. One that cannot be read does not keep the others from being written. */
async function find(
  { store, sealer }: OpenedRecords,
  { policy, school }: { readonly policy: string | undefined; readonly school: string | undefined },
): Promise<Found> {
  const registered: Registered[] = [];
  const damaged: { school: string; id: string }[] = [];
  let after: string | undefined;
  do {
    const page = await store.all({ limit: PAGE, tolerant: true, after, school });
    // Of what kind these were nobody can say.
    damaged.push(...(page.unreadable ?? []));
    for (const record of page.records.filter(({ kind }) => kind === acknowledgement.id)) {
      try {
        const state = await sealer.openState(acknowledgement, record);
        if (state.status === 'none' || (policy !== undefined && state.file.policy !== policy)) continue;
        registered.push({ school: record.school, reference: record.id, state });
      } catch (error) {
        if (!isDamage(error)) throw error;
        damaged.push({ school: record.school, id: record.id });
      }
    }
    after = page.next;
  } while (after !== undefined);
  return { registered, damaged };
}

function policyOf({ policy, all }: ExportOptions): string | undefined {
  if ((policy === undefined) === (all === undefined)) throw oneOfBoth();
  const reference = policy === undefined ? undefined : parseReference(policy);
  if (policy !== undefined && reference?.startsWith('P-') !== true) throw noPolicy();
  return reference;
}

function saidWritten(registered: readonly Registered[], to: string): readonly string[] {
  const policies = new Set(registered.map(({ school, state }) => `${school} ${state.file.policy}`)).size;
  const parts = Object.entries(standings).flatMap(([status, words]) => {
    const count = registered.filter(({ state }) => state.status === status).length;
    return count === 0 ? [] : [`${count.toLocaleString('en-GB')} ${words}`];
  });
  return [
    `${counted(registered.length, 'acknowledgement')} of ${counted(policies, 'policy', 'policies')}: ${parts.join(', ')}.`,
    `Written to ${to}, for your own account alone to read. It names people: keep it where the staff files are.`,
  ];
}

/** Whoever else uses this machine does not read it. Never in place of a file that is there. */
function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') throw isThere(file);
    throw new Fault(`${file} could not be written.`, {
      code: 'export-not-written',
      whatToDo: 'Name a file in a folder that is there and that you may write in.',
      cause: error,
    });
  }
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`;
}

function isThere(file: string): Fault {
  return new Fault(`${file} is there already.`, {
    code: 'export-file-there',
    whatToDo: 'Name another file. Nothing was written over.',
  });
}

function sameFile(): Fault {
  return new Fault('--to and --wordings name the same file.', {
    code: 'export-same-file',
    whatToDo: 'Name another one in --wordings. Nothing was written.',
  });
}

function oneOfBoth(): Fault {
  return new Fault('It is not said what to export.', {
    code: 'export-of-what',
    whatToDo: 'Put either --policy with a reference, or --all. Nothing was written.',
  });
}

function noPolicy(): Fault {
  return new Fault('What stands behind --policy is no reference of a policy.', {
    code: 'export-no-policy',
    whatToDo: 'Put it as the register has it, such as --policy P-7K3Q9F. Nothing was written.',
  });
}

function nothingThere(policy: string | undefined): Fault {
  return new Fault(
    policy === undefined
      ? 'No acknowledgement is in these records.'
      : `No acknowledgement of ${policy} is in these records.`,
    {
      code: 'export-nothing',
      whatToDo: 'Look whether STORE, --school and --policy are the ones that are meant. Nothing was written.',
    },
  );
}

import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { type CopyOutcome, type CopyProblem, type CopyStep, copyRecords } from '../application/copy-records.ts';
import { Fault, StoreFault } from '../application/faults.ts';
import { readStoreConfig } from '../config.ts';
import { type OpenedRecordStore, openRecordStore } from '../open-records.ts';
import { exitCodes, type Terminal } from './terminal.ts';

interface CopyOptions {
  readonly from: string;
  readonly to: string;
  readonly school?: string;
}

type Place = ReturnType<typeof readStoreConfig>;

/** `safeguarding copy`: moves records from one store to another. */
export function addCopy(program: Command, terminal: Terminal): void {
  program
    .command('copy')
    .description('copies every record from one store to another, and reads each back; the service must be stopped')
    .requiredOption('--from <store>', 'where the records are, such as sqlite:PATH; COSMOS_KEY holds for both')
    .requiredOption('--to <store>', 'where they are to be, such as cosmos:ENDPOINT/DATABASE')
    .option('--school <id>', 'only the records of this school')
    .action((options: CopyOptions) => copy(options, terminal));
}

async function copy({ from, to, school }: CopyOptions, { say, end }: Terminal): Promise<void> {
  const places = { from: readStoreConfig('--from', from), to: readStoreConfig('--to', to) };
  if (isSame(places.from, places.to)) throw sameStore();
  // It would be made anew.
  if (places.from.kind === 'sqlite' && !existsSync(places.from.path)) throw notThere(places.from.path);
  const source = await opened('--from', places.from);
  let target: OpenedRecordStore | undefined;
  try {
    const openTarget = async () => (target = await opened('--to', places.to));
    const progress = ({ step, count }: { readonly step: CopyStep; readonly count: number }) =>
      say(`${counted(count)} ${stepWords[step]}`);
    const ids = { fresh: randomUUID };
    const outcome = await copyRecords({ from: source, openTarget, school, ids, pause, progress });
    for (const line of linesOf(outcome)) say(line);
    if (outcome.kind === 'refused') end(exitCodes.found);
  } finally {
    await target?.close();
    await source.close();
  }
}

const stepWords: Record<CopyStep, string> = {
  checked: 'checked.',
  compared: 'compared with what is there already.',
  written: 'copied, or there already.',
  'read-back': 'read back.',
};

function linesOf(outcome: CopyOutcome): readonly string[] {
  if (outcome.kind === 'refused')
    return [
      ...outcome.problems.map(problemLine),
      outcome.when === 'before'
        ? 'Nothing was copied. Put right what is named, or name an empty store in --to.'
        : 'These are not in --to as they are in --from. Do not use that store: name an empty one, and copy again.',
    ];
  const { schools, written, already, keys } = outcome;
  return [
    ...[...schools].map(([school, count]) => `${school}: ${counted(count)}`),
    `${counted(written)} copied, ${already === 0 ? 'none' : counted(already)} there before. Every one was read back.`,
    `${keys === 0 ? 'The keys were not copied' : WRAPPED}: start the service with the new STORE and the same VAULT as before.`,
    'Of each record its history was checked. "npx safeguarding verify" checks the rest, with the keys: run it on the',
    'new store, and keep the old one until it has passed.',
  ];
}

const WRAPPED = 'The keys of the schools were copied too, wrapped by Key Vault';

const problemWords: Record<CopyProblem['why'], string> = {
  damaged: 'is not as it was written',
  unreadable: 'cannot be read in --from',
  'unreadable-there': 'is in --to, and cannot be read there',
  differs: 'is another one in --to',
  'only-there': 'is in --to, and not in --from',
};

function problemLine({ school, reference, why, entry }: CopyProblem): string {
  const where = entry === undefined ? '' : `, first bad entry ${entry}`;
  return `${reference} (${school}) ${problemWords[why]}${where}.`;
}

function counted(count: number): string {
  return count === 1 ? '1 record' : `${count.toLocaleString('en-GB')} records`;
}

/** Opens a store, saying of which of the two it was when it cannot be had. */
async function opened(option: string, place: Place) {
  try {
    return await openRecordStore(place);
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
    const { message, code, whatToDo } = error;
    // The words for one that is in use are about a command with one store.
    throw new Fault(`${option}: ${message}`, { code, whatToDo, cause: error });
  }
}

function isSame(one: Place, other: Place): boolean {
  return nameOf(one) === nameOf(other);
}

function nameOf(place: Place): string {
  if (place.kind === 'cosmos') return `${new URL(place.endpoint).origin}/${place.database}`;
  return existsSync(place.path) ? realpathSync(place.path) : place.path;
}

function sameStore(): Fault {
  return new Fault('--from and --to name the same store.', {
    code: 'copy-same-store',
    whatToDo: 'Name another one in --to. Nothing was made or changed.',
  });
}

function notThere(file: string): Fault {
  return new Fault(`${file} is not there.`, {
    code: 'records-missing',
    whatToDo: 'Correct --from. Nothing was made or changed.',
  });
}

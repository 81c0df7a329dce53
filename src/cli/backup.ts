import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { readPlaces } from '../config.ts';
import { sizeInMb } from './backup/backup-note.ts';
import { saidMoment } from './backup/backup-words.ts';
import { type BackupMade, makeBackup } from './backup/make-backup.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { verificationLines } from './verify-words.ts';

interface BackupOptions {
  readonly to: string;
  readonly keysTo?: string;
  readonly keep?: number;
}

/** `safeguarding backup`: copies the records of a small machine to a folder, and looks at the copy. */
export function addBackup(program: Command, terminal: Terminal): void {
  program
    .command('backup')
    .description(
      'copies the records of a small machine to a folder, and looks at the copy; the service must be stopped',
    )
    .requiredOption('--to <folder>', 'the folder of the backups, best on another disk; each gets a folder in it')
    .option('--keys-to <folder>', 'another folder, apart from the backups, for a copy of the key file')
    .option('--keep <number>', 'how many backups stay; older ones are removed when this one is whole', readCount)
    .action((options: BackupOptions) => backup(options, terminal));
}

async function backup({ to, keysTo, keep }: BackupOptions, { say, end }: Terminal): Promise<void> {
  const started = performance.now();
  const made = await makeBackup({
    places: readPlaces(),
    to: resolve(to),
    ...(keysTo === undefined ? {} : { keysTo: resolve(keysTo) }),
    ...(keep === undefined ? {} : { keep }),
    version: packageJson.version,
    now: () => new Date().toISOString(),
  });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  for (const line of verificationLines(made.verification, 'the backup')) say(line);
  const size = (await sizeInMb(made.folder)).toFixed(1);
  say(`Backed up to ${made.folder}: ${size} MB in ${seconds} seconds, as of ${saidMoment(made.note.at)}.`);
  for (const line of furtherLines(made, keep)) say(line);
  if (!made.note.isWhole) end(exitCodes.found);
}

function furtherLines({ note, keys, removed }: BackupMade, keep: number | undefined): readonly string[] {
  return [
    ...(keys === undefined ? [] : [`The key file is in ${keys.file}${keys.isNew ? '' : ' already'}.`]),
    ...(keys === undefined && note.keysSha256 !== undefined ? [NO_KEYS] : []),
    ...(removed.length === 0 ? [] : [`Removed: ${removed.join(', ')}.`]),
    ...(note.isWhole || keep === undefined ? [] : ['No older backup was removed, for what was found.']),
  ];
}

const NO_KEYS =
  'The keys are not in it, and nobody can read its records without them: keep a copy of the key file elsewhere.';

function readCount(value: string): number {
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Put a number of backups, 1 or more.');
}

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readPlaces } from '../config.ts';
import { inPrint } from '../domain/in-print.ts';
import { saidMoment } from './backup/backup-words.ts';
import { type Restored, restoreBackup } from './backup/restore-backup.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { isWhole, verificationLines } from './verify-words.ts';

interface RestoreOptions {
  readonly from: string;
  readonly keysFrom?: string;
}

/** `safeguarding restore`: puts a backup where nothing stands, and checks it. */
export function addRestore(program: Command, terminal: Terminal): void {
  program
    .command('restore')
    .description(
      'puts a backup where STORE, VAULT, CHECKPOINTS and SCHOOL_FILE say, if nothing stands there, and checks it',
    )
    .requiredOption(
      '--from <folder>',
      'the folder of the backups, for the newest, or one of them, FOLDER/2026-11-23T02-30-00Z',
    )
    .option('--keys-from <folder>', 'the folder with the copy of the key file, where VAULT names none that is there')
    .action((options: RestoreOptions) => restore(options, terminal));
}

async function restore({ from, keysFrom }: RestoreOptions, { say, end }: Terminal): Promise<void> {
  const places = readPlaces();
  const restored = await restoreBackup({
    places,
    from: resolve(from),
    now: new Date().toISOString(),
    ...(keysFrom === undefined ? {} : { keysFrom: resolve(keysFrom) }),
  });
  for (const line of verificationLines(restored.verification, places.checkpoints.path)) say(line);
  if (restored.backup.folder !== resolve(from)) say(`The newest backup there was taken: ${restored.backup.folder}.`);
  for (const line of furtherLines(restored)) say(line);
  if (!isWhole(restored.verification)) end(exitCodes.found);
}

function furtherLines({ backup, newerCheckpoints }: Restored): readonly string[] {
  const { at, records } = backup.note;
  const count = Object.values(records).reduce((sum, one) => sum + one, 0);
  const said = count === 1 ? '1 record' : `${count.toLocaleString('en-GB')} records`;
  return [
    `Restored ${said} as of ${saidMoment(at)}. What was recorded after that is not here.`,
    ...(newerCheckpoints.length === 0
      ? []
      : [OF_LOST_DAYS, ...newerCheckpoints.map((name) => `  ${name.split('.').map(inPrint).join('.')}`)]),
    'The school file is that of the backup, and nothing seals it: look who holds which role before the service is started.',
    'Before the service is started: say to the DSL and to the online-safety governor from when the records are.',
  ];
}

const OF_LOST_DAYS =
  'These checkpoints stood here and are not in the backup. Their codes do not hold any more: say so, and move them away.';

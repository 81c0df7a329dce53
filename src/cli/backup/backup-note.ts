import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

// What a backup says of itself. Its folder has the note last of all, and its own name only when all of it is on the disk.

/** The note that a whole backup holds. */
export const NOTE = 'backup.json';

/** Where the parts of a backup stand in its folder. */
export const parts = { database: 'records.db', checkpoints: 'checkpoints', schools: 'school' } as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Names that lead to nowhere but into the folder of the backup. */
const ownPath = z.string().regex(/^(records\.db|(checkpoints|school)\/(?!\.{1,2}$)[^/\\\p{Cc}]+)$/u);

const keptFile = z.strictObject({ path: ownPath, bytes: z.number().int().nonnegative(), sha256 });

const backupNote = z.strictObject({
  format: z.literal('safeguarding-bot/backup/1'),
  /** When the records were copied. */
  at: z.iso.datetime(),
  /** The version of the service that made it. */
  version: z.string(),
  /** How many records each school has in it. */
  records: z.record(z.string(), z.number().int().nonnegative()),
  /** Whether every record was as it was written. */
  isWhole: z.boolean(),
  /** The newest record code of each school. */
  newestCodes: z.record(z.string(), z.string()),
  /** Whether SCHOOL_FILE named a file or a folder. */
  schoolFile: z.enum(['file', 'folder']),
  /** Of the key file, which is not in it; absent where the keys are in Key Vault. Tells a key file, and opens nothing. */
  keysSha256: sha256.optional(),
  /** Which keys its records are sealed with: whose backup it is. Empty where no school has any yet. */
  keyIds: z.array(z.string()).readonly(),
  files: z.array(keptFile).refine((files) => new Set(files.map(({ path }) => path)).size === files.length),
});

/** What stands in a backup, and when it was made. */
export type BackupNote = z.infer<typeof backupNote>;

/** A file of a backup. */
export type KeptFile = z.infer<typeof keptFile>;

/** A backup in its folder. */
export interface Backup {
  readonly folder: string;
  readonly note: BackupNote;
}

/** How a folder with a backup is called: the time in UTC, such as `2026-11-23T02-30-00Z`. */
export const FOLDER_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/;

/** The name of the folder of a backup that was made at this time. */
export function folderNameOf(at: string): string {
  return `${at.slice(0, 'YYYY-MM-DDThh:mm:ss'.length).replaceAll(':', '-')}Z`;
}

/** The backup in a folder; undefined where its note is not there, or is not one. Looks at no other file. */
export async function readBackup(folder: string): Promise<Backup | undefined> {
  const text = await readFile(join(folder, NOTE), 'utf8').catch(() => undefined);
  const parsed = backupNote.safeParse(parseJson(text ?? ''));
  return parsed.success ? { folder, note: parsed.data } : undefined;
}

/** The backups in a folder of them, the newest first. What is no backup by its name and its note is passed over. */
export async function backupsIn(folder: string): Promise<readonly Backup[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((one) => one.isDirectory() && FOLDER_NAME.test(one.name))
    .map(({ name }) => name);
  const found = await Promise.all(names.map((name) => readBackup(join(folder, name))));
  return found
    .filter((one) => one !== undefined)
    .filter((one) => one.folder.endsWith(folderNameOf(one.note.at)))
    .toSorted((one, other) => (one.note.at < other.note.at ? 1 : -1));
}

/** How much a backup takes, in megabytes. */
export async function sizeInMb(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((one) => one.isFile()).map((one) => stat(join(one.parentPath, one.name)));
  return (await Promise.all(files)).reduce((sum, { size }) => sum + size, 0) / 1e6;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

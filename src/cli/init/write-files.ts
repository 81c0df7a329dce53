import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../application/faults.ts';
import type { Chat } from '../../domain/chats.ts';
import { readSchools } from '../../school-files.ts';
import { registry } from '../../workflows/index.ts';

/** What `init` writes into a folder. */
export const fileNames = { school: 'school.yaml', environment: 'safeguarding.env' } as const;

/** Refuses a folder in which either file stands. Throws a `Fault`. */
export function refuseExisting(folder: string): void {
  const there = Object.values(fileNames).filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  // Not beside them under another name: SCHOOL_FILE may name the folder, and every .yaml in it is then a school.
  throw new Fault(`In ${folder} there is a ${there.join(' and a ')} already, and neither is ever written over.`, {
    code: 'init-exists',
    whatToDo: 'Change what is there by hand, or put --to and another folder. Nothing was written.',
  });
}

/**
 * Writes both files, or neither: each is whole before it has its name, and the school file was read as the service reads
 * it. Throws a `Fault`.
 */
export function writeFiles(
  folder: string,
  { school, environment }: Readonly<Record<keyof typeof fileNames, string>>,
  chats: readonly Chat[],
): void {
  let made: string | undefined;
  const parts = { school: join(folder, '.school.part'), environment: join(folder, '.safeguarding.part') };
  try {
    made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    removeParts(Object.values(parts));
    // The account of the service may be another one, of the same group.
    writeFileSync(parts.school, school, { flag: 'wx', mode: 0o640 });
    refuseInvalid(parts.school, chats);
    writeFileSync(parts.environment, environment, { flag: 'wx', mode: 0o600 });
    refuseExisting(folder);
    renameSync(parts.environment, join(folder, fileNames.environment));
    renameSync(parts.school, join(folder, fileNames.school));
  } catch (error) {
    // Only what was made here, a moment ago.
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    else removeParts(Object.values(parts));
    throw error instanceof Fault ? error : unwritable(folder, error);
  }
}

/** Where the folder is a file, there are none. */
function removeParts(parts: readonly string[]): void {
  for (const part of parts) if (existsSync(part)) rmSync(part);
}

function refuseInvalid(file: string, chats: readonly Chat[]): void {
  const { problems } = readSchools(file, { served: chats, registry });
  if (problems.length === 0) return;
  const lines = problems.map(({ place, words }) => `\n  ${place.replace(file, fileNames.school)}: ${words}`);
  throw new Fault(`These answers make no school file that the service would take:${lines.join('')}`, {
    code: 'init-not-valid',
    whatToDo: 'Answer these anew. Nothing was written.',
  });
}

function unwritable(folder: string, cause: unknown): Fault {
  return new Fault(`In ${folder} nothing can be written.`, {
    code: 'init-unwritable',
    whatToDo: 'Put --to and a folder that this account may write to.',
    cause,
  });
}

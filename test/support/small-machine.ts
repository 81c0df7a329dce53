import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkpointName, sealCheckpoint, signerOf } from '../../src/application/checkpoint-seal.ts';
import { createRecordSealer } from '../../src/application/sealed-record.ts';
import { lineOf } from '../../src/domain/checkpoint.ts';
import { theClock } from '../../src/domain/people.ts';
import { createCheckpointFolder } from '../../src/store/checkpoints/checkpoint-folder.ts';
import { createSqliteRecordStore } from '../../src/store/sqlite/record-store.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import { address } from '../../src/workflows/address/index.ts';
import { runHere } from './command-here.ts';
import { compiledCode } from './compiled-code.ts';

/** The program of the commands. */
export const PROGRAM = resolve('src/cli.ts');

/** Stands in every record, and must be seen nowhere. */
export const MARKER = 'MARKER-conversation';

/** What a command said, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The records, keys, checkpoints and school file of a small machine, all in one folder, with no service on them. */
export function aSmallMachine(home: string) {
  const database = join(home, 'data', 'records.db');
  const keys = join(home, 'keys', 'keys.json');
  const checkpoints = join(home, 'keys', 'checkpoints');
  const schoolFile = join(home, 'school.yaml');
  const variables = {
    STORE: `sqlite:${database}`,
    VAULT: `file:${keys}`,
    CHECKPOINTS: `folder:${checkpoints}`,
    SCHOOL_FILE: schoolFile,
  };
  mkdirSync(home, { recursive: true });

  return {
    home,
    database,
    keys,
    checkpoints,
    schoolFile,
    variables,
    /** Makes sealed records, and a school file. */
    async fill(ids: readonly string[], school = 'oakfield'): Promise<void> {
      copyFileSync('config/oakfield.yaml', schoolFile);
      const store = await createSqliteRecordStore({ path: database });
      const vault = await openFileVault(keys);
      const sealer = createRecordSealer({ vault, ids: { fresh: randomUUID, bytes: randomBytes } });
      for (const id of ids) {
        const at = '2026-11-23T09:00:00.000Z';
        const begun = await sealer.begin(address, { school, id, at });
        const learnt = {
          type: 'AddressLearnt' as const,
          who: 'person:a.osei@oakfield.example',
          channel: 'teams',
          reach: { conversation: MARKER },
        };
        const of = { of: [learnt], by: theClock, command: randomUUID() };
        const { stored } = await sealer.change(address, begun, { at, events: of });
        await store.create(stored);
      }
      await store.close();
    },
    /** Takes the checkpoint of a day, as the service does. Gives its code. */
    async takeCheckpoint(date: string, previous?: string, school = 'oakfield'): Promise<string> {
      const signer = await signerOf(await openFileVault(keys), school);
      const store = await createSqliteRecordStore({ path: database });
      const { records } = await store.all({ school, limit: 500 });
      await store.close();
      const lines = records.map(lineOf);
      const of = { school, date, at: `${date}T16:00:00.000Z`, previous, publicKey: signer.publicKey, lines };
      const { text, code } = sealCheckpoint(of, signer);
      await createCheckpointFolder(checkpoints).keep(checkpointName(of, code), text);
      return code;
    },
    async references(): Promise<readonly string[]> {
      const store = await createSqliteRecordStore({ path: database });
      const { records } = await store.all({ limit: 500 });
      await store.close();
      return records.map(({ id }) => id).toSorted();
    },
    /** Runs a command with the variables of this machine. */
    async run(words: readonly string[], others: Readonly<Record<string, string>> = {}, uid?: number): Promise<Ended> {
      const all = { ...variables, ...others };
      if (uid === undefined) return await runHere(words, all, home);
      return await runProgram([process.execPath, PROGRAM, ...words], all, { cwd: home, uid });
    },
  };
}

export type SmallMachine = ReturnType<typeof aSmallMachine>;

/** Runs a program to its end, as another account where one is named. */
export async function runProgram(
  [program = '', ...words]: readonly string[],
  variables: Readonly<Record<string, string>>,
  { cwd, uid }: { readonly cwd?: string; readonly uid?: number | undefined } = {},
): Promise<Ended> {
  return await new Promise((done) => {
    // Another account may not look into the folder.
    const as = uid === undefined ? { cwd } : { uid, cwd: '/' };
    execFile(program, words, { ...as, env: { ...compiledCode, ...variables } }, (error, out, err) =>
      done({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

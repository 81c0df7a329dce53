import { generateKeyPairSync, sign } from 'node:crypto';
import type { Signer } from '../../src/application/checkpoint-seal.ts';
import { type CheckpointsParts, createCheckpoints } from '../../src/application/checkpoints.ts';
import type { CheckpointShelf } from '../../src/application/ports.ts';
import { registry } from '../../src/workflows/index.ts';
import type { TestApplication } from './application.ts';

/** A folder of checkpoints in memory, which a test may look into and change. */
export interface TestShelf extends CheckpointShelf {
  readonly files: Map<string, string>;
}

export function aShelf(): TestShelf {
  const files = new Map<string, string>();
  return {
    files,
    async keep(name, text) {
      files.set(name, text);
    },
    names: async () => [...files.keys()],
    async read(name) {
      const text = files.get(name);
      if (text === undefined) throw new Error(`there is no ${name}`);
      return text;
    },
  };
}

/** What could not be done, as the log would have it. */
export type CheckpointFailure = { readonly record?: string; readonly code: string };

/** The checkpoints of an application, with a shelf of their own unless one is given. */
export function checkpointsOf(
  t: TestApplication,
  shelf: CheckpointShelf = aShelf(),
  others: Pick<CheckpointsParts, 'afterMs' | 'pause'> = {},
) {
  const failures: CheckpointFailure[] = [];
  const { store, vault, clock, app } = t;
  const { run, stop } = createCheckpoints({
    store,
    vault,
    clock,
    registry,
    shelf,
    sealer: app.sealer,
    commands: app.commands,
    schools: app.directory.schools,
    failed: (of) => failures.push(of),
    ...others,
  });
  return { run, stop, failures };
}

const { publicKey, privateKey } = generateKeyPairSync('ed25519');

/** Signs with a key that is no school's. */
export const stranger: Signer = {
  publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
  sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
};

/** The code in the name of a checkpoint's file. */
export function codeIn(name: string): string {
  return /-((?:[0-9A-Z]{5}-){3}[0-9A-Z]{5})\.txt$/.exec(name)?.[1] ?? '';
}

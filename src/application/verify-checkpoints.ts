import { saidFullDate } from '../domain/school-time.ts';
import type { CheckpointHead } from './checkpoint-seal.ts';
import { createCheckpointWitness } from './checkpoint-witness.ts';
import type { CheckpointShelf, Vault } from './ports.ts';
import { readCheckpoints } from './read-checkpoints.ts';
import { type Verification, type VerifyParts, verifyStore } from './verify.ts';

export interface VerifySinceParts extends Omit<VerifyParts, 'witness'> {
  readonly vault: Pick<Vault, 'token' | 'unwrap'>;
  readonly shelf: Pick<CheckpointShelf, 'names' | 'read'>;
}

export interface VerificationSince extends Verification {
  /** What the records were held against, the earliest first. */
  readonly checkpoints: readonly CheckpointHead[];
}

/**
 * Checks every record as `verifyStore` does, and holds all of them against every checkpoint in the folder. `since` is
 * the code that somebody kept: it has to be known, or the folder was put back together with the store.
 */
export async function verifySince(parts: VerifySinceParts, since?: string): Promise<VerificationSince> {
  const witness = createCheckpointWitness();
  const { sound, findings } = await readCheckpoints(parts, since, witness.hold);
  const verification = await verifyStore({ ...parts, witness });
  const { missing, findings: told, knownCodes } = witness.conclude();
  const damaged = [...verification.damaged, ...missing];
  const codes = new Set(sound.map(({ code }) => code));
  // A service that runs may have taken one since the folder was read.
  if ([...knownCodes.keys()].some((code) => !codes.has(code)))
    for (const { code } of (await readCheckpoints(parts, since)).sound) codes.add(code);
  const lost = withoutFile({ sound, codes, known: knownCodes });
  const all = [...verification.findings, ...told, ...findings, ...lost, ...unknownCode(codes, knownCodes, since)];
  return { ...verification, damaged, findings: all, checkpoints: sound };
}

/** The checkpoints that others follow, or that the store knows of, and whose file is not there as it was written. */
function withoutFile({
  sound,
  codes,
  known,
}: {
  readonly sound: readonly CheckpointHead[];
  /** Of all files that are there. */
  readonly codes: ReadonlySet<string>;
  readonly known: ReadonlyMap<string, string>;
}): readonly string[] {
  if (codes.size === 0 && known.size > 0)
    return [`No checkpoint is in the folder of checkpoints, and the store knows of ${known.size}: name their folder.`];
  const needed = new Map<string, string>();
  for (const { checkpoint, code } of sound)
    if (checkpoint.previous !== undefined) needed.set(checkpoint.previous, `the one before ${code}`);
  for (const [code, date] of known) needed.set(code, `of ${saidFullDate(date)}`);
  return [...needed]
    .filter(([code]) => !codes.has(code))
    .map(([code, which]) => `The file of the checkpoint ${code}, ${which}, is not in the folder, or was altered.`);
}

function unknownCode(
  codes: ReadonlySet<string>,
  known: ReadonlyMap<string, string>,
  since: string | undefined,
): readonly string[] {
  if (since === undefined || codes.has(since)) return [];
  const date = known.get(since);
  if (date !== undefined)
    return [
      `The code ${since} was given on ${saidFullDate(date)}, but without its file nothing can be held against it.`,
    ];
  return [
    `Nothing here knows the code ${since}: it was mistyped, or both the records and the folder of checkpoints were put back to before it was given. Where a backup had to be put in place of the records, the codes of the lost days are not known any more.`,
  ];
}

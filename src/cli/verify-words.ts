import type { Damage } from '../application/verify.ts';
import type { VerificationSince } from '../application/verify-checkpoints.ts';
import { inPrint } from '../domain/in-print.ts';
import { saidFullDate } from '../domain/school-time.ts';

/**
 * What a check found, a sentence a line. Names records, and nothing of what stands in them; nor does a line do anything
 * but stand there, whatever somebody has called a record.
 */
export function verificationLines(result: VerificationSince, checkpointFolder: string): readonly string[] {
  return linesOf(result, checkpointFolder).map((line) => line.replaceAll(/\p{C}/gu, inPrint));
}

function linesOf(result: VerificationSince, checkpointFolder: string): readonly string[] {
  const { checked, damaged, endedEarly, findings } = result;
  const count = checked === 1 ? '1 record was checked' : `${checked} records were checked`;
  const against = heldAgainst(result, checkpointFolder);
  if (isWhole(result)) return [`${count}. Every one is as it was written.`, ...against];
  const damage = damaged.length === 1 ? '1 is damaged or missing' : `${damaged.length} are damaged or missing`;
  return [
    ...findings.map((finding) => `FOUND ${finding}`),
    ...damaged.map(damageLine),
    ...(endedEarly === undefined
      ? []
      : [`Not all could be checked: ${endedEarly}. What stands behind that record was not.`]),
    `${count}, and ${damage}.`,
    ...against,
    damaged.length + (endedEarly === undefined ? 0 : 1) > 0 ? RESTORE : KEEP,
  ];
}

const RESTORE =
  'Keep a copy of the records and of the checkpoints as they are, and restore the records from the last good backup.';
const KEEP = 'Keep a copy of the records and of the checkpoints as they are until it is known how this came about.';

/** Whether nothing at all was found. */
export function isWhole({ damaged, endedEarly, findings }: VerificationSince): boolean {
  return damaged.length + findings.length === 0 && endedEarly === undefined;
}

function damageLine({ school, reference, entry, what }: Damage): string {
  const where = entry === undefined ? '' : `first bad entry ${entry}: `;
  return `DAMAGED ${inPrint(reference)} (${inPrint(school)}): ${where}${what}`;
}

/** The newest code of each school is said, so that it can be compared with what its keepers hold. */
function heldAgainst({ checkpoints }: VerificationSince, folder: string): readonly string[] {
  if (checkpoints.length === 0)
    return [`No checkpoint is in ${folder}, so that a record which was removed as a whole would not be missed.`];
  const bySchool = Map.groupBy(checkpoints, ({ checkpoint }) => checkpoint.school);
  return [...bySchool].map(([school, all]) => {
    const newest = all.at(-1);
    const day = newest === undefined ? '' : saidFullDate(newest.checkpoint.date);
    const count = all.length === 1 ? '1 checkpoint' : `${all.length} checkpoints`;
    return `The records of "${school}" were held against ${count}, the newest of ${day}: ${newest?.code}.`;
  });
}

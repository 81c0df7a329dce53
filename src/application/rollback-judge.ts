import { CHECKPOINT_KIND, type CheckpointLine } from '../domain/checkpoint.ts';
import { HOUR, type Instant, later } from '../domain/instant.ts';
import type { StoredRecord } from '../domain/record.ts';
import type { SealedCheckpoint } from './checkpoint-seal.ts';

/** The checkpoints of a school, the earliest first, and what is seen of its records. */
interface Case {
  readonly checkpoints: readonly SealedCheckpoint[];
  /** How long the history of each record is. */
  readonly lengths: Map<string, number>;
  /** For each checkpoint, when the last thing happened that lies between the one before and itself. */
  readonly lastAt: Instant[];
  /** When the records that say of a checkpoint that it was taken were begun. */
  readonly noted: Instant[];
}

/** The record of a checkpoint is begun within this time of it. */
const NOTED_WITHIN_MS = 24 * HOUR;

/**
 * Tells single records that were removed from a store that was put back: then the record of a checkpoint is gone, and
 * with it most of what was new at that time. The checkpoints come with the earliest first.
 */
export function createRollbackJudge(all: readonly SealedCheckpoint[]) {
  const cases = new Map<string, Case>();
  for (const [school, checkpoints] of Map.groupBy(all, (one) => one.checkpoint.school))
    cases.set(school, { checkpoints, lengths: new Map(), lastAt: [], noted: [] });

  return {
    see({ school, id, kind, createdAt, entries }: StoredRecord): void {
      const one = cases.get(school);
      if (one === undefined) return;
      one.lengths.set(id, entries.length);
      if (kind === CHECKPOINT_KIND) one.noted.push(createdAt);
      for (const { at } of entries) {
        const place = placeOf(at, one.checkpoints);
        if (at > (one.lastAt[place] ?? '')) one.lastAt[place] = at;
      }
    },

    /** A sentence for each school whose records were put back. */
    conclude: (): readonly string[] => [...cases.values()].flatMap(judge),
  };
}

/** The first checkpoint of which most is gone says best how far the store was put back. */
function judge({ checkpoints, lengths, lastAt, noted }: Case): readonly string[] {
  let latest: Instant = '';
  for (const [index, { checkpoint, code }] of checkpoints.entries()) {
    if ((lastAt[index] ?? '') > latest) latest = lastAt[index] ?? '';
    const { at, school } = checkpoint;
    const newer = newSince(checkpoints[index - 1], checkpoint.lines);
    const lost = newer.filter(({ reference, standing }) => (lengths.get(reference) ?? -1) < (standing?.seq ?? 0));
    const isNoted = noted.some((begun) => begun >= at && begun < later(at, NOTED_WITHIN_MS));
    if (isNoted || latest === '' || lost.length * 2 <= newer.length) continue;
    const count = `${lost.length} of ${newer.length} things that were new before the code ${code} are gone`;
    return [`The records of the school "${school}" were put back to about ${saidUtc(latest)}: ${count}.`];
  }
  return [];
}

/** The index of the first checkpoint that something which happened at `at` is before; behind the last, their number. */
function placeOf(at: Instant, checkpoints: readonly SealedCheckpoint[]): number {
  let low = 0;
  let high = checkpoints.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((checkpoints[middle]?.checkpoint.at ?? '') >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What was new, or had grown; all of it where the checkpoint before is not there. */
function newSince(before: SealedCheckpoint | undefined, lines: readonly CheckpointLine[]): readonly CheckpointLine[] {
  const known = new Map(before?.checkpoint.lines.map(({ reference, standing }) => [reference, standing?.seq ?? 0]));
  return lines.filter(({ reference, standing }) => {
    const seq = known.get(reference);
    return seq === undefined || seq < (standing?.seq ?? 0);
  });
}

/** `2026-11-23 16:00 UTC`. */
function saidUtc(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

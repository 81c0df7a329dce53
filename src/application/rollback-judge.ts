import { CHECKPOINT_KIND } from '../domain/checkpoint.ts';
import { HOUR, type Instant, later } from '../domain/instant.ts';
import type { StoredRecord } from '../domain/record.ts';
import { type CheckpointHead, headOf, type SealedCheckpoint } from './checkpoint-seal.ts';

/** The checkpoints of a school, the earliest first, and what is seen of its records. */
interface Case {
  readonly checkpoints: Held[];
  /** How long the history of each record is by the last checkpoint that lists it. */
  readonly known: Map<string, number>;
  /** How long the history of each record is. */
  readonly lengths: Map<string, number>;
  /** For each checkpoint, when the last thing happened that lies between the one before and itself. */
  readonly lastAt: Instant[];
  /** When the records that say of a checkpoint that it was taken were begun. */
  readonly noted: Instant[];
}

/** A checkpoint, with the records that were new in it or had grown; all of them where none was before it. */
interface Held extends CheckpointHead {
  readonly newer: readonly { readonly reference: string; readonly seq: number }[];
}

/** The record of a checkpoint is begun within this time of it, and that of the next day's later. */
const NOTED_WITHIN_MS = 12 * HOUR;

/**
 * Tells single records that were removed from a store that was put back: then the record of a checkpoint is gone, and
 * with it most of what was new at that time. The checkpoints come before the records, the earliest first.
 */
export function createRollbackJudge() {
  const cases = new Map<string, Case>();

  return {
    hold(of: SealedCheckpoint): void {
      const { school, lines } = of.checkpoint;
      const fresh: Case = { checkpoints: [], known: new Map(), lengths: new Map(), lastAt: [], noted: [] };
      const one = cases.get(school) ?? fresh;
      cases.set(school, one);
      const newer = lines
        .map(({ reference, standing }) => ({ reference, seq: standing?.seq ?? 0 }))
        .filter(({ reference, seq }) => seq > (one.known.get(reference) ?? -1));
      for (const { reference, seq } of newer) one.known.set(reference, seq);
      one.checkpoints.push({ ...headOf(of), newer });
    },

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

const OF_A_BACKUP = 'Where they are a backup, hold them against the checkpoints that were backed up in the same night.';

/** The first checkpoint of which most is gone says best how far the store was put back. */
function judge({ checkpoints, lengths, lastAt, noted }: Case): readonly string[] {
  let latest: Instant = '';
  for (const [index, { checkpoint, code, newer }] of checkpoints.entries()) {
    if ((lastAt[index] ?? '') > latest) latest = lastAt[index] ?? '';
    const { at, school } = checkpoint;
    const lost = newer.filter(({ reference, seq }) => (lengths.get(reference) ?? -1) < seq);
    const isNoted = noted.some((begun) => begun >= at && begun < later(at, NOTED_WITHIN_MS));
    if (isNoted || latest === '' || lost.length * 2 <= newer.length) continue;
    const count = `${lost.length} of ${newer.length} things that were new before the code ${code} are gone`;
    return [
      `The records of the school "${school}" were put back to about ${saidUtc(latest)}: ${count}. ${OF_A_BACKUP}`,
    ];
  }
  return [];
}

/** The index of the first checkpoint that something which happened at `at` is before; behind the last, their number. */
function placeOf(at: Instant, checkpoints: readonly CheckpointHead[]): number {
  let low = 0;
  let high = checkpoints.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((checkpoints[middle]?.checkpoint.at ?? '') >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** `2026-11-23 16:00 UTC`. */
function saidUtc(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

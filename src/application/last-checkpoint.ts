import { z } from 'zod';
import { CHECKPOINT_KIND } from '../domain/checkpoint.ts';
import type { Workflow } from '../domain/decider.ts';
import { type Instant, later, MINUTE } from '../domain/instant.ts';
import { openCheckpoint } from './checkpoint-seal.ts';
import { isDamage } from './faults.ts';
import type { CheckpointShelf, RecordStore } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';

export interface LastCheckpointParts {
  readonly store: Pick<RecordStore, 'query'>;
  readonly sealer: Pick<RecordSealer, 'openState'>;
  readonly shelf: CheckpointShelf;
  readonly workflow: Workflow<unknown, unknown>;
  /** The key that the school signs with. */
  readonly publicKey: string;
  /** What time it is. A file that says it is of later is none to go by. */
  readonly now: Instant;
}

/** A checkpoint that was taken. */
interface Known {
  readonly takenAt: Instant;
  readonly code: string;
}

/** Another process may have written a file by a clock that is a second or two ahead. */
const CLOCKS_AGREE_MS = MINUTE;

/** The part of a checkpoint record's state that is read here. */
const takenSchema = z.object({ takenAt: z.string(), code: z.string() });

/**
 * The last checkpoint of a school: the later of what the store and the folder know, as either may have been put back or
 * have lost something. The next one names it, so that a gap can be seen.
 */
export async function findLastCheckpoint(parts: LastCheckpointParts, school: string): Promise<Known | undefined> {
  const stored = await lastInStore(parts, school);
  const kept = await lastOnShelf(parts, school);
  return [stored, kept].reduce(laterOf, undefined);
}

async function lastInStore({ store, sealer, workflow }: LastCheckpointParts, school: string) {
  try {
    const query = { school, kind: CHECKPOINT_KIND, order: 'newest-first', limit: 1 } as const;
    const [newest] = (await store.query(query)).records;
    return newest && takenSchema.safeParse(await sealer.openState(workflow, newest)).data;
  } catch (error) {
    // It is listed among the damaged. That must not keep the next from being taken.
    if (isDamage(error)) return undefined;
    throw error;
  }
}

async function lastOnShelf({ shelf, publicKey, now }: LastCheckpointParts, school: string): Promise<Known | undefined> {
  const dayOf = (name: string) => name.slice(school.length + 1).match(/^\d{4}-\d\d-\d\d(?=-)/)?.[0] ?? '';
  const names = (await shelf.names()).filter((name) => name.startsWith(`${school}-`) && dayOf(name) !== '');
  const latest = later(now, CLOCKS_AGREE_MS);
  // The last day of which there is one that can be read and that the school signed.
  for (const day of [...new Set(names.map(dayOf))].sort().reverse()) {
    let last: Known | undefined;
    for (const name of names.filter((one) => dayOf(one) === day)) {
      const opened = openCheckpoint(await shelf.read(name));
      if (opened?.isSigned !== true || opened.checkpoint.publicKey !== publicKey) continue;
      if (opened.checkpoint.school !== school || opened.checkpoint.at > latest) continue;
      last = laterOf(last, { takenAt: opened.checkpoint.at, code: opened.code });
    }
    if (last !== undefined) return last;
  }
  return undefined;
}

function laterOf(one: Known | undefined, other: Known | undefined): Known | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.takenAt > one.takenAt ? other : one;
}

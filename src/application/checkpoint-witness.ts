import { z } from 'zod';
import { chainRoot, documentHash } from '../domain/chain.ts';
import { CHECKPOINT_KIND, type Standing } from '../domain/checkpoint.ts';
import { SCHOOL_KEYS_KIND, type StoredRecord } from '../domain/record.ts';
import { saidFullDate } from '../domain/school-time.ts';
import type { SealedCheckpoint } from './checkpoint-seal.ts';
import { createRollbackJudge } from './rollback-judge.ts';
import type { Damage, Witness } from './verify.ts';
import type { Flaw } from './verify-record.ts';

/** What checkpoints say of the records that were seen. */
export interface Testimony {
  /** Records that checkpoints list and that were not seen. */
  readonly missing: readonly Damage[];
  /** What else is wrong, as sentences for an administrator. */
  readonly findings: readonly string[];
  /** The codes that records of the store know, with the day of each. */
  readonly knownCodes: ReadonlyMap<string, string>;
}

/** How a record stood at a checkpoint; without a standing, that it was there. */
interface Expectation {
  readonly of: SealedCheckpoint;
  readonly standing: Standing | undefined;
}

/** The part of a checkpoint record's state that is read here. */
const takenSchema = z.object({ date: z.string(), code: z.string() });

/** Holds each record against the checkpoints, the earliest of which comes first. */
export function createCheckpointWitness(
  checkpoints: readonly SealedCheckpoint[],
): Witness & { readonly conclude: () => Testimony } {
  const expected = expectations(checkpoints);
  const seen = new Set<string>();
  const schools = new Set<string>();
  const knownCodes = new Map<string, string>();
  const judge = createRollbackJudge(checkpoints);

  return {
    see(record, state) {
      const { school, id, kind } = record;
      schools.add(school);
      seen.add(keyOf(school, id));
      judge.see(record);
      const taken = kind === CHECKPOINT_KIND ? takenSchema.safeParse(state).data : undefined;
      if (taken !== undefined) knownCodes.set(taken.code, taken.date);
      for (const { of, standing } of expected.get(keyOf(school, id)) ?? []) {
        const flaw = standing && flawAgainst(record, standing, of);
        if (flaw !== undefined) return flaw;
      }
      return undefined;
    },

    seeUnreadable({ school, id }) {
      schools.add(school);
      seen.add(keyOf(school, id));
    },

    conclude() {
      const missing: Damage[] = [];
      for (const [key, [first]] of expected) {
        if (seen.has(key) || first === undefined) continue;
        const { school } = first.of.checkpoint;
        // Where nothing at all is left of a school, that is said of the school.
        if (schools.has(school))
          missing.push({ school, reference: key.slice(school.length + 1), what: gone(first.of) });
      }
      return { missing, findings: judge.conclude(), knownCodes };
    },
  };
}

/** By record: each way in which any checkpoint lists it, the shortest history first. */
function expectations(checkpoints: readonly SealedCheckpoint[]): ReadonlyMap<string, readonly Expectation[]> {
  const expected = new Map<string, Expectation[]>();
  for (const of of checkpoints) {
    for (const { reference, standing } of of.checkpoint.lines) {
      const key = keyOf(of.checkpoint.school, reference);
      const known = expected.get(key);
      if (known === undefined) expected.set(key, [{ of, standing }]);
      else if (!known.some((one) => isSame(one.standing, standing))) known.push({ of, standing });
    }
  }
  for (const known of expected.values())
    known.sort((one, other) => (one.standing?.seq ?? 0) - (other.standing?.seq ?? 0));
  return expected;
}

function flawAgainst(record: StoredRecord, standing: Standing, of: SealedCheckpoint): Flaw | undefined {
  const { kind, seq, hash } = standing;
  const { entries } = record;
  if (record.kind !== kind) return { what: `It is of the kind "${record.kind}", and was of another ${at(of)}.` };
  if (kind === SCHOOL_KEYS_KIND) {
    const isOlder = record.updatedAt <= of.checkpoint.at;
    return isOlder && documentHash(record) !== hash ? { what: `It is not what it was ${at(of)}.` } : undefined;
  }
  if (entries.length < seq) {
    const entry = entries.length + 1;
    return { entry, what: `Entry ${entry} was there ${at(of)}, and was removed, or the store was put back.` };
  }
  if ((seq === 0 ? chainRoot(record) : entries[seq - 1]?.hash) === hash) return undefined;
  return { entry: seq, what: `Entry ${seq}, or one before it, is not what it was ${at(of)}.` };
}

function gone(of: SealedCheckpoint): string {
  return `It was there ${at(of)}, and was removed, or the store was put back to an earlier state.`;
}

/** Which checkpoint it was. */
function at({ checkpoint, code }: SealedCheckpoint): string {
  return `on ${saidFullDate(checkpoint.date)} (${code})`;
}

function isSame(one: Standing | undefined, other: Standing | undefined): boolean {
  return one?.kind === other?.kind && one?.seq === other?.seq && one?.hash === other?.hash;
}

function keyOf(school: string, id: string): string {
  return `${school} ${id}`;
}

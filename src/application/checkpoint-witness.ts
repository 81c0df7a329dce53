import { z } from 'zod';
import { chainRoot, documentHash } from '../domain/chain.ts';
import { CHECKPOINT_KIND, type Standing } from '../domain/checkpoint.ts';
import { inPrint } from '../domain/in-print.ts';
import { MINUTE } from '../domain/instant.ts';
import { SCHOOL_KEYS_KIND, type StoredRecord } from '../domain/record.ts';
import { saidFullDate } from '../domain/school-time.ts';
import { type CheckpointHead, headOf, type SealedCheckpoint } from './checkpoint-seal.ts';
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

/** One way in which checkpoints list a record; without a standing, that it was there. */
interface Expectation {
  /** That of the last of them: in the others it was written last at the same time, or earlier. */
  standing: Standing | undefined;
  readonly first: CheckpointHead;
  last: CheckpointHead;
}

/** The part of a checkpoint record's state that is read here. */
const takenSchema = z.object({ date: z.string(), code: z.string() });

/** The clocks of several processes agree to a second or two. */
const CLOCKS_AGREE_MS = MINUTE;

/**
 * Holds each record against checkpoints, which it is given first, the earliest of each school first. Of these it keeps
 * only what differs from the one before.
 */
export function createCheckpointWitness(): Witness & {
  readonly hold: (of: SealedCheckpoint) => void;
  readonly conclude: () => Testimony;
} {
  const expected = new Map<string, Expectation[]>();
  const seen = new Set<string>();
  const schools = new Set<string>();
  const knownCodes = new Map<string, string>();
  const judge = createRollbackJudge();

  return {
    hold(of) {
      const head = headOf(of);
      for (const { reference, standing } of of.checkpoint.lines) {
        const key = apart(keyOf(of.checkpoint.school, reference));
        const known = expected.get(key);
        const same = known?.find((one) => isSame(one.standing, standing));
        if (known === undefined) expected.set(key, [begun(head, standing)]);
        else if (same === undefined) known.push(begun(head, standing));
        else if ((standing?.updatedAt ?? '') >= (same.standing?.updatedAt ?? ''))
          Object.assign(same, { standing: kept(standing), last: head });
      }
      judge.hold(of);
    },

    see(record, state) {
      const { school, id, kind } = record;
      schools.add(school);
      seen.add(keyOf(school, id));
      judge.see(record);
      const taken = kind === CHECKPOINT_KIND ? takenSchema.safeParse(state).data : undefined;
      if (taken !== undefined) knownCodes.set(taken.code, taken.date);
      const all = expected.get(keyOf(school, id)) ?? [];
      for (const one of all.toSorted((a, b) => (a.standing?.seq ?? 0) - (b.standing?.seq ?? 0))) {
        const flaw = one.standing && flawAgainst(record, one.standing, one);
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
      for (const [key, [one]] of expected) {
        if (seen.has(key) || one === undefined) continue;
        const { school } = one.first.checkpoint;
        // Where nothing at all is left of a school, that is said of the school.
        if (schools.has(school))
          missing.push({ school, reference: key.slice(school.length + 1), what: gone(one.first) });
      }
      return { missing, findings: judge.conclude(), knownCodes };
    },
  };
}

function begun(of: CheckpointHead, standing: Standing | undefined): Expectation {
  return { standing: kept(standing), first: of, last: of };
}

function kept(standing: Standing | undefined): Standing | undefined {
  if (standing === undefined) return undefined;
  const { kind, seq, updatedAt, hash } = standing;
  return { kind: apart(kind), seq, updatedAt: apart(updatedAt), hash: apart(hash) };
}

/** The same text by itself: a part that was cut out of a file would keep all of that file in memory. */
function apart(text: string): string {
  return Buffer.from(text).toString();
}

function flawAgainst(record: StoredRecord, standing: Standing, { first, last }: Expectation): Flaw | undefined {
  const { kind, seq, updatedAt, hash } = standing;
  const { entries } = record;
  if (record.kind !== kind)
    return { what: `It is of the kind "${inPrint(record.kind)}", and was of another ${at(first)}.` };
  if (kind === SCHOOL_KEYS_KIND) {
    const isOlder = record.updatedAt <= last.checkpoint.at;
    return isOlder && documentHash(record) !== hash ? { what: `It is not what it was ${at(last)}.` } : undefined;
  }
  if (entries.length < seq) {
    const entry = entries.length + 1;
    return { entry, what: `Entry ${entry} was there ${at(first)}, and was removed, or the store was put back.` };
  }
  if ((seq === 0 ? chainRoot(record) : entries[seq - 1]?.hash) !== hash)
    return { entry: seq, what: `Entry ${seq}, or one before it, is not what it was ${at(first)}.` };
  // One that has grown since cannot be what it was before. A message that was delivered leaves no entry.
  const isOlder = Date.parse(updatedAt) - Date.parse(record.updatedAt) > CLOCKS_AGREE_MS;
  return entries.length === seq && isOlder
    ? { what: `It had been written to again ${at(last)}, and was put back to an earlier state.` }
    : undefined;
}

function gone(of: CheckpointHead): string {
  return `It was there ${at(of)}, and was removed, or the store was put back to an earlier state.`;
}

/** Which checkpoint it was. */
function at({ checkpoint, code }: CheckpointHead): string {
  return `on ${saidFullDate(checkpoint.date)} (${code})`;
}

/** Whether the history is the same. */
function isSame(one: Standing | undefined, other: Standing | undefined): boolean {
  return one?.kind === other?.kind && one?.seq === other?.seq && one?.hash === other?.hash;
}

function keyOf(school: string, id: string): string {
  return `${school} ${id}`;
}

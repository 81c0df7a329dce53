import { CHECKPOINT_KIND, type CheckpointLine, lineOf } from '../domain/checkpoint.ts';
import type { Registry, Workflow } from '../domain/decider.ts';
import { type Instant, later, MINUTE } from '../domain/instant.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { endOfSchoolDay, type LocalDate, localDateTime } from '../domain/school-time.ts';
import { checkpointName, sealCheckpoint, signerOf } from './checkpoint-seal.ts';
import { Fault, faultCode } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import { findLastCheckpoint } from './last-checkpoint.ts';
import type { CheckpointShelf, Clock, RecordStore, Vault } from './ports.ts';
import { deriveReference } from './record-reference.ts';
import type { RecordSealer } from './sealed-record.ts';

export interface CheckpointsParts {
  readonly store: Pick<RecordStore, 'all' | 'get' | 'query'>;
  readonly vault: Vault;
  readonly sealer: Pick<RecordSealer, 'openState'>;
  readonly registry: Registry;
  readonly clock: Pick<Clock, 'now'>;
  readonly schools: ReadonlyMap<string, School>;
  readonly commands: Pick<CommandHandler, 'handle'>;
  readonly shelf: CheckpointShelf;
  /** How long after the end of school this process begins, so that of several one does the work. At once if not given. */
  readonly afterMs?: number;
  /** Waited for between two pages of records, where a store must not be kept from its other work. */
  readonly pause?: () => Promise<unknown>;
  /** Told of a checkpoint that could not be taken yet, and of records that it cannot vouch for. */
  readonly failed: (of: { readonly record?: string; readonly code: string }) => void;
}

const PAGE = 100;
/** How long a school's checkpoint is left alone that could not be taken. */
const AFTER_FAULT_MS = 5 * MINUTE;

/**
 * Takes a checkpoint of each school once its school day is over: lists its records, keeps the signed list outside the
 * store, and then gives its code to those who keep it. A day that was missed is made up until it ends, never later.
 */
export function createCheckpoints(parts: CheckpointsParts) {
  const { store, vault, registry, clock, schools, commands, shelf, failed, afterMs = 0 } = parts;
  /** The last day of each school of which this process knows that it was seen to. */
  const done = new Map<string, LocalDate>();
  const leftAlone = new Map<string, Instant>();
  let underWay: Promise<void> | undefined;
  let isStopping = false;

  async function round(): Promise<void> {
    const now = clock.now();
    for (const school of schools.values()) {
      const { date } = localDateTime(school, now);
      const from = endOfSchoolDay(school, now);
      const isDue = from !== undefined && later(from, afterMs) <= now && done.get(school.id) !== date;
      if (isStopping || !isDue || (leftAlone.get(school.id) ?? now) > now) continue;
      try {
        if (await take(school, date)) done.set(school.id, date);
      } catch (error) {
        leftAlone.set(school.id, later(now, AFTER_FAULT_MS));
        failed({ code: faultCode(error) });
      }
    }
  }

  /** False when it was given up because the service stops. */
  async function take(school: School, date: LocalDate): Promise<boolean> {
    const reference = await deriveReference(vault, school.id, checkpointWorkflow(), date);
    const isTaken = async () => (await store.get(school.id, reference)) !== undefined;
    if (await isTaken()) return true;
    const at = clock.now();
    const lines = await linesOf(school);
    if (lines === undefined) return false;
    const signer = await signerOf(vault, school.id);
    const { publicKey } = signer;
    const around = { ...parts, workflow: checkpointWorkflow(), publicKey, now: clock.now() };
    const previous = (await findLastCheckpoint(around, school.id))?.code;
    const of = { school: school.id, date, at, previous, publicKey, lines };
    const { text, code } = sealCheckpoint(of, signer);
    // Another process may have been quicker. Where both are as quick, a file more does no harm.
    if (await isTaken()) return true;
    // First the file: a code that nobody can look anything up by must not go out.
    await shelf.keep(checkpointName(of, code), text);
    const damaged = lines.filter(({ standing }) => standing === undefined).length;
    const result = await commands.handle({
      id: `checkpoint ${code}`,
      // Its file may have been changed while its records were read: the code goes to whoever keeps it now.
      school: schools.get(school.id) ?? school,
      key: date,
      type: 'checkpoint/take',
      by: theClock,
      data: { date, takenAt: at, code, records: lines.length, damaged },
    });
    if (result.kind === 'refused') throw new Fault('a checkpoint was refused', { code: result.code, whatToDo: '' });
    return true;
  }

  /** A line for each record, as it stands when its page is read; undefined when the service stops meanwhile. */
  async function linesOf({ id: school }: School): Promise<readonly CheckpointLine[] | undefined> {
    const lines = new Map<string, CheckpointLine>();
    let after: string | undefined;
    do {
      const { records, unreadable = [], next } = await store.all({ school, after, limit: PAGE, tolerant: true });
      for (const record of records)
        if (registry.get(record.kind)?.passes !== true) lines.set(record.id, lineOf(record));
      for (const { id } of unreadable) lines.set(id, { reference: id });
      after = next;
      if (after !== undefined) await parts.pause?.();
    } while (after !== undefined && !isStopping);
    if (after !== undefined) return undefined;
    for (const { reference, standing } of lines.values())
      if (standing === undefined) failed({ record: reference, code: 'record-damaged' });
    return [...lines.values()];
  }

  function checkpointWorkflow(): Workflow<unknown, unknown> {
    const workflow = registry.get(CHECKPOINT_KIND);
    if (workflow === undefined) throw new Error('the registry has no checkpoint workflow');
    return workflow;
  }

  return {
    /**
     * Sees to the schools whose day is over. Called with every tick of the clock, and need not be waited for: it never
     * rejects, and while one round is under way another is the same.
     */
    run(): Promise<void> {
      underWay ??= round().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },

    /** Begins nothing more, and resolves when what is under way has come to a point where it can be left. */
    async stop(): Promise<void> {
      isStopping = true;
      await underWay;
    },
  };
}

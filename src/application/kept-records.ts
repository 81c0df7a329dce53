import type { Kept, Registry } from '../domain/decider.ts';
import { type Instant, later, MINUTE } from '../domain/instant.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { type LocalDate, localDateTime } from '../domain/school-time.ts';
import { faultCode } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import type { Clock } from './ports.ts';

export interface KeeperParts {
  readonly registry: Registry;
  readonly schools: ReadonlyMap<string, School>;
  readonly clock: Pick<Clock, 'now' | 'forDecision'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
  /** Told of a record that could not be looked for or begun; it is tried again. */
  readonly failed: (of: Troubled) => void;
}

/** Which record it was, as far as that is known: its school, and its key among the school's records. */
interface Troubled {
  readonly school?: string;
  readonly record?: string;
  readonly code: string;
}

/** A record that a school should have. */
interface Wanted {
  readonly school: School;
  readonly kept: Kept;
  /** The day on which it is looked for. */
  readonly date: LocalDate;
  readonly name: string;
}

/** How long one is left alone that could not be begun. */
const AFTER_FAULT_MS = 5 * MINUTE;

/**
 * Sees that the records are there which every school has, once a day in each process: asked of the store in the first
 * round of the day, and of nobody in all others. Any number of processes begin each record once, as its reference comes
 * from its key.
 */
export function createKeeper({ registry, schools, clock, commands, failed }: KeeperParts) {
  /** By record, the day on which this process last found it there. */
  const seen = new Map<string, LocalDate>();
  const leftAlone = new Map<string, Instant>();
  let underWay: Promise<void> | undefined;
  let isStopping = false;

  /** What this process has not found there today, or could not, by the day and time that it is now. */
  function missing(): readonly Wanted[] {
    const now = clock.now();
    return [...schools.values()].flatMap((school) => {
      const { date } = localDateTime(school, now);
      const all = [...registry.values()].flatMap((workflow) => workflow.keeps?.(school) ?? []);
      const wanted = all.map((kept) => ({
        school,
        kept,
        date,
        name: JSON.stringify([school.id, kept.command, kept.key]),
      }));
      return wanted.filter(({ name }) => seen.get(name) !== date && (leftAlone.get(name) ?? now) <= now);
    });
  }

  async function round(): Promise<void> {
    const wanted = missing();
    // When a record is first due depends on when it was begun.
    if (wanted.length === 0 || !(await clock.forDecision()).isSure) return;
    for (const one of wanted) {
      if (isStopping) return;
      // The school file was changed meanwhile: the next round knows what it has to have now.
      if (schools.get(one.school.id) !== one.school) continue;
      const code = await begin(one);
      // What could not be begun because everything ends is begun by whoever comes next.
      if (isStopping && code !== undefined) return;
      if (code === undefined) {
        seen.set(one.name, one.date);
        leftAlone.delete(one.name);
      } else {
        leftAlone.set(one.name, later(clock.now(), AFTER_FAULT_MS));
        failed({ school: one.school.id, record: one.kept.key, code });
      }
    }
  }

  /** Why a record could not be begun; undefined when it is there. One of them never keeps another from being there. */
  async function begin({ school, kept: { key, command, data } }: Wanted): Promise<string | undefined> {
    try {
      const of = { id: `keep ${key}`, school, key, type: command, by: theClock, data };
      const result = await commands.handle(of);
      return result.kind === 'done' ? undefined : result.code;
    } catch (error) {
      return faultCode(error);
    }
  }

  return {
    /** One round, unless one is under way. Never rejects. */
    run(): Promise<void> {
      underWay ??= round()
        .catch((error: unknown) => failed({ code: faultCode(error) }))
        .finally(() => {
          underWay = undefined;
        });
      return underWay;
    },

    /** Begins nothing more. */
    stop(): void {
      isStopping = true;
    },
  };
}

import type { Registry } from '../domain/decider.ts';
import { type Instant, later, MINUTE, SECOND } from '../domain/instant.ts';
import { theClock } from '../domain/people.ts';
import type { DueRecord } from './ports.ts';
import type { School } from '../domain/school.ts';
import { type Deliverer, faultCode } from './deliver.ts';
import type { CommandHandler } from './handle-command.ts';
import { CLAIM_MS } from './outbox.ts';
import type { Clock, RecordStore } from './ports.ts';
import type { RecordSealer } from './sealed-record.ts';

export interface DueRunnerParts {
  readonly store: RecordStore;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly schools: ReadonlyMap<string, School>;
  readonly commands: CommandHandler;
  readonly deliverer: Deliverer;
  /** Told of a record that could not be seen to, and of a store that did not answer (without a record). */
  readonly failed: (of: { readonly record?: string; readonly code: string }) => void;
}

/** How many due records are looked at in one round. */
const BATCH = 100;
/** How long a record that could not be seen to is left alone. */
const AFTER_FAULT_MS = MINUTE;

/** The clock: gives the commands of deadlines that have come, and delivers what is owed. */
export function createDueRunner(parts: DueRunnerParts) {
  const { store, sealer, registry, clock, schools, commands, deliverer } = parts;
  const leftAlone = new Map<string, Instant>();

  async function see({ school: schoolId, id }: DueRecord, takeOver: boolean): Promise<void> {
    const school = schools.get(schoolId);
    const found = await store.get(schoolId, id);
    const workflow = found && registry.get(found.record.kind);
    if (school === undefined || found === undefined || workflow === undefined) return;
    const record = await sealer.open(workflow, found);
    const now = clock.now();
    for (const { at, command, data } of workflow.deadlines(record.state)) {
      if (at > now) continue;
      await commands.handle({ id: `deadline ${command} ${at} ${JSON.stringify(data)}`, school, reference: id, type: command, by: theClock, data });
    }
    await deliverer.deliver({ school: schoolId, reference: id, takeOver });
  }

  return {
    /**
     * Sees to everything that is due. With `takeOver`, also to what an earlier process had claimed; only where this
     * process alone serves the store.
     */
    async run({ takeOver = false }: { readonly takeOver?: boolean } = {}): Promise<void> {
      const now = clock.now();
      for (const [key, until] of leftAlone) if (until <= now) leftAlone.delete(key);
      const due = await store.due(takeOver ? later(now, CLAIM_MS) : now, BATCH + leftAlone.size);
      await Promise.all(
        due.map(async (one) => {
          const key = `${one.school} ${one.id}`;
          if (leftAlone.has(key)) return;
          try {
            await see(one, takeOver);
          } catch (error) {
            leftAlone.set(key, later(clock.now(), AFTER_FAULT_MS));
            parts.failed({ record: one.id, code: faultCode(error) });
          }
        }),
      );
    },
  };
}

export type DueRunner = ReturnType<typeof createDueRunner>;

/** Runs the clock every second until it is stopped; one round at a time. */
export function startClockwork(runner: DueRunner, failed: DueRunnerParts['failed'], everyMs = SECOND) {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  const tick = () => {
    round = runner
      .run()
      .catch((error: unknown) => failed({ code: faultCode(error) }))
      .finally(() => {
        if (!isStopped) timer = setTimeout(tick, everyMs);
      });
  };
  timer = setTimeout(tick, everyMs);
  return {
    /** Resolves when the round under way has ended. */
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}

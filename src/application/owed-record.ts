import type { Registry } from '../domain/decider.ts';
import type { School } from '../domain/school.ts';
import { storeBusy } from './answering-store.ts';
import type { Chats } from './chats.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import type { Deliveries } from './outbox.ts';
import type { Clock, RecordStore } from './ports.ts';
import type { OpenRecord, RecordSealer } from './sealed-record.ts';

export interface OwedRecordParts {
  readonly store: RecordStore;
  readonly sealer: RecordSealer;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly chats: Chats;
  readonly schools: ReadonlyMap<string, School>;
  /** In which everything that changes a record of this process waits its turn. */
  readonly turns: KeyedQueue;
}

/** Which record owes. */
export interface Whose {
  readonly school: string;
  readonly reference: string;
}

/** How often a change is made again because somebody else was quicker. */
const MOST_TRIES = 60;

/** Reads and changes what a record owes; decides nothing about it. */
export function createOwedRecords({ store, sealer, registry, clock, chats, schools, turns }: OwedRecordParts) {
  async function load({ school, reference }: Whose): Promise<OpenRecord<unknown> | undefined> {
    const found = await store.get(school, reference);
    const workflow = found && registry.get(found.record.kind);
    const of = schools.get(school);
    if (found === undefined || workflow === undefined || of === undefined) return undefined;
    const record = await sealer.open(workflow, found);
    return { ...record, posts: chats.standing(of, record.posts) };
  }

  return {
    load,

    /** Changes what a record owes and where its messages stand, whatever else changes it meanwhile. */
    change: (
      { school, reference }: Whose,
      made: (record: OpenRecord<unknown>) => Deliveries | undefined,
    ): Promise<void> =>
      turns(`${school} ${reference}`, async () => {
        for (let tries = 0; tries < MOST_TRIES; tries++) {
          const record = await load({ school, reference });
          const workflow = record && registry.get(record.stored.kind);
          const after = record && made(record);
          if (record?.etag === undefined || workflow === undefined || after === undefined) return;
          const { stored } = await sealer.change(workflow, record, { at: clock.now(), ...after });
          if ((await store.replace(stored, record.etag)).kind === 'replaced') return;
        }
        throw storeBusy();
      }),
  };
}

export type OwedRecords = ReturnType<typeof createOwedRecords>;

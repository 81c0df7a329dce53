import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { troubles } from '../support/fake-cosmos.ts';
import { people } from '../support/school.ts';
import { createCaseWork } from './case-work.ts';
import { type House, realPause, startHouse } from './house.ts';
import { isLong } from './how-long.ts';
import { settle } from './lives.ts';
import type { Replica } from './replica.ts';
import { addRow } from './table.ts';

/** Of util-linux, which every Linux has. */
const PRLIMIT = 'prlimit';

/** How long a person may have to wait for the truth, in milliseconds. */
const TRUTH_WITHIN_MS = 2_500;

/** A way in which a store is away, and how it comes back. */
interface Outage {
  readonly what: string;
  readonly store: 'SQLite' | 'Cosmos';
  /** Whether it is played in the short form too. */
  readonly inShort: boolean;
  begin(house: House, replica: Replica): Promise<void>;
  end(house: House, replica: Replica): Promise<void>;
}

const outages: readonly Outage[] = [
  {
    what: 'the disk is full',
    store: 'SQLite',
    inShort: true,
    // The log may not grow any more: the same as a disk without room, to this process alone.
    async begin(house, replica) {
      const size = statSync(house.folder.path('records.db-wal')).size;
      limitFileSize(replica, String(Math.max(1, size - 1)));
    },
    end: async (_, replica) => limitFileSize(replica, 'unlimited'),
  },
  {
    what: 'the store refuses connections',
    store: 'Cosmos',
    inShort: false,
    begin: async ({ records }) => records.cosmos?.away(),
    end: async ({ records }) => records.cosmos?.comeBack(),
  },
  {
    what: 'the store takes requests and never answers',
    store: 'Cosmos',
    inShort: true,
    begin: async ({ records }) =>
      void records.cosmos?.trouble(troubles.hang, { times: Number.POSITIVE_INFINITY, when: () => true }),
    async end({ records }) {
      records.cosmos?.calm();
      // What hangs is let go of.
      await records.cosmos?.away();
      await records.cosmos?.comeBack();
    },
  },
  {
    what: 'the store is throttled',
    store: 'Cosmos',
    inShort: false,
    begin: async ({ records }) =>
      void records.cosmos?.trouble(troubles.throttle(60_000), { times: Number.POSITIVE_INFINITY }),
    end: async ({ records }) => records.cosmos?.calm(),
  },
];

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

describe.each(isLong ? outages : outages.filter(({ inShort }) => inShort))(
  '$what ($store)',
  ({ what, store, begin, end }) => {
    it('the person is told the truth in time, nothing they wrote is gone, and all is delivered afterwards [N5]', async () => {
      house = await startHouse({ store });
      const replica = await house.start();
      const teacher = house.as(people.teacher);
      const work = createCaseWork(house);
      // A case that owes messages when the store goes away, and a form that is filled in.
      for (let steps = 0; steps < 4; steps++) await work.goOn(replica);
      await work.fillsInReport(replica);
      await begin(house, replica);
      const began = performance.now();
      await teacher.submits();
      const tookMs = Math.round(performance.now() - began);
      const said = teacher.modal?.words ?? '';
      expect(said).toMatch(/Not saved|not known to be saved/);
      expect(said).toContain('01632 960101');
      expect(said).toContain(work.written.at(-1)?.words);
      expect(said).not.toMatch(/C-[0-9A-Z]{6}/);
      expect(tookMs).toBeLessThan(TRUTH_WITHIN_MS);

      // Ten minutes, in which it is tried again now and then.
      let tries = 1;
      await house.pass(15_000, 5);
      for (let minutes = 0; minutes < 10; minutes++) {
        await house.leapAlong(60_000);
        if (minutes % 5 !== 4) continue;
        await teacher.submits();
        tries++;
        expect(teacher.modal?.words).toMatch(/Not saved|not known to be saved/);
      }
      expect(await ready(replica)).toBe(503);
      await end(house, replica);
      await realPause(50);
      for (let steps = 0; steps < 4; steps++) await work.goOn(replica);
      await house.calm(10_000);
      expect(await ready(replica)).toBe(200);
      await replica.stop();
      await settle(house);

      const found = house.check(work.written);
      addRow({
        target: 'N5',
        what: `${what} for ten minutes; the truth was told in ${tookMs} ms`,
        store,
        attempts: tries,
        acknowledged: found.acknowledged,
        lost: found.lost.length,
        doubled: found.doubled,
        unknown: found.unknownDoubles.length,
      });
      expect(found).toMatchObject({ lost: [], recordedTwice: [], unknownDoubles: [], wrong: [], owed: 0, parked: 0 });
      expect(found.records).toBe(2);
    });
  },
);

async function ready({ address }: Replica): Promise<number> {
  return (await fetch(`${address}/readyz`)).status;
}

function limitFileSize({ pid }: Replica, bytes: string): void {
  execFileSync(PRLIMIT, ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

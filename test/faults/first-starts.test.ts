import { afterEach, describe, expect, it } from 'vitest';
import { createCaseWork } from './case-work.ts';
import { type House, startHouse } from './house.ts';
import { chanceOf, isLong, spread } from './how-long.ts';
import { writeKillPoints } from './kill-points.ts';
import { killPointsOf, recordHits, settle } from './lives.ts';
import { stores } from './records-here.ts';
import { addRow } from './table.ts';

/** What a first start passes and no later one: keys are made, and a place for records. */
const OF_STARTING = /^(vault\/|store\/|main|service|open-records|application\/check-keys)/;
const SAMPLE = 1;
const seed = Number(process.env.FAULTS_SEED ?? 20_261_123);

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

describe.each(isLong ? stores : stores.slice(0, 1))(
  'a service that is killed in its very first start, on %s',
  (store) => {
    it('starts the next time, and what is reported then is kept [N1]', {
      timeout: isLong ? 3_600_000 : 120_000,
    }, async () => {
      house = await startHouse({ store });
      const hits = await recordHits(house, createCaseWork(house), pointsOf(house));
      await house.close();
      const all = killPointsOf(hits, 1).filter(({ point }) => OF_STARTING.test(point));
      let killed = 0;
      let acknowledged = 0;
      for (const killAt of isLong ? all : spread(all, SAMPLE, chanceOf(seed))) {
        house = await startHouse({ store });
        const first = house.begin({ killSources: pointsOf(house), killAt });
        if (await first.begun) await first.kill();
        else killed++;
        const replica = await house.start();
        const work = createCaseWork(house);
        await work.goOn(replica);
        await replica.stop();
        await settle(house);
        const found = house.check(work.written);
        expect({ killAt, found }).toMatchObject({
          found: { acknowledged: 1, records: 1, lost: [], wrong: [], owed: 0 },
        });
        acknowledged += found.acknowledged;
        await house.close();
      }
      house = undefined;
      addRow({
        target: 'N1',
        what: `killed in its very first start, in ${killed} of ${all.length} places`,
        store,
        attempts: killed,
        acknowledged,
        lost: 0,
        doubled: 0,
        unknown: 0,
      });
    });
  },
);

function pointsOf({ folder }: House): string {
  writeKillPoints(folder.path('sources'));
  return folder.path('sources');
}

import { afterEach, describe, expect, it } from 'vitest';
import { createCaseWork } from './case-work.ts';
import { type House, startHouse } from './house.ts';
import { chanceOf, isLong } from './how-long.ts';
import { settle } from './lives.ts';
import { stores } from './records-here.ts';
import { startRepeater } from './repeater.ts';
import { addRow } from './table.ts';

const CASES = isLong ? 25 : 2;

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

describe.each(isLong ? stores : stores.slice(1))(
  'everything that is sent, again up to ten times at once, on %s',
  (store) => {
    it('has its effect once, whichever process each copy comes to [N3]', async () => {
      const places = store === 'SQLite' ? 1 : 3;
      house = await startHouse({ store, places });
      const replicas = await house.startAll();
      const [first] = replicas;
      if (first === undefined) throw new Error('nobody runs');
      const chance = chanceOf(3);
      const targets = replicas.map(({ address }) => `${address}/slack/events`);
      const repeater = await startRepeater(
        () => targets,
        () => 1 + Math.floor(chance() * 10),
      );
      house.slack.sendsTo(repeater.url, () => Promise.resolve());
      const work = createCaseWork(house);
      for (let steps = 0; steps < CASES * 4; steps++) await work.goOn(first);
      // Nothing is to be cut short by the stop: what comes twice here comes of the repetition.
      await house.calm(10_000);
      expect(await Promise.all(replicas.map((replica) => replica.stop()))).toEqual(replicas.map(() => 0));
      await settle(house);
      await repeater.stop();

      const found = house.check(work.written);
      addRow({
        target: 'N3',
        what: `${repeater.requests} requests given ${repeater.answers.length} times to ${places} process${places === 1 ? '' : 'es'}`,
        store,
        attempts: repeater.answers.length,
        acknowledged: found.acknowledged,
        lost: found.lost.length,
        doubled: found.doubled,
        unknown: found.unknownDoubles.length,
      });
      expect(found).toMatchObject({ lost: [], recordedTwice: [], doubled: 0, wrong: [], owed: 0 });
      expect(found.records).toBe(CASES);
      expect(repeater.answers.length).toBeGreaterThan(repeater.requests * 3);
    });
  },
);

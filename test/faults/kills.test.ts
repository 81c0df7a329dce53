import { afterEach, describe, expect, it } from 'vitest';
import { createCaseWork } from './case-work.ts';
import { type House, startHouse } from './house.ts';
import { chanceOf, isLong, spread } from './how-long.ts';
import { withKillPoints, writeKillPoints } from './kill-points.ts';
import { killPointsOf, live, recordHits, settle } from './lives.ts';
import { stores } from './records-here.ts';
import { addRow } from './table.ts';

/** How often each place is killed at; of all these, the short form takes so many, or as many as it is told. */
const TIMES = 3;
const { FAULTS_SAMPLE = '4' } = process.env;
/** In milliseconds, with room for a slow machine. */
const EACH_LASTS = 10_000;
const seed = Number(process.env.FAULTS_SEED ?? 20_261_123);

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

describe.each(stores)('a process that is killed again and again, on %s', (store) => {
  it('loses no report and no message, and doubles none that the record does not know of [N1]', {
    timeout: isLong ? 4 * 3_600_000 : 40_000 + Number(FAULTS_SAMPLE) * EACH_LASTS,
  }, async () => {
    house = await startHouse({ store });
    const killSources = house.folder.path('sources');
    writeKillPoints(killSources);
    const work = createCaseWork(house);
    const all = killPointsOf(await recordHits(house, work, killSources), TIMES);
    const points = isLong ? all : spread(all, Number(FAULTS_SAMPLE), chanceOf(seed));
    const passed: string[] = [];
    for (const killAt of points)
      if (!(await live(house, work, { killSources, killAt }))) passed.push(`${killAt.when} ${killAt.point}`);
    await settle(house);

    const found = house.check(work.written);
    const places = new Set(all.map(({ point, when }) => `${when} ${point}`)).size;
    addRow({
      target: 'N1',
      what: `killed at ${points.length - passed.length} of ${all.length} moments (${places} places; seed ${seed})`,
      store,
      attempts: points.length,
      acknowledged: found.acknowledged,
      lost: found.lost.length,
      doubled: found.doubled,
      unknown: found.unknownDoubles.length,
      remarks: passed.length === 0 ? '' : `${passed.length} times the place was not passed`,
    });
    expect(found).toMatchObject({ lost: [], recordedTwice: [], unknownDoubles: [], wrong: [], owed: 0, parked: 0 });
    // A process that lives on, or that stopped in order, has said each thing once.
    expect(found.doubles.filter((ts) => !house?.saidByKilled(ts.slice(0, -1)))).toEqual([]);
    expect(work.givenUp).toEqual([]);
    expect(found.acknowledged).toBeGreaterThan(2);
    expect(passed.length).toBeLessThan(points.length / 2);
  });
});

it('a source with places to die at has one around every await, and nothing else in another place', () => {
  const source = 'const a = await first(await second());\nfor (const b of await third()) void b;\n';
  const { text, points } = withKillPoints(source, 'src/application/some.ts');
  expect(points).toEqual(['application/some.ts:1:11', 'application/some.ts:1:23', 'application/some.ts:2:17']);
  expect(text.split('\n')).toHaveLength(3);
  expect(text).toContain(
    'for (const b of __after("application/some.ts:2:17",await (__before("application/some.ts:2:17"),third()))) void b;',
  );
});

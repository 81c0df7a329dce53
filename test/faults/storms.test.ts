import { afterEach, describe, expect, it } from 'vitest';
import { troubles } from '../support/fake-cosmos.ts';
import { createCaseWork } from './case-work.ts';
import type { Call, Met } from './door.ts';
import { type House, startHouse } from './house.ts';
import { chanceOf, isLong } from './how-long.ts';
import { settle } from './lives.ts';
import { stores } from './records-here.ts';
import { addRow } from './table.ts';

const CASES = isLong ? 30 : 1;
const seed = Number(process.env.FAULTS_SEED ?? 20_261_123);

/** How long a chat asks to be left alone that is mistaken, in seconds; and one that is only busy. */
const FOR_EVER = '99999999999999';
const MUCH: Met = { does: 'answer', status: 429, headers: { 'retry-after': '90' } };

/** What a chat, or what stands before it, says in a storm. */
const answers: readonly Met[] = [
  { does: 'answer', status: 429, headers: { 'retry-after': '3' } },
  MUCH,
  { does: 'answer', status: 429 },
  { does: 'answer', status: 429, headers: { 'retry-after': 'soon' } },
  { does: 'answer', status: 429, headers: { 'retry-after': '-5' } },
  { does: 'answer', status: 429, headers: { 'retry-after': '1e3' } },
  { does: 'answer', status: 429, headers: { 'retry-after': FOR_EVER } },
  { does: 'answer', status: 412, headers: { 'retry-after': '2' } },
  { does: 'answer', status: 502 },
  { does: 'answer', status: 502, headers: { 'retry-after': '4' } },
  { does: 'answer', status: 504 },
  { does: 'answer', status: 504, headers: { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' } },
  { does: 'break' },
  { does: 'take and break' },
];

/** A storm is over before what is tried again and again is given up. */
const MOST_IN_A_ROW = 5;

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

describe.each(isLong ? stores : stores.slice(1))('a storm of 429, 412, 502, 504 and broken lines, on %s', (store) => {
  it('loses nothing, and nothing is sent earlier than the chat asked [N6]', async () => {
    house = await startHouse({ store });
    const { records, doors } = house;
    const [door] = doors;
    if (door === undefined) throw new Error('there is no door');
    const replica = await house.start();
    const work = createCaseWork(house);
    const chance = chanceOf(seed);
    const inARow = new Map<string, number>();
    let met = 0;
    // The chat lets through about a third of what is posted or edited; modals are answered, so that people can go on.
    door.set((call) => {
      const count = inARow.get(keyOf(call)) ?? 0;
      const isHit = call.method.startsWith('chat.') && chance() < 0.7 && count < MOST_IN_A_ROW;
      inARow.set(keyOf(call), isHit ? count + 1 : 0);
      if (!isHit) return undefined;
      met++;
      const said = answers[(seed + met) % answers.length];
      // People wait for the card in the channel before they go on; nobody waits for a day.
      const isForEver = said?.does === 'answer' && said.headers?.['retry-after'] === FOR_EVER;
      return isForEver && call.channel === house?.channelId ? MUCH : said;
    });
    let atStore = 0;
    if (records.cosmos !== undefined) {
      const every = [
        troubles.throttle(20),
        troubles.throttle(),
        troubles.answer449,
        troubles.answer(503),
        troubles.resetBeforeCommit,
        troubles.resetAfterCommit,
        troubles.answerAfterCommit(408),
      ];
      for (let turn = 0; turn < 3; turn++)
        for (const trouble of every)
          records.cosmos.trouble(trouble, {
            when: ({ kind }) => {
              const isHit = ['create', 'read', 'replace', 'query'].includes(kind) && chance() < 0.02;
              if (isHit) atStore++;
              return isHit;
            },
          });
    }
    for (let steps = 0; steps < CASES * 4; steps++) {
      await work.goOn(replica);
      await house.leapAlong(20_000, 30);
    }
    door.set(() => undefined);
    records.cosmos?.calm();
    await house.calm(10_000);
    await replica.stop();
    const early = sentEarly(door.calls);
    // What was to wait for a day, which is as long as anybody is believed, goes then.
    await settle(house);

    const found = house.check(work.written);
    addRow({
      target: 'N6',
      what: `${met} troubles at the chat, ${atStore} at the store (seed ${seed})`,
      store,
      attempts: door.calls.filter(({ method }) => method.startsWith('chat.')).length,
      acknowledged: found.acknowledged,
      lost: found.lost.length,
      doubled: found.doubled,
      unknown: found.unknownDoubles.length,
      remarks: `${early.length} sent earlier than asked`,
    });
    expect(early).toEqual([]);
    expect(found).toMatchObject({ lost: [], recordedTwice: [], unknownDoubles: [], owed: 0, parked: 0 });
    expect(met).toBeGreaterThan(CASES * 3);
  });
});

function keyOf({ method, channel }: Call): string {
  return `${method} ${channel}`;
}

/** Calls for a place that had asked to be left alone until later. A day is the most that anybody is believed. */
function sentEarly(calls: readonly Call[]): readonly string[] {
  const quietUntil = new Map<string, number>();
  return calls.flatMap((call) => {
    const until = quietUntil.get(keyOf(call)) ?? 0;
    const asked = Math.min(call.askedToWait ?? 0, 24 * 3_600_000);
    if (asked > 0) quietUntil.set(keyOf(call), Math.max(until, call.at + asked));
    // Time is read in two places, a few milliseconds apart.
    return call.at < until - 100 ? [`${call.method} came ${until - call.at} ms too early`] : [];
  });
}

import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../support/school.ts';
import { createCaseWork } from './case-work.ts';
import { type House, startHouse } from './house.ts';
import { isLong } from './how-long.ts';
import { stores } from './records-here.ts';
import { addRow } from './table.ts';

/** The receipt, that it was seen, and that it was closed. */
const TO_THE_REPORTER = 3;

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

describe.each(isLong ? stores : stores.slice(0, 1))('a message that can never be delivered, on %s', (store) => {
  it('is parked after so many attempts, holds up no other, and the DSL is told [N7]', async () => {
    house = await startHouse({ store });
    const { doors, slack, as } = house;
    const chat = as(people.teacher).chat;
    // Whatever goes to the reporter breaks something in the chat, for ever.
    doors[0]?.set(({ channel, method }) =>
      method.startsWith('chat.') && (channel === chat || channel === as(people.teacher).user.id)
        ? { does: 'answer', status: 500 }
        : undefined,
    );
    const replica = await house.start();
    const work = createCaseWork(house);
    for (let steps = 0; steps < 4; steps++) await work.goOn(replica);
    const before = work.reference;
    await house.calm(10_000);
    expect(as(people.teacher).directMessages).toEqual([]);
    // The waits double: after the eleventh, sixteen hours have gone by.
    const told = () =>
      as(people.dsl).directMessages.filter(({ words }) =>
        words.includes(`A message about ${before} to the reporter could not be delivered. Tell them another way.`),
      );
    for (let hours = 0; hours < 60 && told().length < TO_THE_REPORTER; hours++) {
      house.time.leap(3_600_000);
      await house.calm(3_000, 15);
    }
    const attempts = doors[0]?.calls.filter(({ channel, ts }) => channel === as(people.teacher).user.id && !ts).length;
    // What comes later is not held up either.
    for (let steps = 0; steps < 4; steps++) await work.goOn(replica);
    await house.calm(10_000);
    await replica.stop();

    const found = house.check(work.written);
    // What is to go to the reporter is parked, or still tried, and known as such.
    const lostElsewhere = found.lost.filter((one) => !/^(the receipt|that it was (seen|closed)) of/.test(one));
    addRow({
      target: 'N7',
      what: `${attempts} attempts at what never goes; the rest of two cases beside it`,
      store,
      attempts: attempts ?? 0,
      acknowledged: found.acknowledged,
      lost: lostElsewhere.length,
      doubled: found.doubled,
      unknown: found.unknownDoubles.length,
      remarks: `${found.parked} parked, the DSL told ${told().length} times`,
    });
    expect(found.parked).toBe(TO_THE_REPORTER);
    expect(told()).toHaveLength(TO_THE_REPORTER);
    expect(found.records).toBe(2);
    // All that went elsewhere stands there, once.
    expect(found.doubled).toBe(0);
    expect(lostElsewhere).toEqual([]);
    expect(slack.messagesIn(house.channelId).map(({ words }) => /closed/.test(words))).toEqual([true, true]);
  });
});

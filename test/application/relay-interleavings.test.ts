import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RecordStore } from '../../src/application/ports.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/instant.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aClock } from '../support/clock.ts';
import { monday } from '../support/concern.ts';
import { beginning, type Errand, errands } from '../support/errands.ts';
import { people } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import type { StoreTrouble } from '../support/troubled-store.ts';

const { open } = applications();

// Several processes ask at once, the store fails, one process is killed and started again, all by chance; what is by
// chance comes from fast-check, so that a failure can be repeated.

const storeTrouble = fc.option(fc.constantFrom<StoreTrouble>('reject', 'lose-answer'), { freq: 6, nil: undefined });
const scenario = fc.record({
  bursts: fc.array(
    fc.record({
      /** Which process takes each of them. */
      asks: fc.array(fc.nat(1), { minLength: 1, maxLength: 4 }),
      /** After how many turns the first process is killed, if it is. */
      killedAfter: fc.option(fc.nat(600), { freq: 2, nil: undefined }),
      thenPass: fc.constantFrom(0, SECOND, 10 * SECOND, MINUTE, HOUR),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  troubles: fc.array(storeTrouble, { maxLength: 60 }),
  pauses: fc.array(fc.nat(40), { minLength: 1, maxLength: 20 }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** A process: when it is killed, nothing that it had begun goes on. */
interface Life {
  isOver: boolean;
}

async function play({ bursts, troubles, pauses }: Scenario): Promise<readonly [TestApplication, number]> {
  const clock = aClock(monday);
  const store = sqliteHere();
  const left = [...troubles];
  let turn = 0;
  let asked = 0;

  const outside = async <Value>(life: Life, work: () => Promise<Value>): Promise<Value> => {
    for (let turns = pauses[turn++ % pauses.length] ?? 0; turns > 0; turns--) await Promise.resolve();
    if (life.isOver) return await new Promise<never>(() => {});
    const value = await work();
    return life.isOver ? await new Promise<never>(() => {}) : value;
  };

  async function begin(life: Life = { isOver: false }) {
    const slow: RecordStore = {
      ...store,
      sole: false,
      create: (record) => outside(life, () => store.create(record)),
      get: (school, reference) => outside(life, () => store.get(school, reference)),
      replace: (record, etag) => outside(life, () => store.replace(record, etag)),
      due: (at, limit, schools) => outside(life, () => store.due(at, limit, schools)),
    };
    const t = await open({ store: slow, clock, registry: errands });
    t.store.always((method) => (method === 'due' ? undefined : left.shift()));
    return { life, t };
  }

  /** Asks, again and again until it is taken: with the same id, as a chat that has no answer does. */
  async function ask(t: TestApplication, number: number): Promise<void> {
    const words = `${number}`;
    const asker = await give(t, `${number} is made`, { words: 'made', relays: [] });
    const relay = beginning('relay', { words, answerTo: asker });
    await give(t, `${number} asks`, { words, relays: [relay, { ...relay, slot: 'other' }] }, asker);
  }

  async function give(t: TestApplication, id: string, asks: object, reference?: string): Promise<string> {
    const of = { id, by: people.dsl, data: JSON.parse(JSON.stringify(asks)) };
    const result = await t.give(`asker/ask${reference === undefined ? '' : '-more'}`, {
      ...of,
      ...(reference === undefined ? {} : { reference }),
    });
    if (result.kind === 'refused') throw new Error(result.sentence);
    return result.reference;
  }

  const running = [await begin(), await begin()];
  for (const { asks, killedAfter, thenPass } of bursts) {
    const begun = asks.map((at) => {
      const { life, t } = running[at] as (typeof running)[number];
      return { life, done: ask(t, asked++).catch(() => {}) };
    });
    if (killedAfter !== undefined) {
      for (let turns = 0; turns < killedAfter; turns++) await Promise.resolve();
      const killed = running.shift();
      if (killed !== undefined) killed.life.isOver = true;
      await new Promise(setImmediate);
      running.push(await begin());
    }
    await Promise.all(begun.filter(({ life }) => !life.isOver).map(({ done }) => done));
    for (const { t } of running) await t.settle();
    clock.move(thenPass);
    await Promise.all(running.map(({ t }) => t.runDue().catch(() => {})));
    for (const { t } of running) await t.settle();
  }
  left.splice(0);
  const { t } = await begin();
  for (let number = 0; number < asked; number++) await ask(t, number);
  await t.pass(24 * HOUR);
  return [t, asked];
}

it('whatever stops, and whenever, each record does what it was asked once, and each answer comes back once', async () => {
  let played = 0;
  await fc.assert(
    fc.asyncProperty(scenario, async (of) => {
      const [t, asked] = await play(of);
      const { records } = await t.store.all({ limit: 500 });
      const said: string[] = [];
      for (const { id, outbox } of records) {
        expect(outbox, id).toEqual([]);
        said.push(...((await t.record(id)).state as unknown as Errand).said);
      }
      for (let number = 0; number < asked; number++) {
        const times = (line: RegExp) => said.filter((one) => line.test(one)).length;
        expect(times(new RegExp(`^asked ${number}$`)), `${number} asked`).toBe(1);
        expect(times(new RegExp(`^done ${number}$`)), `${number} done`).toBe(2);
        expect(times(new RegExp(`^done ${number}, says Z-`)), `${number} answered`).toBe(2);
      }
      expect(said.filter((one) => one.includes('parked'))).toEqual([]);
      played += asked;
    }),
    { numRuns: 60 },
  );
  expect(played).toBeGreaterThan(60);
});

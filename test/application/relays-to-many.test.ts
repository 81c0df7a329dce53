import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/domain/instant.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aCrowdedSchool, crowdOf, type Hearer, type Round, rounds } from '../support/hearers.ts';

const { open } = applications();

async function aRound(t: TestApplication, people: readonly string[]): Promise<string> {
  const begun = await t.give('round/begin', { data: { words: 'Lock the gate.', people } });
  if (begun.kind !== 'done') throw new Error(begun.sentence);
  return begun.reference;
}

/** Whom each record is of, and what has happened to it. */
async function hearers(t: TestApplication): Promise<readonly Hearer[]> {
  const { records } = await t.store.query({ school: t.school.id, kind: 'hearer', order: 'oldest-first', limit: 500 });
  return await Promise.all(records.map(async ({ id }) => (await t.record(id)).state as unknown as Hearer));
}

/** An application in which nothing is sent, so that records show only what they were asked. */
async function aQuietOne(count: number) {
  const t = await open({ registry: rounds, schools: [aCrowdedSchool(count)] });
  t.app.channels.delete('teams');
  return t;
}

describe('a command for many records at once', () => {
  test('is owed as one, and given to each with its own data, once', async () => {
    const t = await aQuietOne(100);
    const round = await aRound(t, crowdOf(100));
    expect((await t.record(round)).outbox.length).toBeLessThanOrEqual(1);
    await t.settle();
    const all = await hearers(t);
    expect(all.map(({ person }) => person).toSorted()).toEqual(crowdOf(100));
    expect(all.every(({ history, round: of }) => history.join() === 'asked' && of === round)).toBe(true);
    expect((await t.record(round)).outbox).toEqual([]);
  });

  test('that some refuse is given to all others, and whoever gave it hears of it once', async () => {
    const t = await aQuietOne(10);
    const round = await aRound(t, ['nobody', ...crowdOf(10), 'nobody']);
    await t.settle();
    expect(await hearers(t)).toHaveLength(10);
    const { saw } = (await t.record(round)).state as unknown as Round;
    expect(saw).toEqual([{ type: 'Noted', slot: 'page', outcome: 'parked', code: 'unknown-person' }]);
  });

  test.each([0, 1, 3, 7, 20, 41])(
    'is gone on with where a process ended after %i writes, each once',
    async (writes) => {
      const t = await aQuietOne(40);
      let done = 0;
      t.store.always((method) =>
        (method === 'create' || method === 'replace') && ++done > writes + 1 ? 'hang' : undefined,
      );
      await aRound(t, crowdOf(40));
      for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
      t.store.always(undefined);
      const next = await t.another();
      next.app.channels.delete('teams');
      next.clock.move(2 * MINUTE);
      await next.runDue({ takeOver: true });
      await next.settle();
      await next.pass(5 * MINUTE);
      const all = await hearers(next);
      expect(all.map(({ person }) => person).toSorted()).toEqual(crowdOf(40));
      expect(all.every(({ history }) => history.join() === 'asked')).toBe(true);
    },
  );

  test('is given again to those alone that may not have had it, where the store fails now and then', async () => {
    const t = await aQuietOne(60);
    let calls = 0;
    t.store.always((method) =>
      method === 'create' && ++calls % 7 === 0 ? (calls % 2 ? 'reject' : 'lose-answer') : undefined,
    );
    await aRound(t, crowdOf(60));
    await t.settle();
    t.store.always(undefined);
    await t.pass(5 * MINUTE);
    const all = await hearers(t);
    expect(all).toHaveLength(60);
    expect(all.every(({ history }) => history.join() === 'asked')).toBe(true);
  });
});

test('records of which there may be thousands have references that do not meet', async () => {
  const t = await aQuietOne(1);
  await aRound(t, crowdOf(1));
  await t.settle();
  const { records } = await t.store.query({ school: t.school.id, kind: 'hearer', order: 'oldest-first', limit: 1 });
  expect(records[0]?.id).toMatch(/^R-[2-9A-HJKMNP-TV-Z]{10}$/);
});
